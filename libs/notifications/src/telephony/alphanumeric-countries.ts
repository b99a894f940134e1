/**
 * Where networks don't carry names as senders, or only registered ones. Countries not named here take any name.
 *
 * From Twilio's "International support for Alphanumeric Sender ID" (help.twilio.com, article 223133767). Rules change
 * several times a year: whoever sets a sender checks its country there, and a country's own sender goes before this list.
 */
const refused = new Set(['BE', 'CA', 'HU', 'PR', 'US']);
const registered = new Set(['BY', 'CZ', 'FI', 'IE', 'KZ', 'NO', 'RO', 'RS', 'RU', 'TR', 'UA']);

export type NameRule = 'free' | 'registered' | 'refused';

/** Whether an SMS to this country may come from a name. */
export function alphanumericIn(country: string | null): NameRule {
  if (country === null) return 'registered';
  if (refused.has(country)) return 'refused';
  return registered.has(country) ? 'registered' : 'free';
}
