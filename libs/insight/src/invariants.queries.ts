/** One statement that must hold after any run. `sql` returns the offenders' `id` (and `detail`); no row means it holds. */
export interface Invariant {
  readonly name: string;
  readonly sql: string;
}

/**
 * The live line of a refund or replacement is the `add` of its highest attempt that no `withdraw` of that attempt
 * takes back. An item withdrawn for good has none.
 */
const liveLines = (kind: string): string => `
  SELECT i.id::text AS id, 'live lines: ' || coalesce(l.live, 0) AS detail
  FROM case_item i
  LEFT JOIN (
    SELECT l.client_id, l.item_id,
      count(*) FILTER (WHERE l.entry = 'add') - count(*) FILTER (WHERE l.entry = 'withdraw') AS live
    FROM listing_line l
    JOIN (SELECT client_id, item_id, max(attempt) AS attempt FROM listing_line WHERE kind = '${kind}' GROUP BY 1, 2) m
      USING (client_id, item_id, attempt)
    WHERE l.kind = '${kind}' GROUP BY 1, 2
  ) l ON l.client_id = i.client_id AND l.item_id = i.id
  WHERE (i.outcome = '${kind}' AND i.fulfilment <> 'withdrawn' AND coalesce(l.live, 0) <> 1)
     OR (i.fulfilment = 'withdrawn' AND i.outcome = '${kind}' AND coalesce(l.live, 0) <> 0)
     OR (i.outcome IS DISTINCT FROM '${kind}' AND coalesce(l.live, 0) > 0)`;

/** Run in the scope of one client. They read whole tables: for the night, for tests, after an incident. */
export const invariants: readonly Invariant[] = [
  {
    name: 'every item of a case is decided, or the case says what it waits for',
    sql: `SELECT c.id::text AS id, c.state || ': ' || coalesce(string_agg(i.outcome, ',' ORDER BY i.line_no), 'undecided') AS detail
          FROM return_case c JOIN case_item i ON i.client_id = c.client_id AND i.case_id = c.id
          GROUP BY c.client_id, c.id, c.state, c.waits_for
          HAVING (c.state = 'incomplete') <> (cardinality(c.waits_for) > 0)
              OR (c.state = 'review' AND NOT bool_or(i.outcome IS NULL OR i.outcome = 'review'))
              OR (c.state IN ('decided', 'settled') AND bool_or(i.outcome IS NULL OR i.outcome = 'review'))
              OR (c.state <> 'incomplete' AND bool_or(i.outcome IS NULL))`,
  },
  {
    name: 'no case is without items',
    sql: `SELECT c.id::text AS id FROM return_case c WHERE NOT EXISTS (SELECT FROM case_item i WHERE i.client_id = c.client_id AND i.case_id = c.id)`,
  },
  {
    name: 'every outcome has its decision with the same answer',
    sql: `SELECT i.id::text AS id, i.outcome AS detail FROM case_item i
          LEFT JOIN LATERAL (SELECT d.outcome FROM decision d WHERE d.client_id = i.client_id AND d.item_id = i.id
                             ORDER BY d.revision DESC LIMIT 1) d ON true
          WHERE i.outcome IS DISTINCT FROM d.outcome`,
  },
  { name: 'each refund is in exactly one live listing line', sql: liveLines('refund') },
  { name: 'each replacement is in exactly one live listing line', sql: liveLines('replacement') },
  {
    name: 'listing numbers have no gaps and one listing per kind is open',
    sql: `SELECT kind AS id, 'numbers ' || min(number) || '..' || max(number) || ', ' || count(*) || ' listings' AS detail
          FROM listing GROUP BY client_id, kind
          HAVING min(number) <> 1 OR max(number) <> count(*) OR count(*) FILTER (WHERE status = 'open') <> 1`,
  },
  {
    name: 'a frozen listing says what is in it',
    sql: `SELECT l.id::text AS id, l.kind || ' ' || l.number AS detail FROM listing l
          LEFT JOIN (SELECT client_id, listing_id, count(*) AS lines FROM listing_line GROUP BY 1, 2) n
            ON n.client_id = l.client_id AND n.listing_id = l.id
          WHERE l.sha256 IS NOT NULL AND l.line_count IS DISTINCT FROM coalesce(n.lines, 0)`,
  },
  {
    name: 'the totals of a frozen refund listing are the sums of its lines',
    sql: `WITH sums AS (
            SELECT client_id, listing_id, currency, sum(CASE entry WHEN 'add' THEN amount_minor ELSE -amount_minor END)::bigint AS amount
            FROM listing_line WHERE kind = 'refund' GROUP BY 1, 2, 3
          )
          SELECT l.id::text AS id, s.currency || ' ' || s.amount AS detail FROM listing l
          JOIN sums s ON s.client_id = l.client_id AND s.listing_id = l.id
          WHERE l.kind = 'refund' AND l.sha256 IS NOT NULL AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(l.totals) t
            WHERE t ->> 'currency' = s.currency AND (t ->> 'amountMinor')::bigint = s.amount)`,
  },
  {
    name: 'the hashes of frozen listings form a chain',
    sql: `SELECT id::text AS id, kind || ' ' || number AS detail FROM (
            SELECT id, kind, number, sha256, previous_sha256,
              lag(sha256) OVER (PARTITION BY client_id, kind ORDER BY number) AS before
            FROM listing WHERE sha256 IS NOT NULL) l
          WHERE previous_sha256 IS DISTINCT FROM before`,
  },
  {
    name: 'a decided customer is told: one decision message per decided case',
    sql: `SELECT c.id::text AS id, 'messages: ' || count(m.id) AS detail FROM return_case c
          LEFT JOIN message m ON m.client_id = c.client_id AND m.case_id = c.id AND m.purpose = 'decision'
          WHERE c.state IN ('decided', 'settled') GROUP BY c.client_id, c.id HAVING count(m.id) = 0`,
  },
  {
    name: 'every message is final, leased, due or held',
    sql: `SELECT m.id::text AS id, m.state || CASE WHEN o.ref_id IS NULL THEN ', nowhere in the outbox' ELSE ', looked at too late' END AS detail
          FROM message m
          LEFT JOIN outbox o ON o.client_id = m.client_id AND o.ref_id = m.id AND o.state = 'pending'
            AND o.kind = CASE m.channel WHEN 'email' THEN 'message' ELSE 'telephony' END
          WHERE (m.state IN ('queued', 'sending') AND o.ref_id IS NULL)
             OR (m.state = 'queued' AND o.lease_token IS NULL AND o.next_at > m.held_until + interval '1 minute')`,
  },
  {
    name: 'every message that arrived is an accepted contact, and only what came back is another',
    sql: `SELECT m.id::text AS id, m.state AS detail FROM message m
          LEFT JOIN contact k ON k.client_id = m.client_id AND k.source_kind = 'message' AND k.source_id = m.id
            AND k.outcome = 'accepted'
          WHERE (m.state IN ('sent', 'delivered', 'read') AND k.id IS NULL)
             OR (m.state NOT IN ('sent', 'delivered', 'read', 'bounced') AND k.id IS NOT NULL)`,
  },
  {
    name: 'what came back is not charged',
    sql: `SELECT m.id::text AS id, k.billing_reason AS detail FROM message m
          JOIN contact k ON k.client_id = m.client_id AND k.source_kind = 'message' AND k.source_id = m.id AND k.billable
          JOIN billable_contact b ON b.client_id = k.client_id AND b.contact_id = k.id AND b.entry = 'charge'
          LEFT JOIN billable_contact r ON r.client_id = k.client_id AND r.contact_id = k.id AND r.entry = 'reversal'
          WHERE m.state = 'bounced' AND r.seq IS NULL`,
  },
  {
    name: 'no contact plan has two steps under way',
    sql: `SELECT min(id::text) AS id, purpose || ', steps ' || string_agg(step::text, ',' ORDER BY step) AS detail
          FROM message WHERE state IN ('queued', 'sending')
          GROUP BY client_id, case_id, purpose, revision HAVING count(*) > 1`,
  },
  {
    // By the budget in force: one that was lowered can name what was allowed before.
    name: 'no customer was written to more often than the budget allows',
    sql: `WITH touch AS (
            SELECT t.client_id, t.customer_id, t.at,
              count(*) OVER (PARTITION BY t.client_id, t.customer_id ORDER BY t.at
                RANGE BETWEEN interval '23:59:59.999' PRECEDING AND CURRENT ROW) AS in_a_day,
              count(*) OVER (PARTITION BY t.client_id, t.customer_id ORDER BY t.at
                RANGE BETWEEN interval '6 days 23:59:59.999' PRECEDING AND CURRENT ROW) AS in_a_week
            FROM customer_touch t LEFT JOIN message m ON m.client_id = t.client_id AND m.id = t.source_id
            WHERE m.purpose IS DISTINCT FROM 'withdrawal_receipt'
          )
          SELECT t.customer_id::text AS id, max(t.in_a_day) || ' in a day, ' || max(t.in_a_week) || ' in a week' AS detail
          FROM touch t JOIN client c ON c.id = t.client_id
          WHERE t.in_a_day > coalesce((c.settings #>> '{notifications,budget,perDay}')::int, 3)
             OR t.in_a_week > coalesce((c.settings #>> '{notifications,budget,perWeek}')::int, 8)
          GROUP BY t.customer_id`,
  },
  {
    name: 'each contact is billed exactly once, or has its reason',
    sql: `SELECT k.id::text AS id, k.billing_reason AS detail FROM contact k
          LEFT JOIN billable_contact b ON b.client_id = k.client_id AND b.contact_id = k.id AND b.entry = 'charge'
          WHERE k.billable <> (b.seq IS NOT NULL) OR k.billing_reason = ''`,
  },
  {
    name: 'the ledger has no gaps and its head is its last row',
    sql: `SELECT h.client_id::text AS id, 'head ' || h.seq || ', rows ' || count(b.seq) || ', last ' || coalesce(max(b.seq), 0) AS detail
          FROM ledger_head h LEFT JOIN billable_contact b ON b.client_id = h.client_id
          GROUP BY h.client_id, h.seq HAVING count(b.seq) <> h.seq OR coalesce(max(b.seq), 0) <> h.seq`,
  },
  {
    name: 'statement numbers have no gaps and one statement is open',
    sql: `SELECT client_id::text AS id, count(*) || ' statements' AS detail FROM statement GROUP BY client_id
          HAVING min(number) <> 1 OR max(number) <> count(*) OR count(*) FILTER (WHERE status = 'open') <> 1`,
  },
  {
    name: 'invoice lines equal the ledger sums of their statement',
    sql: `WITH ledger AS (
            SELECT i.id AS invoice_id, b.channel, b.rate_version, sum(b.amount_e4)::bigint AS amount_e4
            FROM invoice i JOIN billable_contact b ON b.client_id = i.client_id AND b.statement_id = i.statement_id
            GROUP BY 1, 2, 3
          ), lines AS (
            SELECT invoice_id, channel, rate_version, sum(amount_e4)::bigint AS amount_e4 FROM invoice_line GROUP BY 1, 2, 3
          )
          SELECT coalesce(g.invoice_id, l.invoice_id)::text AS id,
            coalesce(g.amount_e4, 0) || ' in the ledger, ' || coalesce(l.amount_e4, 0) || ' on the invoice' AS detail
          FROM ledger g FULL JOIN lines l USING (invoice_id, channel, rate_version)
          WHERE coalesce(g.amount_e4, 0) <> coalesce(l.amount_e4, 0)`,
  },
  {
    name: 'an invoice adds up',
    sql: `SELECT i.id::text AS id, i.code AS detail FROM invoice i
          JOIN (SELECT client_id, invoice_id, sum(net_minor)::bigint AS net FROM invoice_line GROUP BY 1, 2) l
            ON l.client_id = i.client_id AND l.invoice_id = i.id
          WHERE i.net_minor <> l.net OR i.gross_minor <> i.net_minor + i.vat_minor`,
  },
  {
    name: 'no invoice number is missing',
    sql: `SELECT s.series AS id, 'last ' || s.last_number || ', issued ' || count(i.id) AS detail FROM invoice_series s
          LEFT JOIN invoice i ON i.client_id = s.client_id AND i.series = s.series
          GROUP BY s.client_id, s.series, s.last_number HAVING count(i.id) <> s.last_number OR coalesce(max(i.number), 0) <> s.last_number`,
  },
  {
    name: 'a statement is invoiced exactly when it has its invoice',
    sql: `SELECT s.id::text AS id, s.status AS detail FROM statement s
          LEFT JOIN invoice i ON i.client_id = s.client_id AND i.statement_id = s.id
          WHERE (s.status = 'invoiced') <> (i.id IS NOT NULL)`,
  },
  {
    name: 'every case has its story, and every event its actor',
    sql: `SELECT c.id::text AS id FROM return_case c
          WHERE NOT EXISTS (SELECT FROM timeline_event e WHERE e.client_id = c.client_id AND e.case_id = c.id)
          UNION ALL SELECT e.id::text FROM timeline_event e WHERE e.actor = ''`,
  },
  {
    name: 'the counts of a completed upload add up',
    sql: `SELECT id::text AS id, filename AS detail FROM upload
          WHERE status = 'completed' AND rows_total <> rows_accepted + rows_unchanged + rows_updated + rows_rejected`,
  },
];

/**
 * Run once, across clients. Agents work for all of them; and a foreign key that forgets the client would let a row point at
 * another client's.
 */
export const acrossClients: readonly Invariant[] = [
  {
    name: 'no agent has two active claims',
    sql: `SELECT agent_id::text AS id, 'claims: ' || count(*) AS detail FROM claim WHERE state = 'active'
          GROUP BY agent_id HAVING count(*) > 1`,
  },
  {
    name: 'an item that is claimed has its active claim, and an active claim its item',
    sql: `SELECT coalesce(w.id, c.work_item_id)::text AS id, CASE WHEN w.id IS NULL THEN 'no item' ELSE 'no claim' END AS detail
          FROM (SELECT * FROM work_item WHERE state = 'claimed') w
          FULL JOIN (SELECT * FROM claim WHERE state = 'active') c
            ON c.client_id = w.client_id AND c.id = w.claim_id AND c.work_item_id = w.id AND c.agent_id = w.agent_id
          WHERE w.id IS NULL OR c.id IS NULL`,
  },
  {
    name: 'handling segments of an agent do not overlap',
    sql: `SELECT claim_id::text AS id, 'segment ' || seq AS detail FROM (
            SELECT claim_id, seq, from_at,
              lag(coalesce(until_at, 'infinity')) OVER (PARTITION BY agent_id ORDER BY from_at, claim_id, seq) AS before
            FROM handling_segment) s
          WHERE from_at < before`,
  },
  {
    name: 'an ended claim has its handling time, and only an active one an open segment',
    sql: `SELECT c.id::text AS id, c.state AS detail FROM claim c
          LEFT JOIN handling_segment s ON s.client_id = c.client_id AND s.claim_id = c.id
          GROUP BY c.client_id, c.id, c.state, c.handling_seconds, c.ended_at
          HAVING (c.state = 'active') <> (count(*) FILTER (WHERE s.until_at IS NULL) = 1)
              OR (c.state = 'active') <> (c.handling_seconds IS NULL AND c.ended_at IS NULL)`,
  },
  {
    name: 'no foreign key between client tables crosses clients',
    sql: `SELECT f.conname AS id FROM pg_constraint f
          JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attname = 'client_id'
          JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attname = 'client_id'
          WHERE f.contype = 'f' AND NOT EXISTS (
            SELECT FROM unnest(f.conkey, f.confkey) AS k (own, theirs) WHERE k.own = a.attnum AND k.theirs = b.attnum)`,
  },
];
