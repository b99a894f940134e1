import type { CaseRecord } from '#cases';
import type { Hidden } from '#desk';

/** What of a case agents don't see in clear. */
export function hiddenOf(record: CaseRecord): Hidden {
  const { email, phone } = record.customer;
  return { email, phone, iban: record.iban, street: record.street };
}
