import type { StateTable } from '#platform';

export const messageStates = ['queued', 'sending', 'sent', 'bounced', 'failed', 'cancelled'] as const;
export type MessageState = (typeof messageStates)[number];

/**
 * `take` marks it as handed to a connection; a message found in `sending` was left by a worker that died. `accept` wins
 * over `failed`: what the receiving server took was sent, whoever gave up on it meanwhile.
 */
export type MessageEvent = 'take' | 'accept' | 'defer' | 'fail' | 'cancel' | 'bounce';

export const messageStateTable: StateTable<MessageState, MessageEvent> = {
  queued: { take: 'sending', accept: 'sent', fail: 'failed', cancel: 'cancelled' },
  sending: { take: 'sending', accept: 'sent', defer: 'queued', fail: 'failed', cancel: 'cancelled' },
  sent: { bounce: 'bounced' },
  bounced: {},
  failed: { accept: 'sent' },
  cancelled: {},
};

/** The states that an event may be applied in, for the compare-and-set of an update. */
export function statesBefore(event: MessageEvent): MessageState[] {
  return messageStates.filter((state) => messageStateTable[state][event] !== undefined);
}
