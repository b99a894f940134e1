import type { AskedFact } from '../../message/message-purpose.js';
import { MessageProblem } from '../catalogue.js';
import type { MessageSection } from '../message-content.js';
import type { Scene } from '../scene.js';

const labels: Readonly<Record<AskedFact, string>> = {
  price: 'ask.price',
  contact: 'ask.contact',
  reason: 'ask.reason',
  bank_account: 'ask.bankAccount',
  choice: 'ask.choice',
  address: 'ask.address',
};

/** What the customer is asked for, and how to answer. */
export interface Asking {
  readonly asked: readonly string[];
  readonly section: MessageSection;
  /** By which way the answer comes: the customer's page, else a reply. */
  readonly how: string;
  /** What is asked and how to answer, the weightier first. */
  readonly brief: readonly string[];
  /** What is said aloud after what is asked. */
  readonly after: readonly string[];
  readonly spoken: readonly string[];
}

/** Raises `MessageProblem` when nothing is asked. `before` are sentences ahead of how to answer. */
export function asking(scene: Scene, facts: readonly AskedFact[], before: readonly string[] = []): Asking {
  if (facts.length === 0) throw new MessageProblem('fact_missing', 'asked');
  const { voice, link } = scene;
  const heading = voice.say('ask.heading');
  const asked = facts.map((fact) => voice.say(labels[fact]));
  const list = `${heading}: ${asked.join('; ')}`;
  const how = link === null ? voice.say('ask.reply') : voice.say('ask.link', { link });
  const after = [voice.say('ask.next'), voice.say('ask.safety')];
  return {
    asked,
    // In a mail the link stands by itself.
    section: {
      heading,
      key: null,
      list: asked,
      lines: [...before, ...(link === null ? [how] : []), ...after],
    },
    how,
    brief: link === null ? [list, how] : [how, list],
    after,
    spoken: [heading, ...asked, ...after],
  };
}

/** What is asked according to the announcement, else what the case waits for. */
export function askedOf({ facts, record }: Scene): readonly AskedFact[] {
  return facts.asked ?? record.waitsFor;
}
