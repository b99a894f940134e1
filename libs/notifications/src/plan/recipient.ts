import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { CaseRecord } from '#cases';
import { oneAddress } from '../mail/mail-address.js';
import type { MessageChannel } from '../message/message-purpose.js';

/** Where a channel reaches the customer of a case: one mail address, or a phone number in E.164; null for nowhere. */
export function recipientOf(channel: MessageChannel, record: CaseRecord): string | null {
  return channel === 'email' ? oneAddress(record.customer.email ?? '') : phoneOf(record);
}

/** The customer's number in E.164; one without a country code is read as of the case's country. */
export function phoneOf(record: CaseRecord): string | null {
  const { phone } = record.customer;
  if (phone === null) return null;
  const country = record.country !== null && isSupportedCountry(record.country) ? record.country : undefined;
  const parsed = parsePhoneNumberFromString(phone, country);
  return parsed?.isValid() ? parsed.number : null;
}

/** Whether any message could reach the customer of a case. */
export function isReachable(record: CaseRecord): boolean {
  return recipientOf('email', record) !== null || phoneOf(record) !== null;
}

/** An address as it is compared: whoever suppressed `Jo@Shop.example` does not want mail to `jo@shop.example` either. */
export function comparable(address: string): string {
  return address.toLowerCase();
}
