import { defineErrors } from '#platform';

/** Errors of this library. Those from `listing.reference_unknown` on concern one row of a report. */
export const fail = defineErrors({
  'listing.unknown': 404,
  'listing.line_unknown': 404,
  'listing.not_open': 409,
  'listing.still_open': 409,
  'listing.not_released': 409,
  'listing.not_acknowledgeable': 409,
  'listing.not_relistable': 409,
  'listing.not_withdrawable': 409,
  'listing.no_amount': 409,
  'listing.format_unavailable': 422,
  'listing.csv_unreadable': 422,
  'listing.results_refused': 409,
  'listing.reference_unknown': 404,
  'listing.result_unfit': 422,
  'listing.result_contradiction': 409,
  'listing.result_of_withdrawal': 409,
  'listing.result_superseded': 409,
});

export type RowErrorCode =
  | 'listing.reference_unknown'
  | 'listing.result_unfit'
  | 'listing.result_contradiction'
  | 'listing.result_of_withdrawal'
  | 'listing.result_superseded';
