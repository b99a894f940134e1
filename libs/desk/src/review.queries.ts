import { OPERATOR_ID, type Tx } from '#platform';
import type { NewReview, ReviewForm, ReviewQuestion, SampledContact } from './review.schema.js';

/** The latest form of whom the scope is about: a client, or the operator under the nil UUID. */
export async function latestForm(
  tx: Tx,
  ownerId: string,
): Promise<{ version: number; questions: ReviewQuestion[]; created_at: Date } | undefined> {
  const [row] = await tx.query<{ version: number; questions: ReviewQuestion[]; created_at: Date }>(
    `SELECT version, questions, created_at FROM review_form WHERE client_id = $1 ORDER BY version DESC LIMIT 1`,
    [ownerId],
  );
  return row;
}

/** Raises SQLSTATE 23505 where another version was stored at the same time. */
export async function insertForm(
  tx: Tx,
  ownerId: string,
  form: { questions: readonly ReviewQuestion[]; by: string; at: Date },
): Promise<void> {
  await tx.execute(
    `INSERT INTO review_form (client_id, version, questions, created_by, created_at)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM review_form WHERE client_id = $1`,
    [ownerId, JSON.stringify(form.questions), form.by, form.at],
  );
}

/** The agent of a contact that is concluded; undefined where there is none. */
export async function concludedBy(tx: Tx, clientId: string, claimId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ agent_id: string }>(
    `SELECT agent_id FROM claim WHERE client_id = $1 AND id = $2 AND state = 'wrapped_up' AND contact_id IS NOT NULL`,
    [clientId, claimId],
  );
  return row?.agent_id;
}

/** False where this reviewer has reviewed the contact before. */
export async function insertReview(
  tx: Tx,
  clientId: string,
  review: { id: string; agentId: string; reviewerId: string; form: ReviewForm; permille: number; at: Date },
  input: NewReview,
): Promise<boolean> {
  const inserted = await tx.execute(
    `INSERT INTO review (client_id, id, claim_id, agent_id, reviewer_id, form, form_version, questions, scores, score_permille,
       comment, reviewed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (client_id, claim_id, reviewer_id) DO NOTHING`,
    [
      clientId,
      review.id,
      input.claimId,
      review.agentId,
      review.reviewerId,
      review.form.form,
      review.form.version,
      JSON.stringify(review.form.questions),
      JSON.stringify(input.scores),
      review.permille,
      input.comment,
      review.at,
    ],
  );
  return inserted > 0;
}

export interface ReviewPlace {
  readonly client_id: string;
  readonly id: string;
  readonly agent_name: string;
  readonly reviewer_name: string;
}

/** Where reviews are, newest first, across clients: by `ix_review_agent` for one agent. */
export async function reviewPlaces(
  tx: Tx,
  where: { id: string | null; agentId: string | null; clientId: string | null; limit: number },
  after: string | null,
): Promise<ReviewPlace[]> {
  return tx.query<ReviewPlace & Record<string, unknown>>(
    `SELECT r.client_id, r.id, coalesce(a.name, '') AS agent_name, coalesce(v.name, '') AS reviewer_name
     FROM review r LEFT JOIN user_account a ON a.client_id = $1 AND a.id = r.agent_id
       LEFT JOIN user_account v ON v.client_id = $1 AND v.id = r.reviewer_id
     WHERE ($2::uuid IS NULL OR r.agent_id = $2) AND ($3::uuid IS NULL OR r.client_id = $3)
       AND ($4::uuid IS NULL OR r.id < $4) AND ($6::uuid IS NULL OR r.id = $6)
     ORDER BY r.id DESC LIMIT $5`,
    [OPERATOR_ID, where.agentId, where.clientId, after, where.limit, where.id],
  );
}

export interface ReviewRow {
  readonly id: string;
  readonly client_id: string;
  readonly claim_id: string;
  readonly agent_id: string;
  readonly reviewer_id: string;
  readonly form: ReviewForm['form'];
  readonly form_version: number;
  readonly questions: ReviewQuestion[];
  readonly scores: Record<string, number | null>;
  readonly score_permille: number;
  readonly comment: string;
  readonly reviewed_at: Date;
}

export async function selectReviews(tx: Tx, clientId: string, ids: readonly string[]): Promise<ReviewRow[]> {
  return tx.query<ReviewRow & Record<string, unknown>>(
    `SELECT id, client_id, claim_id, agent_id, reviewer_id, form, form_version, questions, scores, score_permille, comment,
       reviewed_at
     FROM review WHERE client_id = $1 AND id = ANY($2::uuid[])`,
    [clientId, ids],
  );
}

/**
 * Concluded contacts of agents other than `exceptAgent`, drawn by lot: `md5` of seed and id, so the same seed draws the
 * same ones. Each agent in turn, and of each agent one per language and disposition before a second. Reads the contacts of the
 * time by `ix_claim_time`: a week of 500 agents in about two seconds, for a team lead who begins to review.
 */
export async function drawContacts(
  tx: Tx,
  where: {
    from: Date;
    until: Date;
    clientId: string | null;
    exceptAgent: string;
    seed: string;
    size: number;
  },
): Promise<SampledContact[]> {
  const rows = await tx.query<Omit<SampledContact, 'endedAt'> & { endedAt: Date }>(
    `WITH concluded AS (
       SELECT c.client_id, c.id, c.agent_id, w.language, w.kind, c.disposition, c.handling_seconds, c.ended_at,
         md5($5 || c.id::text) AS lot
       FROM claim c JOIN work_item w ON w.client_id = c.client_id AND w.id = c.work_item_id
       WHERE c.ended_at >= $1 AND c.ended_at < $2 AND c.state = 'wrapped_up' AND c.contact_id IS NOT NULL
         AND ($3::uuid IS NULL OR c.client_id = $3) AND c.agent_id <> $4
     ), stratum AS (
       SELECT *, row_number() OVER (PARTITION BY agent_id, language, disposition ORDER BY lot) AS nth FROM concluded
     ), turn AS (
       SELECT *, row_number() OVER (PARTITION BY agent_id ORDER BY nth, lot) AS turn FROM stratum
     ), drawn AS (
       SELECT * FROM turn ORDER BY turn, lot LIMIT $6
     )
     SELECT d.client_id AS "clientId", k.code AS "clientCode", d.id AS "claimId", d.agent_id AS "agentId",
       coalesce(u.name, '') AS "agentName", d.language, d.kind, d.disposition, d.handling_seconds AS "handlingSeconds",
       d.ended_at AS "endedAt", EXISTS (
         SELECT FROM review r WHERE r.client_id = d.client_id AND r.claim_id = d.id AND r.reviewer_id = $4) AS "isReviewed"
     FROM drawn d JOIN client k ON k.id = d.client_id
       LEFT JOIN user_account u ON u.client_id = $7 AND u.id = d.agent_id
     ORDER BY d.turn, d.lot`,
    [where.from, where.until, where.clientId, where.exceptAgent, where.seed, where.size, OPERATOR_ID],
  );
  return rows.map((row) => ({ ...row, endedAt: row.endedAt.toISOString() }));
}

export interface ComparedRow {
  readonly client_id: string;
  readonly claim_id: string;
  readonly agent_id: string;
  readonly reviewer_id: string;
  readonly reviewer_name: string;
  readonly scores: Record<string, number | null>;
  readonly score_permille: number;
}

/** All reviews of the newest contacts that more than one reviewer scored, at least one of them in that time. */
export async function comparedReviews(
  tx: Tx,
  where: { from: Date; until: Date; clientId: string | null; contacts: number },
): Promise<ComparedRow[]> {
  return tx.query<ComparedRow & Record<string, unknown>>(
    `WITH recent AS (
       SELECT client_id, claim_id, max(reviewed_at) AS at FROM review
       WHERE reviewed_at >= $1 AND reviewed_at < $2 AND ($3::uuid IS NULL OR client_id = $3) GROUP BY 1, 2
     ), shared AS (
       SELECT * FROM recent s WHERE (
         SELECT count(*) FROM review r WHERE r.client_id = s.client_id AND r.claim_id = s.claim_id) > 1
       ORDER BY at DESC LIMIT $4
     )
     SELECT r.client_id, r.claim_id, r.agent_id, r.reviewer_id, coalesce(u.name, '') AS reviewer_name, r.scores, r.score_permille
     FROM shared s JOIN review r ON r.client_id = s.client_id AND r.claim_id = s.claim_id
       LEFT JOIN user_account u ON u.client_id = $5 AND u.id = r.reviewer_id
     ORDER BY s.at DESC, r.id`,
    [where.from, where.until, where.clientId, where.contacts, OPERATOR_ID],
  );
}
