import { answer, api, type Shape } from '../api/client';

export type ListingKind = 'refund' | 'replacement';
export type Listing = Shape<'Listing'>;
export type ListingLine = Shape<'ListingLine'>;
export type LineResult = NonNullable<ListingLine['result']>;

interface Page {
  readonly limit: number;
  readonly after?: string;
}

/** The routes of the two kinds differ in their path, and in what may be reported. */
export const listingApi = {
  refund: {
    list: (query: Page) => answer(api.GET('/v1/refund-listings', { params: { query } })),
    get: (id: string) => answer(api.GET('/v1/refund-listings/{id}', { params: { path: { id } } })),
    lines: (id: string, query: Page) =>
      answer(api.GET('/v1/refund-listings/{id}/lines', { params: { path: { id }, query } })),
    seal: (id: string) => answer(api.POST('/v1/refund-listings/{id}/seal', { params: { path: { id } } })),
    report: (id: string, reference: string, result: LineResult) =>
      answer(
        api.POST('/v1/refund-listings/{id}/results', {
          params: { path: { id } },
          body: { results: [{ reference, result: result as 'paid' | 'failed' | 'returned' }] },
        }),
      ),
    reportFile: (id: string, csv: Blob) =>
      answer(
        api.POST('/v1/refund-listings/{id}/results', {
          params: { path: { id } },
          body: csv as never,
          bodySerializer: (body: unknown) => body as Blob,
          headers: { 'content-type': 'text/csv' },
        }),
      ),
    results: ['paid', 'failed', 'returned'] as const,
  },
  replacement: {
    list: (query: Page) => answer(api.GET('/v1/replacement-listings', { params: { query } })),
    get: (id: string) => answer(api.GET('/v1/replacement-listings/{id}', { params: { path: { id } } })),
    lines: (id: string, query: Page) =>
      answer(api.GET('/v1/replacement-listings/{id}/lines', { params: { path: { id }, query } })),
    seal: (id: string) =>
      answer(api.POST('/v1/replacement-listings/{id}/seal', { params: { path: { id } } })),
    report: (id: string, reference: string, result: LineResult) =>
      answer(
        api.POST('/v1/replacement-listings/{id}/results', {
          params: { path: { id } },
          body: { results: [{ reference, result: result as 'shipped' | 'out_of_stock' }] },
        }),
      ),
    reportFile: (id: string, csv: Blob) =>
      answer(
        api.POST('/v1/replacement-listings/{id}/results', {
          params: { path: { id } },
          body: csv as never,
          bodySerializer: (body: unknown) => body as Blob,
          headers: { 'content-type': 'text/csv' },
        }),
      ),
    results: ['shipped', 'out_of_stock'] as const,
  },
};
