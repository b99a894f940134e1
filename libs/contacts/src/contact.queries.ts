import type { Tx } from '#platform';
import type { ContactVerdict, StoredContact } from './contact-meter.js';
import type { ContactView } from './contact.schema.js';

/** One try: an SMTP transaction, an API call, a dial. `seq` counts within the source, from 1. */
export interface AttemptRecord {
  readonly sourceId: string;
  readonly seq: number;
  readonly channel: string;
  readonly at: Date;
  /** `accepted`, `deferred`, `rejected`, `error`, … */
  readonly outcome: string;
  readonly reason?: string;
}

const columns = [
  'client_id',
  'id',
  'case_id',
  'source_kind',
  'source_id',
  'purpose',
  'channel',
  'direction',
  'language',
  'outcome',
  'disposition',
  'agent_id',
  'handling_seconds',
  'concluded_at',
  'billable',
  'billing_reason',
] as const;

export interface ContactSource {
  readonly sourceKind: string;
  readonly sourceId: string;
}

/** The outcomes by which these sources are concluded, as `kind:id` and outcome. One probe of `uq_contact_source` each. */
export async function concludedSources(
  tx: Tx,
  clientId: string,
  sources: readonly ContactSource[],
): Promise<{ key: string; outcome: string }[]> {
  return tx.query<{ key: string; outcome: string }>(
    `SELECT c.source_kind || ':' || c.source_id AS key, c.outcome
     FROM unnest($2::text[], $3::uuid[]) AS s (kind, id)
     JOIN contact c ON c.client_id = $1 AND c.source_kind = s.kind AND c.source_id = s.id`,
    [clientId, sources.map((s) => s.sourceKind), sources.map((s) => s.sourceId)],
  );
}

/** The billable contacts of sources. One probe of `uq_contact_source` each. */
export async function billableOf(
  tx: Tx,
  clientId: string,
  sources: readonly ContactSource[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT c.id FROM unnest($2::text[], $3::uuid[]) AS s (kind, id)
     JOIN contact c ON c.client_id = $1 AND c.source_kind = s.kind AND c.source_id = s.id AND c.billable`,
    [clientId, sources.map((s) => s.sourceKind), sources.map((s) => s.sourceId)],
  );
  return rows.map((row) => row.id);
}

/** Stores contacts and returns the ids that are new: another transaction may have concluded the same source. */
export async function insertContacts(
  tx: Tx,
  clientId: string,
  contacts: readonly { contact: StoredContact; verdict: ContactVerdict }[],
): Promise<Set<string>> {
  const list = columns.join(', ');
  const staged = await tx.stage(
    'contact',
    columns,
    contacts.map(({ contact: c, verdict }) => [
      clientId,
      c.id,
      c.caseId,
      c.sourceKind,
      c.sourceId,
      c.purpose,
      c.channel,
      c.direction,
      c.language,
      c.outcome,
      c.disposition,
      c.agentId,
      c.handlingSeconds,
      c.concludedAt,
      verdict.billable,
      verdict.reason,
    ]),
  );
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO contact (${list}) SELECT ${list} FROM ${staged} ON CONFLICT DO NOTHING RETURNING id`,
  );
  return new Set(rows.map((row) => row.id));
}

/** Stores attempts; one that is there already stays as it is. */
export async function insertAttempts(
  tx: Tx,
  clientId: string,
  attempts: readonly AttemptRecord[],
): Promise<void> {
  await tx.insertMany(
    'contact_attempt',
    ['client_id', 'source_id', 'seq', 'channel', 'at', 'outcome', 'reason'],
    attempts.map((a) => [clientId, a.sourceId, a.seq, a.channel, a.at, a.outcome, a.reason]),
    'ON CONFLICT DO NOTHING',
  );
}

interface ContactRow {
  id: string;
  source_kind: ContactView['sourceKind'];
  source_id: string;
  purpose: string;
  channel: ContactView['channel'];
  direction: ContactView['direction'];
  language: string;
  outcome: string;
  disposition: string | null;
  handling_seconds: number | null;
  concluded_at: Date;
  billable: boolean;
  billing_reason: string;
  attempts: { seq: number; channel: string; at: string; outcome: string; reason: string | null }[];
}

/** A case's contacts with their attempts, oldest first. By `ix_contact_case`, then the attempts' primary key. */
export async function contactsOfCase(tx: Tx, clientId: string, caseId: string): Promise<ContactView[]> {
  const rows = await tx.query<ContactRow>(
    `SELECT c.id, c.source_kind, c.source_id, c.purpose, c.channel, c.direction, c.language, c.outcome, c.disposition,
       c.handling_seconds, c.concluded_at, c.billable, c.billing_reason,
       coalesce((SELECT jsonb_agg(jsonb_build_object('seq', a.seq, 'channel', a.channel, 'at', a.at,
                                                     'outcome', a.outcome, 'reason', a.reason) ORDER BY a.seq)
                 FROM contact_attempt a WHERE a.client_id = c.client_id AND a.source_id = c.source_id), '[]') AS attempts
     FROM contact c WHERE c.client_id = $1 AND c.case_id = $2 ORDER BY c.concluded_at, c.id`,
    [clientId, caseId],
  );
  return rows.map((row) => ({
    id: row.id,
    sourceKind: row.source_kind,
    sourceId: row.source_id,
    purpose: row.purpose,
    channel: row.channel,
    direction: row.direction,
    language: row.language,
    outcome: row.outcome,
    disposition: row.disposition,
    handlingSeconds: row.handling_seconds,
    concludedAt: row.concluded_at.toISOString(),
    billable: row.billable,
    billingReason: row.billing_reason,
    attempts: row.attempts.map((a) => ({ ...a, at: new Date(a.at).toISOString() })),
  }));
}
