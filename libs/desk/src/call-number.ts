import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Kinds of numbers that cost what a call costs. Premium, shared-cost and personal numbers, pagers and voicemail do not. */
const plainKinds: ReadonlySet<string> = new Set(['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/** ITU world zones 3 and 4, which are Europe: a number elsewhere needs a line that the client has set for its country. */
const european = /^\+[34]/;

export interface CallableNumber {
  /** E.164. */
  readonly number: string;
  readonly country: string;
  readonly isEuropean: boolean;
}

/** A number that may be rung up; null for one that does not exist, belongs to no country, or costs extra. */
export function callableNumber(phone: string): CallableNumber | null {
  const parsed = parsePhoneNumberFromString(phone);
  if (!parsed?.isValid() || parsed.country === undefined) return null;
  if (!plainKinds.has(parsed.getType() ?? '')) return null;
  return { number: parsed.number, country: parsed.country, isEuropean: european.test(parsed.number) };
}
