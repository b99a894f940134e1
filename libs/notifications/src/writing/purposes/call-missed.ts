import { MessageProblem } from '../catalogue.js';
import type { MessageParts } from '../message-parts.js';
import { counted, orderOf, type Scene } from '../scene.js';

/** We rang, nobody answered. */
export function callMissed(scene: Scene): MessageParts {
  const { voice, facts } = scene;
  if (facts.tries === undefined) throw new MessageProblem('fact_missing', 'tries');
  const lead = counted(scene, 'lead.callMissed', facts.tries);
  const again = voice.say('callMissed.again');
  return {
    subject: voice.say('subject.callMissed', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count: facts.tries,
    table: null,
    sections: [{ heading: voice.say('received.heading'), key: null, lines: [again] }],
    asked: [],
    closing: null,
    brief: [again],
    spoken: [again],
  };
}
