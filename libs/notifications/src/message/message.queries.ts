import type { Tx } from '#platform';
import type { MessageContent } from '../writing/message-content.js';
import type { MessageChannel, MessageFacts, MessagePurpose } from './message-purpose.js';
import { statesBefore, type MessageEvent, type MessageState } from './message.states.js';

/** The kind of outbox row that is a mail to send. */
export const messageOutbox = 'message';

/** The kind of outbox row that is an SMS, a WhatsApp message or a spoken message: a slow provider must not hold mails. */
export const telephonyOutbox = 'telephony';

export interface NewMessage {
  readonly id: string;
  readonly caseId: string;
  readonly customerId: string;
  readonly channel: MessageChannel;
  /** Which step of which version of the client's contact plan it is. */
  readonly step: number;
  readonly planVersion: number | null;
  readonly facts: MessageFacts | null;
  readonly language: string;
  readonly recipient: string;
  readonly state: 'queued' | 'failed';
  readonly reason: string | null;
}

/** A later step of a message's contact plan; it belongs to the same revision. */
export interface NewStep extends NewMessage {
  readonly purpose: MessagePurpose;
  readonly revision: number;
}

const columns = [
  'client_id',
  'id',
  'case_id',
  'purpose',
  'revision',
  'channel',
  'step',
  'plan_version',
  'customer_id',
  'facts',
  'language',
  'recipient',
  'state',
  'reason',
  'created_at',
];

function valuesOf(clientId: string, purpose: string, revision: number, m: NewMessage, at: Date) {
  return [
    clientId,
    m.id,
    m.caseId,
    purpose,
    revision,
    m.channel,
    m.step,
    m.planVersion,
    m.customerId,
    m.facts === null ? null : JSON.stringify(m.facts),
    m.language,
    m.recipient,
    m.state,
    m.reason,
    at,
  ];
}

/**
 * Inserts messages, each as the next revision of its case's messages of that purpose, and returns the ids that are new.
 * The caller holds the cases, so revisions do not race. One pass over the staged rows; the revision is one probe of
 * `uq_message_step` per row, the client a sub-select so that it is that index for a new client too (see case.queries.ts).
 */
export async function insertMessages(
  tx: Tx,
  clientId: string,
  purpose: MessagePurpose,
  messages: readonly NewMessage[],
  at: Date,
): Promise<Set<string>> {
  const nth = new Map<string, number>();
  const staged = await tx.stage(
    'message',
    columns,
    messages.map((m) => {
      const revision = 1 + (nth.get(m.caseId) ?? 0);
      nth.set(m.caseId, revision);
      return valuesOf(clientId, purpose, revision, m, at);
    }),
  );
  const selected = columns.map((column) =>
    column === 'revision'
      ? `s.revision + coalesce((SELECT max(m.revision) FROM message m
           WHERE m.client_id = (SELECT $1::uuid) AND m.case_id = s.case_id AND m.purpose = s.purpose), 0)`
      : column,
  );
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO message (${columns.join(', ')}) SELECT ${selected.join(', ')}
     FROM ${staged} s ON CONFLICT (client_id, id) DO NOTHING RETURNING id`,
    [clientId],
  );
  return new Set(rows.map((row) => row.id));
}

/** Inserts later steps of plans and returns the ids that are new: a step is taken once. */
export async function insertSteps(
  tx: Tx,
  clientId: string,
  steps: readonly NewStep[],
  at: Date,
): Promise<Set<string>> {
  if (steps.length === 0) return new Set();
  const staged = await tx.stage(
    'message',
    columns,
    steps.map((step) => valuesOf(clientId, step.purpose, step.revision, step, at)),
  );
  const list = columns.join(', ');
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO message (${list}) SELECT ${list} FROM ${staged} ON CONFLICT DO NOTHING RETURNING id`,
  );
  return new Set(rows.map((row) => row.id));
}

export interface TakenMessage {
  readonly id: string;
  readonly case_id: string;
  readonly purpose: MessagePurpose;
  readonly channel: MessageChannel;
  readonly customer_id: string | null;
  readonly recipient: string;
  readonly facts: MessageFacts | null;
  readonly step: number;
  readonly plan_version: number | null;
  readonly language: string;
  readonly attempts: number;
  readonly created_at: Date;
  /** Whether a later message of the same purpose takes its place. */
  readonly superseded: boolean;
}

/**
 * Marks due messages as being sent, counts the attempt, and returns them. Those already final are left out: their
 * outbox row came back after all was done.
 */
export function takeMessages(tx: Tx, clientId: string, ids: readonly string[]): Promise<TakenMessage[]> {
  return tx.query<TakenMessage>(
    `UPDATE message m SET state = 'sending', attempts = m.attempts + 1, held_until = NULL
     WHERE m.client_id = $1 AND m.id = ANY($2::uuid[]) AND m.state = ANY($3::text[])
     RETURNING m.id, m.case_id, m.purpose, m.channel, m.customer_id, m.recipient, m.facts, m.step, m.plan_version,
       m.language, m.attempts, m.created_at,
       EXISTS (SELECT FROM message n WHERE n.client_id = m.client_id AND n.case_id = m.case_id
               AND n.purpose = m.purpose AND n.revision > m.revision) AS superseded`,
    [clientId, ids, statesBefore('take')],
  );
}

export interface SentMessage {
  readonly id: string;
  /** Null, as the text and content, when an earlier worker sent it and it can't be written again. */
  readonly recipient: string | null;
  readonly content: MessageContent | null;
  readonly text: string | null;
  readonly layoutVersion: number | null;
  readonly sentAt: Date;
  /** The receiving server's words, or a provider's first status. */
  readonly response: string;
  /** The provider's own id of it; null for a mail. */
  readonly providerId: string | null;
  readonly segments: number | null;
  readonly costMicros: number | null;
}

/** Records what receiving servers accepted; returns the ids that were not yet recorded. */
export async function recordSent(
  tx: Tx,
  clientId: string,
  sent: readonly SentMessage[],
): Promise<Set<string>> {
  if (sent.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    `UPDATE message m SET state = 'sent', reason = NULL, held_until = NULL, subject = r.content->>'subject', content = r.content,
       recipient = coalesce(r.recipient, m.recipient), body_text = r.body, layout_version = r.layout, sent_at = r.at, provider_ref = r.response,
       provider_id = coalesce(m.provider_id, r.provider_id), segments = coalesce(r.segments, m.segments), cost_micros = r.cost
     FROM unnest($2::uuid[], $3::text[], $4::jsonb[], $5::text[], $6::int[], $7::timestamptz[], $8::text[],
                 $10::text[], $11::int[], $12::bigint[])
       AS r (id, recipient, content, body, layout, at, response, provider_id, segments, cost)
     WHERE m.client_id = $1 AND m.id = r.id AND m.state = ANY($9::text[]) RETURNING m.id`,
    [
      clientId,
      sent.map((s) => s.id),
      sent.map((s) => s.recipient),
      sent.map((s) => (s.content === null ? null : JSON.stringify(s.content))),
      sent.map((s) => s.text),
      sent.map((s) => s.layoutVersion),
      sent.map((s) => s.sentAt),
      sent.map((s) => s.response),
      statesBefore('accept'),
      sent.map((s) => s.providerId),
      sent.map((s) => s.segments),
      sent.map((s) => s.costMicros),
    ],
  );
  return new Set(rows.map((row) => row.id));
}

/** `put_back` and `hold` take back the attempt that was counted when the message was taken: none was made. */
export type UnsentEvent = 'put_back' | 'hold' | 'defer' | 'lose' | 'fail' | 'cancel';

export interface MessageChange {
  readonly id: string;
  readonly event: UnsentEvent;
  readonly reason: string;
  /** When a held message is looked at again; for `hold` only. */
  readonly until?: Date;
  /** The provider's own id, should it be known of a message that was not sent or is unknown. */
  readonly providerId?: string;
}

export interface ChangedMessage {
  readonly id: string;
  readonly caseId: string;
  readonly purpose: MessagePurpose;
  readonly channel: MessageChannel;
  readonly language: string;
}

const unsentEvents: Readonly<
  Record<UnsentEvent, { readonly to: MessageState; readonly as: MessageEvent; readonly isUntried: boolean }>
> = {
  put_back: { to: 'queued', as: 'defer', isUntried: true },
  hold: { to: 'queued', as: 'defer', isUntried: true },
  defer: { to: 'queued', as: 'defer', isUntried: false },
  lose: { to: 'unknown', as: 'lose', isUntried: false },
  fail: { to: 'failed', as: 'fail', isUntried: false },
  cancel: { to: 'cancelled', as: 'cancel', isUntried: false },
};

/** Records what was not sent, with its reason; returns the messages that changed. One statement per event that occurs. */
export async function recordUnsent(
  tx: Tx,
  clientId: string,
  changes: readonly MessageChange[],
): Promise<ChangedMessage[]> {
  const changed: ChangedMessage[] = [];
  for (const event of Object.keys(unsentEvents) as UnsentEvent[]) {
    const some = changes.filter((change) => change.event === event);
    if (some.length === 0) continue;
    const { to, as, isUntried } = unsentEvents[event];
    changed.push(
      ...(await tx.query<ChangedMessage>(
        `UPDATE message m SET state = $6, reason = r.reason, held_until = r.until,
           provider_id = coalesce(m.provider_id, r.provider_id), attempts = m.attempts - $8::boolean::int
         FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[]) AS r (id, reason, until, provider_id)
         WHERE m.client_id = $1 AND m.id = r.id AND m.state = ANY($7::text[])
         RETURNING m.id, m.case_id AS "caseId", m.purpose, m.channel, m.language`,
        [
          clientId,
          some.map((c) => c.id),
          some.map((c) => c.reason),
          some.map((c) => c.until ?? null),
          some.map((c) => c.providerId ?? null),
          to,
          statesBefore(as),
          isUntried,
        ],
      )),
    );
  }
  return changed;
}

/** Which of these leases are still ours: a worker that was away too long must not put its failure over a later result. */
export async function ownedLeases(
  tx: Tx,
  clientId: string,
  leases: readonly { refId: string; token: string }[],
): Promise<Set<string>> {
  if (leases.length === 0) return new Set();
  const rows = await tx.query<{ ref_id: string }>(
    `SELECT o.ref_id FROM outbox o JOIN unnest($2::uuid[], $3::uuid[]) AS l (ref_id, token)
       ON o.ref_id = l.ref_id AND o.lease_token = l.token
     WHERE o.client_id = $1 AND o.kind IN ('${messageOutbox}', '${telephonyOutbox}')`,
    [clientId, leases.map((l) => l.refId), leases.map((l) => l.token)],
  );
  return new Set(rows.map((row) => row.ref_id));
}

export interface MessageRow {
  id: string;
  purpose: string;
  channel: 'email' | 'sms' | 'whatsapp' | 'voice' | 'letter';
  language: string;
  recipient: string;
  state: MessageState;
  attempts: number;
  reason: string | null;
  subject: string | null;
  body_text: string | null;
  content: MessageContent | null;
  layout_version: number | null;
  step: number;
  plan_version: number | null;
  held_until: Date | null;
  segments: number | null;
  created_at: Date;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
}

/** A case's messages, oldest first, or one of them. By `uq_message_step`. */
export function messagesOfCase(
  tx: Tx,
  clientId: string,
  caseId: string,
  messageId: string | null,
): Promise<MessageRow[]> {
  return tx.query<MessageRow>(
    `SELECT id, purpose, channel, language, recipient, state, attempts, reason, subject, body_text,
       CASE WHEN $3::uuid IS NOT NULL THEN content END AS content, layout_version, created_at, sent_at,
       step, plan_version, held_until, segments, delivered_at, read_at
     FROM message WHERE client_id = $1 AND case_id = $2 AND ($3::uuid IS NULL OR id = $3) ORDER BY created_at, revision, step, id`,
    [clientId, caseId, messageId],
  );
}
