/** The columns of an upload, one row per item. Facts of the case stand on each of its rows or on any of them. */
export const caseColumns = [
  'case_ref',
  'order_ref',
  'ordered_on',
  'delivered_on',
  'requested_on',
  'received_on',
  'customer_name',
  'customer_email',
  'customer_phone',
  'language',
  'country',
  'payment_ref',
  'iban',
  'account_holder',
  'postal_code',
  'city',
  'street',
  'note',
] as const;

export const itemColumns = [
  'sku',
  'product',
  'category',
  'quantity',
  'unit_price',
  'currency',
  'reason',
  'legal_basis',
  'condition',
  'photo_url',
] as const;

/** Read when the canonical column is not there: halves of a name, a line total to be divided by the quantity. */
export const auxiliaryColumns = ['customer_first_name', 'customer_last_name', 'line_total'] as const;

export const canonicalColumns = [...caseColumns, ...itemColumns] as const;
export type CanonicalColumn = (typeof canonicalColumns)[number];
export type KnownColumn = CanonicalColumn | (typeof auxiliaryColumns)[number];
export const knownColumns = [...canonicalColumns, ...auxiliaryColumns] as const;

export const dateColumns = ['ordered_on', 'delivered_on', 'requested_on', 'received_on'] as const;
export type DateColumn = (typeof dateColumns)[number];
