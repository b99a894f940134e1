import type { Tx } from '#platform';
import type {
  CaseItem,
  CaseRecord,
  CaseState,
  Condition,
  Fulfilment,
  LegalBasis,
  MissingFact,
  Outcome,
  Reason,
} from './case-record.js';
import type { CaseQuery } from './case.schema.js';

export interface CaseRow {
  id: string;
  case_ref: string;
  order_ref: string;
  customer_id: string;
  match_key: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  state: CaseState;
  waits_for: MissingFact[];
  country: string | null;
  language: string;
  ordered_on: string | null;
  delivered_on: string | null;
  requested_on: string | null;
  received_on: string | null;
  deadline_on: string | null;
  payment_ref: string | null;
  iban: string | null;
  account_holder: string | null;
  postal_code: string | null;
  city: string | null;
  street: string | null;
  note: string | null;
  content_hash: Buffer;
  upload_id: string | null;
  created_at: Date;
  updated_at: Date;
}

export interface ItemRow {
  id: string;
  case_id: string;
  line_no: number;
  sku: string | null;
  product: string | null;
  category: string | null;
  quantity: number;
  unit_price_minor: number | null;
  currency: string | null;
  reason: Reason | null;
  legal_basis: LegalBasis | null;
  condition: Condition | null;
  photo_url: string | null;
  outcome: Outcome | null;
  fulfilment: Fulfilment;
}

export interface EventRow {
  at: Date;
  kind: string;
  actor: string;
  detail: Record<string, unknown>;
}

const caseColumns = `c.id, c.case_ref, c.order_ref, c.customer_id, u.match_key, u.name, u.email, u.phone, c.state,
  c.waits_for, c.country, c.language, c.ordered_on, c.delivered_on, c.requested_on, c.received_on, c.deadline_on,
  c.payment_ref, c.iban, c.account_holder, c.postal_code, c.city, c.street, c.note, c.content_hash, c.upload_id,
  c.created_at, c.updated_at`;
const caseTables = `return_case c JOIN customer u ON u.client_id = c.client_id AND u.id = c.customer_id`;
const itemColumns = `id, case_id, line_no, sku, product, category, quantity, unit_price_minor, currency, reason,
  legal_basis, condition, photo_url, outcome, fulfilment`;

// Many keys at once are looked up one by one, by LATERAL: for `= ANY` of a long array the planner expects most of a table
// that is not analysed yet to match, and reads all of it (28 ms instead of 4 for 1,000 of 90,000 cases, growing).
// And the client is a sub-select wherever another index than the primary key is meant: of a client that was not there
// when the table was analysed the planner expects no rows, so any index that begins with client_id seems as good, and
// each key reads all that the client has (3,400 ms instead of 1.2 for 1,000 of 13,000 cases, growing).

/** Holds cases against other writers until the transaction ends; in the order given, so give it sorted. By primary key. */
export async function lockCases(tx: Tx, clientId: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `SELECT FROM unnest($2::uuid[]) AS k (id) CROSS JOIN LATERAL (
       SELECT FROM return_case c WHERE c.client_id = $1 AND c.id = k.id FOR UPDATE) l`,
    [clientId, ids],
  );
}

/** Cases by id, in id order. By primary key. */
export function casesById(tx: Tx, clientId: string, ids: readonly string[]): Promise<CaseRow[]> {
  return tx.query<CaseRow>(
    `SELECT r.* FROM unnest($2::uuid[]) AS k (id) CROSS JOIN LATERAL (
       SELECT ${caseColumns} FROM ${caseTables} WHERE c.client_id = $1 AND c.id = k.id OFFSET 0) r
     ORDER BY r.id`,
    [clientId, ids],
  );
}

/** Which of these references exist, with what was stored of them. uq_return_case_ref. */
export function casesByRef(
  tx: Tx,
  clientId: string,
  refs: readonly string[],
): Promise<{ id: string; case_ref: string; content_hash: Buffer }[]> {
  return tx.query(
    `SELECT c.id, c.case_ref, c.content_hash FROM unnest($2::text[]) AS k (ref) CROSS JOIN LATERAL (
       SELECT id, case_ref, content_hash FROM return_case WHERE client_id = (SELECT $1::uuid) AND case_ref = k.ref OFFSET 0) c`,
    [clientId, refs],
  );
}

/** Items of many cases, in line order. uq_case_item_line. */
export function itemsOf(tx: Tx, clientId: string, caseIds: readonly string[]): Promise<ItemRow[]> {
  return tx.query<ItemRow>(
    `SELECT i.* FROM unnest($2::uuid[]) AS k (case_id) CROSS JOIN LATERAL (
       SELECT ${itemColumns} FROM case_item WHERE client_id = (SELECT $1::uuid) AND case_id = k.case_id OFFSET 0) i
     ORDER BY i.case_id, i.line_no`,
    [clientId, caseIds],
  );
}

/** How many cases the customer of each case had before it. ix_return_case_customer alone. */
export async function priorReturnsOf(
  tx: Tx,
  clientId: string,
  caseIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; prior: number }>(
    `SELECT k.id, (SELECT count(*) FROM return_case o
                   WHERE o.client_id = (SELECT $1::uuid) AND o.customer_id = c.customer_id AND o.id < k.id) AS prior
     FROM unnest($2::uuid[]) AS k (id) CROSS JOIN LATERAL (
       SELECT customer_id FROM return_case WHERE client_id = $1 AND id = k.id OFFSET 0) c`,
    [clientId, caseIds],
  );
  return new Map(rows.map((row) => [row.id, row.prior]));
}

/** Known customers by match key. uq_customer_match. */
export function customersByKey(
  tx: Tx,
  clientId: string,
  keys: readonly string[],
): Promise<
  { id: string; match_key: string; name: string | null; email: string | null; phone: string | null }[]
> {
  return tx.query(
    `SELECT u.* FROM unnest($2::text[]) AS k (match_key) CROSS JOIN LATERAL (
       SELECT id, match_key, name, email, phone FROM customer
       WHERE client_id = (SELECT $1::uuid) AND match_key = k.match_key OFFSET 0) u`,
    [clientId, keys],
  );
}

/** How many cases customers have, those with an id below `beforeId`. ix_return_case_customer alone. */
export async function casesOfCustomers(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  beforeId: string,
): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; cases: number }>(
    `SELECT u.id, (SELECT count(*) FROM return_case c
                   WHERE c.client_id = (SELECT $1::uuid) AND c.customer_id = u.id AND c.id < $3) AS cases
     FROM unnest($2::uuid[]) AS u (id)`,
    [clientId, customerIds, beforeId],
  );
  return new Map(rows.map((row) => [row.id, row.cases]));
}

/** One page of the list, newest first, with one row more than the limit. By primary key, filters on top. */
export function listCases(
  tx: Tx,
  clientId: string,
  query: CaseQuery,
  before: string | null,
): Promise<CaseRow[]> {
  const values: unknown[] = [clientId];
  const where = ['c.client_id = $1'];
  const add = (condition: string, value: unknown): void => {
    values.push(value);
    where.push(condition.replace('?', `$${values.length}`));
  };
  if (query.state !== undefined) add('c.state = ?', query.state);
  if (query.caseRef !== undefined) add('c.case_ref = ?', query.caseRef);
  if (query.orderRef !== undefined) add('c.order_ref = ?', query.orderRef);
  if (query.uploadId !== undefined) add('c.upload_id = ?', query.uploadId);
  if (before !== null) add('c.id < ?::uuid', before);
  values.push(query.limit + 1);
  return tx.query<CaseRow>(
    `SELECT ${caseColumns} FROM ${caseTables} WHERE ${where.join(' AND ')} ORDER BY c.id DESC LIMIT $${values.length}`,
    values,
  );
}

/** The history of one case, oldest first. pk_timeline_event. */
export function timelineOf(tx: Tx, clientId: string, caseId: string): Promise<EventRow[]> {
  return tx.query<EventRow>(
    `SELECT at, kind, actor, detail FROM timeline_event WHERE client_id = $1 AND case_id = $2 ORDER BY id`,
    [clientId, caseId],
  );
}

export function toItem(row: ItemRow): CaseItem {
  return {
    id: row.id,
    lineNo: row.line_no,
    sku: row.sku,
    product: row.product,
    category: row.category,
    quantity: row.quantity,
    unitPriceMinor: row.unit_price_minor,
    currency: row.currency,
    reason: row.reason,
    legalBasis: row.legal_basis,
    condition: row.condition,
    photoUrl: row.photo_url,
    outcome: row.outcome,
    fulfilment: row.fulfilment,
  };
}

export function toRecord(row: CaseRow, items: readonly CaseItem[], priorReturns: number): CaseRecord {
  return {
    id: row.id,
    caseRef: row.case_ref,
    orderRef: row.order_ref,
    customer: {
      id: row.customer_id,
      matchKey: row.match_key,
      name: row.name,
      email: row.email,
      phone: row.phone,
    },
    priorReturns,
    isNew: false,
    state: row.state,
    waitsFor: row.waits_for,
    country: row.country,
    language: row.language,
    orderedOn: row.ordered_on,
    deliveredOn: row.delivered_on,
    requestedOn: row.requested_on,
    receivedOn: row.received_on,
    deadlineOn: row.deadline_on,
    paymentRef: row.payment_ref,
    iban: row.iban,
    accountHolder: row.account_holder,
    postalCode: row.postal_code,
    city: row.city,
    street: row.street,
    note: row.note,
    contentHash: row.content_hash,
    uploadId: row.upload_id,
    items,
    events: [],
  };
}
