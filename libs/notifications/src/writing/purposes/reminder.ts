import { localDate } from '#platform';
import { MessageProblem } from '../catalogue.js';
import type { MessageParts } from '../message-parts.js';
import { counted, orderOf, type Scene } from '../scene.js';
import { askedOf, asking } from './asking.js';

/** The customer has not answered yet. */
export function reminder(scene: Scene): MessageParts {
  const since = scene.voice.say('ask.since', { date: lastWrittenOn(scene) });
  const { asked, section, brief, spoken } = asking(scene, askedOf(scene), [since]);
  const lead = counted(scene, 'lead.reminder', asked.length);
  return {
    subject: scene.voice.say('subject.reminder', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count: asked.length,
    table: null,
    sections: [section],
    asked,
    closing: null,
    brief: [...brief, since],
    spoken: [since, ...spoken],
  };
}

/** The client's local date of the message that waits for its answer, in words. */
export function lastWrittenOn({ facts, client, formats }: Scene): string {
  if (facts.at === undefined) throw new MessageProblem('fact_missing', 'at');
  return formats.date(localDate(new Date(facts.at), client.zone));
}
