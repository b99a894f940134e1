import type { StateTable } from '#platform';

/** The books that refunds and replacements wait in. */
export const listingKinds = ['refund', 'replacement'] as const;
export type ListingKind = (typeof listingKinds)[number];

export const listingStatuses = ['open', 'sealed', 'released', 'acknowledged'] as const;
export type ListingStatus = (typeof listingStatuses)[number];

export type ListingEvent = 'seal' | 'release' | 'acknowledge';

/**
 * `sealed`: takes no more lines. `released`: its file is frozen and can be fetched. `acknowledged`: every line has a
 * result or was withdrawn. There is no way back.
 */
export const listingStates: StateTable<ListingStatus, ListingEvent> = {
  open: { seal: 'sealed' },
  sealed: { release: 'released' },
  released: { acknowledge: 'acknowledged' },
  acknowledged: {},
};

export const lineResults = ['paid', 'failed', 'returned', 'shipped', 'out_of_stock'] as const;
export type LineResult = (typeof lineResults)[number];

export const resultsOf = {
  refund: ['paid', 'failed', 'returned'],
  replacement: ['shipped', 'out_of_stock'],
} as const satisfies Readonly<Record<ListingKind, readonly LineResult[]>>;

/**
 * From a line's last result, what may be reported next; the same again changes nothing. A payment that failed or came
 * back may still be made by hand, as long as the line was not listed again; a payment made cannot fail, only be returned.
 */
export const resultStates: StateTable<LineResult | 'none', LineResult> = {
  none: {
    paid: 'paid',
    failed: 'failed',
    returned: 'returned',
    shipped: 'shipped',
    out_of_stock: 'out_of_stock',
  },
  paid: { returned: 'returned' },
  failed: { paid: 'paid' },
  returned: { paid: 'paid' },
  shipped: {},
  out_of_stock: { shipped: 'shipped' },
};

/** Results that leave the customer without money or goods: a person looks, and the line can be listed again. */
export function isProblem(result: LineResult): boolean {
  return result === 'failed' || result === 'returned' || result === 'out_of_stock';
}
