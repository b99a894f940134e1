import type { StateTable } from '#platform';

export const messageStates = [
  'queued',
  'sending',
  'unknown',
  'sent',
  'delivered',
  'read',
  'bounced',
  'failed',
  'cancelled',
] as const;
export type MessageState = (typeof messageStates)[number];

/**
 * `take` marks it as handed over; a mail found in `sending` was left by a worker that died. `lose`: nobody knows whether
 * the provider has it, and it must not be sent again before `absent` says that it has not. `accept` wins over `failed` and
 * `cancelled`: what the receiving side took was sent, whoever gave up on it meanwhile. `bounce`: taken, then not delivered.
 */
export type MessageEvent =
  'take' | 'accept' | 'defer' | 'lose' | 'absent' | 'fail' | 'cancel' | 'deliver' | 'read' | 'bounce';

/** Statuses only move forward: an event without an entry changes nothing, so that any order ends in the same state. */
export const messageStateTable: StateTable<MessageState, MessageEvent> = {
  queued: {
    take: 'sending',
    accept: 'sent',
    fail: 'failed',
    cancel: 'cancelled',
    deliver: 'delivered',
    read: 'read',
    bounce: 'bounced',
  },
  sending: {
    take: 'sending',
    accept: 'sent',
    defer: 'queued',
    lose: 'unknown',
    fail: 'failed',
    cancel: 'cancelled',
    deliver: 'delivered',
    read: 'read',
    bounce: 'bounced',
  },
  unknown: {
    accept: 'sent',
    absent: 'queued',
    fail: 'failed',
    deliver: 'delivered',
    read: 'read',
    bounce: 'bounced',
  },
  sent: { deliver: 'delivered', read: 'read', bounce: 'bounced' },
  delivered: { read: 'read' },
  read: {},
  bounced: { deliver: 'delivered', read: 'read' },
  failed: { accept: 'sent', deliver: 'delivered', read: 'read', bounce: 'bounced' },
  cancelled: { accept: 'sent', deliver: 'delivered', read: 'read', bounce: 'bounced' },
};

/** The receiving side has it, as far as is known: a contact took place. */
export const reachedStates: ReadonlySet<MessageState> = new Set(['sent', 'delivered', 'read']);

/** The states that an event may be applied in, for the compare-and-set of an update. */
export function statesBefore(event: MessageEvent): MessageState[] {
  return messageStates.filter((state) => messageStateTable[state][event] !== undefined);
}
