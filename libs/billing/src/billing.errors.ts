import { defineErrors } from '#platform';

/** Everything that billing refuses. */
export const fail = defineErrors({
  'invoice.unknown': 404,
  'invoice.already_issued': 409,
  'invoice.nothing_to_invoice': 409,
  'invoice.credit_due': 409,
  'invoice.seller_outside_eu': 409,
  'invoice.format_unavailable': 422,
});
