import { localDate } from '#platform';
import { MessageProblem } from '../catalogue.js';
import type { MessageParts } from '../message-parts.js';
import { counted, itemsOf, orderOf, piecesOf, type Scene } from '../scene.js';
import { statusTable } from './status.js';

/**
 * The receipt of a withdrawal: what was withdrawn from, with date and time of its arrival, on a durable medium
 * (Directive 2011/83, art. 11a (4) as amended by Directive 2023/2673).
 */
export function withdrawalReceipt(scene: Scene): MessageParts {
  const { voice } = scene;
  const count = piecesOf(itemsOf(scene));
  const lead = counted(scene, 'lead.withdrawal', count);
  const arrived = voice.say('withdrawal.at', arrivalOf(scene));
  const goods = voice.say('withdrawal.goods');
  const refund = voice.say('withdrawal.refund');
  return {
    subject: voice.say('subject.withdrawal', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count,
    table: statusTable(scene, 'item.withdrawn'),
    sections: [{ heading: voice.say('withdrawal.heading'), key: arrived, lines: [goods, refund] }],
    asked: [],
    closing: null,
    brief: [arrived, goods, refund],
    spoken: [arrived, goods, refund],
  };
}

/** When the withdrawal came in, by the client's calendar and clock. */
export function arrivalOf({ facts, formats, client }: Scene): { date: string; time: string } {
  if (facts.at === undefined) throw new MessageProblem('fact_missing', 'at');
  const at = new Date(facts.at);
  return { date: formats.date(localDate(at, client.zone)), time: formats.time(at, client.zone) };
}
