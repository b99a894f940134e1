import type { StatusReport } from '../message/message-status.service.js';
import { isHardCode } from './twilio-codes.js';
import type { PhoneChannel, ProviderStatus } from './telephony-provider.js';

/**
 * Statuses that end a message or call; all others only say that Twilio has it
 * (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values,
 * https://www.twilio.com/docs/voice/api/call-resource#call-status-values).
 */
const isOver: Readonly<Record<string, StatusReport['event']>> = {
  delivered: 'deliver',
  read: 'read',
  undelivered: 'bounce',
  failed: 'bounce',
  canceled: 'bounce',
  busy: 'bounce',
  'no-answer': 'bounce',
};

/**
 * What a provider's status says of a message, as reports in the order of their meaning. That it has the message at all
 * comes first, so that one that was put back into the queue is not sent a second time. A call that a machine took counts
 * as not delivered.
 */
export function toReports(
  messageId: string,
  channel: PhoneChannel,
  from: ProviderStatus,
  at: Date,
): StatusReport[] {
  const { providerId, status, segments, errorCode } = from;
  const about = { messageId, at, providerId, ...(segments === null ? {} : { segments }) };
  const event = channel === 'voice' && status === 'completed' ? endOfCall(from) : isOver[status];
  if (event === 'bounce') {
    return [{ ...about, event, reason: reasonOf(channel, from), isHard: isHardCode(errorCode) }];
  }
  const accepted = { ...about, event: 'accept' as const, reason: null };
  return event === undefined ? [accepted] : [accepted, { ...about, event, reason: null }];
}

function endOfCall({ answeredBy }: ProviderStatus): 'deliver' | 'bounce' {
  return isMachine(answeredBy) ? 'bounce' : 'deliver';
}

/** `human` and `unknown` are spoken to. */
export function isMachine(answeredBy: string | null): boolean {
  return answeredBy !== null && /^(machine|fax)/.test(answeredBy);
}

function reasonOf(channel: PhoneChannel, { status, errorCode, answeredBy }: ProviderStatus): string {
  if (errorCode !== null) return `twilio_${errorCode}`;
  if (channel === 'voice' && isMachine(answeredBy)) return 'call_machine';
  return `${channel === 'voice' ? 'call' : channel}_${status.replace('-', '_')}`;
}
