import { defineErrors } from '#platform';

/** Everything that metering refuses. */
export const fail = defineErrors({
  'rate.not_after_last': 409,
  'rate.charged_already': 409,
  'rate.currency_fixed': 409,
  'statement.unknown': 404,
  'statement.not_open': 409,
  'statement.not_closed': 409,
  'ledger.unknown_entry': 404,
  'ledger.not_a_charge': 409,
  'ledger.already_reversed': 409,
});
