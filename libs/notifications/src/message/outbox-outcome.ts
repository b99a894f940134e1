import { backoff, type OutboxItem, type OutboxOutcome } from '#platform';
import type { MessageOutcome } from './message-recording.service.js';

/**
 * What an outcome means for the message's outbox row. Final ones leave the outbox, since the message and its work item
 * tell the story; so does one that nobody knows the end of, until a report puts it back.
 */
export function toOutboxOutcome(
  item: OutboxItem,
  outcome: MessageOutcome | undefined,
  now: Date,
): OutboxOutcome {
  if (outcome?.kind !== 'unsent') return { item, result: 'done' };
  const { event, until } = outcome.change;
  const reason = outcome.change.reason.split(':')[0] ?? event;
  switch (event) {
    case 'put_back':
      return { item, result: 'retry', nextAt: now, reason };
    case 'hold':
      return { item, result: 'retry', nextAt: until ?? now, reason };
    case 'defer':
      return { item, result: 'retry', nextAt: backoff(now, outcome.attempts), reason };
    case 'lose':
    case 'fail':
    case 'cancel':
      return { item, result: 'done' };
  }
}
