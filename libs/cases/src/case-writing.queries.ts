import { newId, type CopyValue, type Tx } from '#platform';
import { lockCases } from './case.queries.js';
import type { CaseCustomer, CaseItem, CaseRecord, Fulfilment } from './case-record.js';

const caseColumns = [
  'client_id',
  'id',
  'case_ref',
  'order_ref',
  'customer_id',
  'state',
  'waits_for',
  'country',
  'language',
  'ordered_on',
  'delivered_on',
  'requested_on',
  'received_on',
  'deadline_on',
  'payment_ref',
  'iban',
  'account_holder',
  'postal_code',
  'city',
  'street',
  'note',
  'content_hash',
  'upload_id',
  'created_at',
  'updated_at',
] as const;
const fixedOfCase = new Set<string>(['client_id', 'id', 'case_ref', 'created_at']);

const itemColumns = [
  'client_id',
  'id',
  'case_id',
  'line_no',
  'sku',
  'product',
  'category',
  'quantity',
  'unit_price_minor',
  'currency',
  'reason',
  'legal_basis',
  'condition',
  'photo_url',
  'outcome',
  'fulfilment',
] as const;
const fixedOfItem = new Set<string>(['client_id', 'id', 'case_id', 'line_no']);

function caseRow(clientId: string, r: CaseRecord, customerId: string, now: Date): CopyValue[] {
  return [
    clientId,
    r.id,
    r.caseRef,
    r.orderRef,
    customerId,
    r.state,
    `{${r.waitsFor.join(',')}}`,
    r.country,
    r.language,
    r.orderedOn,
    r.deliveredOn,
    r.requestedOn,
    r.receivedOn,
    r.deadlineOn,
    r.paymentRef,
    r.iban,
    r.accountHolder,
    r.postalCode,
    r.city,
    r.street,
    r.note,
    r.contentHash,
    r.uploadId,
    now,
    now,
  ];
}

function itemRow(clientId: string, caseId: string, i: CaseItem): CopyValue[] {
  return [
    clientId,
    i.id,
    caseId,
    i.lineNo,
    i.sku,
    i.product,
    i.category,
    i.quantity,
    i.unitPriceMinor,
    i.currency,
    i.reason,
    i.legalBasis,
    i.condition,
    i.photoUrl,
    i.outcome,
    i.fulfilment,
  ];
}

// Where staged rows meet stored ones the client is a sub-select (see case.queries.ts): as a parameter the planner expects
// nothing of a new client and hashes all that it has for each chunk.

/** A customer as a case brings it. */
export interface CustomerFacts extends CaseCustomer {
  readonly language: string;
  readonly country: string | null;
}

/**
 * Makes sure that each customer exists and returns those whose stored id differs from the one they came with, because
 * someone else made them first. Later facts replace earlier ones, nothing replaces something. In key order, so that two
 * transactions with the same customers wait for each other instead of deadlocking.
 */
export async function keepCustomers(
  tx: Tx,
  clientId: string,
  customers: readonly CustomerFacts[],
  now: Date,
): Promise<Map<string, string>> {
  const byKey = new Map(customers.filter((c) => !c.isStored).map((c) => [c.matchKey, c]));
  if (byKey.size === 0) return new Map();
  const ordered = [...byKey.values()].sort((a, b) => (a.matchKey < b.matchKey ? -1 : 1));
  const columns = ['id', 'match_key', 'name', 'email', 'phone', 'language', 'country'];
  const staged = await tx.stage(
    'customer',
    columns,
    ordered.map((c) => [c.id, c.matchKey, c.name, c.email, c.phone, c.language, c.country]),
  );
  const inserted = await tx.execute(
    `INSERT INTO customer (client_id, created_at, ${columns.join(', ')})
     SELECT $1, $2, ${columns.join(', ')} FROM ${staged} ON CONFLICT (client_id, match_key) DO NOTHING`,
    [clientId, now],
  );
  if (inserted === ordered.length) return new Map();
  await tx.execute(
    `UPDATE customer c SET name = coalesce(s.name, c.name), email = coalesce(s.email, c.email),
       phone = coalesce(s.phone, c.phone), language = s.language, country = coalesce(s.country, c.country)
     FROM ${staged} s
     WHERE c.client_id = (SELECT $1::uuid) AND c.match_key = s.match_key AND (c.name, c.email, c.phone, c.language, c.country)
       IS DISTINCT FROM (coalesce(s.name, c.name), coalesce(s.email, c.email), coalesce(s.phone, c.phone), s.language, coalesce(s.country, c.country))`,
    [clientId],
  );
  const moved = await tx.query<{ made: string; stored: string }>(
    `SELECT s.id AS made, c.id AS stored FROM ${staged} s
     JOIN customer c ON c.client_id = (SELECT $1::uuid) AND c.match_key = s.match_key WHERE c.id <> s.id`,
    [clientId],
  );
  return new Map(moved.map((row) => [row.made, row.stored]));
}

/** Inserts the new cases and updates the others, with their items. */
export async function keepCases(
  tx: Tx,
  clientId: string,
  records: readonly CaseRecord[],
  customerIds: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  const row = (r: CaseRecord): CopyValue[] =>
    caseRow(clientId, r, customerIds.get(r.customer.id) ?? r.customer.id, now);
  const made = records.filter((r) => r.isNew);
  const changed = records.filter((r) => !r.isNew);
  if (made.length > 0) {
    await tx.insertMany('return_case', caseColumns, made.map(row));
    await tx.insertMany(
      'case_item',
      itemColumns,
      made.flatMap((r) => r.items.map((i) => itemRow(clientId, r.id, i))),
    );
  }
  if (changed.length > 0) {
    const staged = await tx.stage('return_case', caseColumns, changed.map(row));
    const sets = caseColumns.filter((c) => !fixedOfCase.has(c)).map((c) => `${c} = s.${c}`);
    await tx.execute(
      `UPDATE return_case c SET ${sets.join(', ')} FROM ${staged} s
       WHERE c.client_id = (SELECT $1::uuid) AND c.id = s.id`,
      [clientId],
    );
    const itemSets = itemColumns.filter((c) => !fixedOfItem.has(c)).map((c) => `${c} = EXCLUDED.${c}`);
    await tx.insertMany(
      'case_item',
      itemColumns,
      changed.flatMap((r) => r.items.map((i) => itemRow(clientId, r.id, i))),
      `ON CONFLICT (client_id, id) DO UPDATE SET ${itemSets.join(', ')}`,
    );
  }
}

/** Appends to timelines, in the order given. */
export async function keepEvents(
  tx: Tx,
  clientId: string,
  actor: string,
  now: Date,
  events: Iterable<{ caseId: string; kind: string; detail: Readonly<Record<string, unknown>> }>,
): Promise<void> {
  const rows = [...events].map((e): CopyValue[] => [
    clientId,
    e.caseId,
    newId(),
    now,
    e.kind,
    actor,
    e.detail,
  ]);
  if (rows.length === 0) return;
  await tx.insertMany(
    'timeline_event',
    ['client_id', 'case_id', 'id', 'at', 'kind', 'actor', 'detail'],
    rows,
  );
}

/** Sets fulfilments; returns the ids of the cases whose items are all final, and of the settled ones that are not any more. */
export async function keepFulfilments(
  tx: Tx,
  clientId: string,
  changes: readonly { readonly caseId: string; readonly itemId: string; readonly to: Fulfilment }[],
  now: Date,
): Promise<{ settled: string[]; reopened: string[] }> {
  const caseIds = [...new Set(changes.map((c) => c.caseId))].sort();
  // Cases before items, in id order: whoever rewrites a case holds the same lock first.
  await lockCases(tx, clientId, caseIds);
  const staged = await tx.stage(
    'case_item',
    ['case_id', 'id', 'fulfilment'],
    changes.map((c) => [c.caseId, c.itemId, c.to]),
  );
  await tx.execute(
    `UPDATE case_item i SET fulfilment = s.fulfilment FROM ${staged} s
     WHERE i.client_id = (SELECT $1::uuid) AND i.id = s.id AND i.case_id = s.case_id`,
    [clientId],
  );
  const moved = await tx.query<{ id: string; state: string }>(
    `WITH after AS (
       SELECT c.id, c.state, bool_and(
         (c.outcome = 'refund' AND c.fulfilment = 'paid') OR (c.outcome = 'replacement' AND c.fulfilment = 'shipped')
         OR coalesce(c.outcome IN ('store_credit', 'repair', 'rejection'), false)) AS final
       FROM unnest($2::uuid[]) AS k (id) CROSS JOIN LATERAL (
         SELECT c.id, c.state, i.outcome, i.fulfilment
         FROM return_case c JOIN case_item i ON i.client_id = (SELECT $1::uuid) AND i.case_id = c.id
         WHERE c.client_id = $1 AND c.id = k.id AND c.state IN ('decided', 'settled') OFFSET 0) c
       GROUP BY c.id, c.state)
     UPDATE return_case c SET state = CASE WHEN after.final THEN 'settled' ELSE 'decided' END, updated_at = $3
     FROM after WHERE c.client_id = $1 AND c.id = after.id AND (after.state = 'settled') <> coalesce(after.final, false)
     RETURNING c.id, c.state`,
    [clientId, caseIds, now],
  );
  return {
    settled: moved.filter((m) => m.state === 'settled').map((m) => m.id),
    reopened: moved.filter((m) => m.state === 'decided').map((m) => m.id),
  };
}
