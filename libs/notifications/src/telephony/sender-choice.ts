import { alphanumericIn } from './alphanumeric-countries.js';
import type { PhoneChannel } from './telephony-provider.js';

/** Under which name or number a client writes or calls, per channel and country. */
export interface Sender {
  readonly channel: PhoneChannel;
  /** ISO 3166 alpha-2, or `*` for every country without a sender of its own. */
  readonly country: string;
  /** A number in E.164, an alphanumeric sender, or the id of a messaging service. */
  readonly address: string;
  /** Expected price of a segment, a WhatsApp message or a call, in millionths of the client's currency. */
  readonly costMicros: number;
  /** The client's own line, for callers who press 1. */
  readonly connectTo: string | null;
}

/**
 * The sender for a recipient's country: its own, else the one for every country. A name instead of a number is not used
 * where networks don't take names; where names must be registered, only one that was set for that very country counts as
 * registered.
 */
export function senderFor(
  senders: readonly Sender[],
  channel: PhoneChannel,
  country: string | null,
): Sender | null {
  const ofChannel = senders.filter((sender) => sender.channel === channel);
  const own = ofChannel.find((sender) => sender.country === country);
  if (own && !(isName(own.address) && alphanumericIn(country) === 'refused')) return own;
  const any = ofChannel.find((sender) => sender.country === '*');
  if (!any || (isName(any.address) && alphanumericIn(country) !== 'free')) return null;
  return any;
}

/** Whether a sender is a name, which nobody can answer to. */
export function isName(address: string): boolean {
  return !/^\+\d+$/.test(address) && !/^MG[0-9a-f]{32}$/.test(address);
}
