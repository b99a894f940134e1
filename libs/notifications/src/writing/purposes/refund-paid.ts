import type { MessageParts } from '../message-parts.js';
import { counted, itemsOf, orderOf, piecesOf, valueOf, type Scene } from '../scene.js';
import { statusTable } from './status.js';

/** The client has paid the refund. */
export function refundPaid(scene: Scene): MessageParts {
  const { voice } = scene;
  const count = piecesOf(itemsOf(scene));
  const lead = counted(scene, 'lead.refundPaid', count);
  const total = voice.say('refundPaid.total', { amount: amountPaid(scene) });
  const when = voice.say('refundPaid.when');
  return {
    subject: voice.say('subject.refundPaid', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count,
    table: statusTable(scene, 'item.paid'),
    sections: [{ heading: voice.say('refund.heading'), key: total, lines: [when] }],
    asked: [],
    closing: null,
    brief: [total, when],
    spoken: [total, when],
  };
}

/** What was paid according to the announcement, else what the items cost. */
export function amountPaid(scene: Scene): string {
  const { amount } = scene.facts;
  return amount === undefined
    ? valueOf(scene, itemsOf(scene))
    : scene.formats.money(amount.amountMinor, amount.currency);
}
