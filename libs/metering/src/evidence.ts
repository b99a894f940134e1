import { formatUnitPrice } from '#platform';

/** A billed contact with what proves it. No personal data: the case's reference leads to it. */
export interface EvidenceRow {
  readonly seq: number;
  readonly entry: string;
  readonly occurredAt: Date;
  readonly caseRef: string;
  readonly orderRef: string;
  readonly channel: string;
  readonly direction: string;
  readonly purpose: string;
  readonly language: string;
  readonly outcome: string;
  readonly disposition: string | null;
  readonly handlingSeconds: number | null;
  readonly amountE4: number;
  readonly currency: string;
  readonly rateVersion: number;
  readonly reason: string;
  readonly reversesSeq: number | null;
  readonly sourceKind: string;
  readonly sourceId: string;
  readonly contactId: string;
  readonly recordedAt: Date;
  readonly hash: Buffer;
}

const columns: readonly (readonly [string, (row: EvidenceRow) => string | number | null])[] = [
  ['seq', (r) => r.seq],
  ['entry', (r) => r.entry],
  ['concluded_at', (r) => r.occurredAt.toISOString()],
  ['case_ref', (r) => text(r.caseRef)],
  ['order_ref', (r) => text(r.orderRef)],
  ['channel', (r) => r.channel],
  ['direction', (r) => r.direction],
  ['purpose', (r) => text(r.purpose)],
  ['language', (r) => text(r.language)],
  ['outcome', (r) => text(r.outcome)],
  ['disposition', (r) => text(r.disposition ?? '')],
  ['handling_seconds', (r) => r.handlingSeconds],
  ['amount', (r) => formatUnitPrice(r.amountE4)],
  ['currency', (r) => r.currency],
  ['rate_version', (r) => r.rateVersion],
  ['reason', (r) => text(r.reason)],
  ['reverses_seq', (r) => r.reversesSeq],
  ['source', (r) => r.sourceKind],
  ['source_id', (r) => r.sourceId],
  ['contact_id', (r) => r.contactId],
  ['recorded_at', (r) => r.recordedAt.toISOString()],
  ['hash', (r) => r.hash.toString('hex')],
];

/** First line, after a byte order mark: without it Excel reads UTF-8 as the machine's own code page. */
export const evidenceHeader = `\uFEFF${columns.map(([name]) => name).join(';')}\r\n`;

export function evidenceLine(row: EvidenceRow): string {
  return `${columns.map(([, value]) => value(row) ?? '').join(';')}\r\n`;
}

/**
 * Text from outside as a CSV cell: quoted where needed, and with an apostrophe in front of what a spreadsheet would
 * take for a formula (OWASP, CSV injection).
 */
function text(value: string): string {
  const safe = /^[\s]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
