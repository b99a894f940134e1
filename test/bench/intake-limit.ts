import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { fileColumns } from './intake-data.js';
import { seconds } from './bench.js';

/**
 * What PostgreSQL alone needs for the same rows: one session, as the owner and so without row security, that copies the
 * file into a staging table and fills every table by one `INSERT … SELECT`. What `psql` with `\copy` sends; the client
 * program is left out, since not every machine has one. The decision is a CASE of the same rules; ids grow with time as
 * ours do (PostgreSQL 18, which is the embedded one).
 */
export async function limitSeconds(url: string, clientId: string, file: string): Promise<number> {
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  try {
    for (const kind of ['refund', 'replacement']) {
      await session.query(`INSERT INTO listing (client_id, id, kind, number) VALUES ($1, uuidv7(), $2, 1)`, [
        clientId,
        kind,
      ]);
    }
    return await seconds(async () => {
      const columns = fileColumns.map((name) => `${name} text`).join(', ');
      await session.query(`CREATE TEMP TABLE staging (row_no serial, ${columns})`);
      const copy = session.query(copyFrom(`COPY staging (${fileColumns.join(', ')}) FROM STDIN CSV HEADER`));
      await pipeline(createReadStream(file), copy);
      for (const statement of statements)
        await session.query(statement.replaceAll('$client', `'${clientId}'::uuid`));
    });
  } finally {
    await session.end();
  }
}

const statements = [
  `CREATE TEMP TABLE picked AS SELECT DISTINCT ON (case_ref) *, uuidv7() AS id FROM staging ORDER BY case_ref, row_no`,
  `INSERT INTO customer (client_id, id, match_key, name, email, phone, language, country)
   SELECT DISTINCT ON (customer_email) $client, uuidv7(), 'email:' || customer_email, customer_name, customer_email,
     customer_phone, lower(country), country FROM picked ON CONFLICT (client_id, match_key) DO NOTHING`,
  `INSERT INTO return_case (client_id, id, case_ref, order_ref, customer_id, state, country, language, ordered_on,
     delivered_on, requested_on, deadline_on, payment_ref, postal_code, city, street, content_hash)
   SELECT $client, p.id, p.case_ref, p.order_ref, u.id, 'decided', p.country, lower(p.country), p.ordered_on::date,
     p.delivered_on::date, p.requested_on::date, p.requested_on::date + 14, p.payment_ref, p.postal_code, p.city, p.street,
     decode(md5(p.case_ref), 'hex')
   FROM picked p JOIN customer u ON u.client_id = $client AND u.match_key = 'email:' || p.customer_email
   ON CONFLICT (client_id, case_ref) DO NOTHING`,
  `CREATE TEMP TABLE decided AS
   SELECT s.*, p.id AS case_id, uuidv7() AS item_id,
     row_number() OVER (PARTITION BY s.case_ref ORDER BY s.row_no) AS line_no,
     CASE s.legal_basis WHEN 'withdrawal' THEN 'refund' ELSE 'replacement' END AS outcome
   FROM staging s JOIN picked p ON p.case_ref = s.case_ref`,
  `INSERT INTO case_item (client_id, id, case_id, line_no, sku, product, quantity, unit_price_minor, currency, reason,
     legal_basis, condition, outcome, fulfilment)
   SELECT $client, item_id, case_id, line_no, sku, product, quantity::int, (unit_price::numeric * 100)::bigint, currency,
     reason, legal_basis, condition, outcome, 'listed' FROM decided`,
  `INSERT INTO timeline_event (client_id, case_id, id, kind, actor, detail)
   SELECT $client, id, uuidv7(), 'case.received', 'system:intake', jsonb_build_object('row', row_no) FROM picked`,
  `INSERT INTO timeline_event (client_id, case_id, id, kind, actor, detail)
   SELECT $client, case_id, uuidv7(), 'case.decided', 'system:intake', jsonb_build_object('items',
     jsonb_agg(jsonb_build_object('line', line_no, 'outcome', outcome, 'rule', legal_basis, 'policyVersion', 1)))
   FROM decided GROUP BY case_id`,
  `INSERT INTO decision (client_id, item_id, revision, case_id, policy_id, policy_version, rule, outcome, inputs, decided_by)
   SELECT $client, item_id, 1, case_id, (SELECT id FROM policy WHERE client_id = $client), 1, legal_basis, outcome,
     jsonb_build_object('legalBasis', legal_basis), 'policy' FROM decided`,
  ...['refund', 'replacement'].map(
    (
      kind,
    ) => `INSERT INTO listing_line (client_id, listing_id, id, kind, case_id, item_id, case_ref, order_ref, sku, product,
       quantity, amount_minor, currency, payee_name, payment_ref, country, postal_code, city, street, phone, email, amount_text)
     SELECT $client, (SELECT id FROM listing WHERE client_id = $client AND kind = '${kind}'), uuidv7(), '${kind}',
       case_id, item_id, case_ref, order_ref, sku, product, quantity::int, quantity::int * (unit_price::numeric * 100)::bigint,
       currency, customer_name, payment_ref, country, postal_code, city, street, customer_phone, customer_email,
       (quantity::int * unit_price::numeric)::numeric(20, 2)::text
     FROM decided WHERE outcome = '${kind}'`,
  ),
  `CREATE TEMP TABLE told AS SELECT *, uuidv7() AS message_id FROM picked`,
  `INSERT INTO message (client_id, id, case_id, purpose, channel, language, recipient)
   SELECT $client, message_id, id, 'decision', 'email', lower(country), customer_email FROM told`,
  `INSERT INTO outbox (client_id, kind, ref_id) SELECT $client, 'message', message_id FROM told`,
];
