import { OPERATOR_ID, type Tx } from '#platform';
import type { CallState, CallWay } from './call.schema.js';
import type { CallLeg, CallProgress, CallReport } from './call.states.js';

export interface CallRow {
  readonly id: string;
  readonly claim_id: string;
  readonly case_id: string;
  readonly customer_id: string;
  readonly agent_id: string;
  readonly way: CallWay;
  readonly number: string;
  readonly country: string | null;
  /** Under which number of the client; null when dialled by hand. */
  readonly line: string | null;
  readonly state: CallState;
  readonly reason: string | null;
  readonly agent_number: string | null;
  readonly agent_asked_at: Date | null;
  readonly agent_sid: string | null;
  readonly customer_asked_at: Date | null;
  /** The provider's id of the customer's phone. */
  readonly provider_id: string | null;
  readonly room_sid: string | null;
  readonly third_number: string | null;
  readonly third_asked_at: Date | null;
  readonly third_sid: string | null;
  readonly transfer: 'warm' | 'cold' | 'done' | null;
  readonly recording: 'off' | 'on' | 'paused';
  readonly consent: 'told' | 'given' | null;
  readonly started_at: Date;
  readonly answered_at: Date | null;
  readonly ended_at: Date | null;
  readonly talk_seconds: number | null;
  readonly held_seconds: number;
  readonly held_since: Date | null;
}

const columns = `id, claim_id, case_id, customer_id, agent_id, way, number, country, line, state, reason, agent_number, agent_asked_at,
  agent_sid, customer_asked_at, provider_id, room_sid, third_number, third_asked_at, third_sid, transfer, recording, consent,
  started_at, answered_at, ended_at, talk_seconds, held_seconds, held_since`;
const live = `state IN ('dialling', 'ringing', 'talking', 'held')`;

/** A call, locked. */
export async function lockCall(tx: Tx, clientId: string, id: string): Promise<CallRow | undefined> {
  const [row] = await tx.query<CallRow & Record<string, unknown>>(
    `SELECT ${columns} FROM desk_call WHERE client_id = $1 AND id = $2 FOR UPDATE`,
    [clientId, id],
  );
  return row;
}

/** The call about a case that goes on, locked. By `uq_desk_call_live`. */
export async function lockLiveCall(tx: Tx, clientId: string, caseId: string): Promise<CallRow | undefined> {
  const [row] = await tx.query<CallRow & Record<string, unknown>>(
    `SELECT ${columns} FROM desk_call WHERE client_id = $1 AND case_id = $2 AND ${live} FOR UPDATE`,
    [clientId, caseId],
  );
  return row;
}

/** The calls about a case, oldest first. By `ix_desk_call_case`. */
export function callsOfCase(tx: Tx, clientId: string, caseId: string): Promise<CallRow[]> {
  return tx.query<CallRow & Record<string, unknown>>(
    `SELECT ${columns} FROM desk_call WHERE client_id = $1 AND case_id = $2 ORDER BY id`,
    [clientId, caseId],
  );
}

export type NewCall = Pick<
  CallRow,
  | 'id'
  | 'claim_id'
  | 'case_id'
  | 'customer_id'
  | 'agent_id'
  | 'way'
  | 'number'
  | 'country'
  | 'line'
  | 'agent_number'
  | 'agent_asked_at'
  | 'started_at'
>;

export async function insertCall(tx: Tx, clientId: string, call: NewCall): Promise<void> {
  await tx.execute(
    `INSERT INTO desk_call (client_id, id, claim_id, case_id, customer_id, agent_id, way, number, country, line, agent_number,
       agent_asked_at, started_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'dialling')`,
    [
      clientId,
      call.id,
      call.claim_id,
      call.case_id,
      call.customer_id,
      call.agent_id,
      call.way,
      call.number,
      call.country,
      call.line,
      call.agent_number,
      call.agent_asked_at,
      call.started_at,
    ],
  );
}

/** Calls that reached or could have reached a phone: to a number since a moment, and about a case ever. */
export async function callCounts(
  tx: Tx,
  clientId: string,
  call: { readonly number: string; readonly caseId: string; readonly since: Date },
): Promise<{ ofNumber: number; ofCase: number }> {
  const [row] = await tx.query<{ ofNumber: number; ofCase: number }>(
    `SELECT
       (SELECT count(*)::int FROM desk_call
        WHERE client_id = $1 AND number = $2 AND started_at > $3 AND state <> 'failed') AS "ofNumber",
       (SELECT count(*)::int FROM desk_call WHERE client_id = $1 AND case_id = $4 AND state <> 'failed') AS "ofCase"`,
    [clientId, call.number, call.since, call.caseId],
  );
  return row ?? { ofNumber: 0, ofCase: 0 };
}

/** What an agent has called since a moment, over all clients. By `ix_desk_call_agent`. */
export async function callsOfAgent(
  tx: Tx,
  agentId: string,
  since: Date,
): Promise<{ calls: number; seconds: number }> {
  const [row] = await tx.query<{ calls: number; seconds: number }>(
    `SELECT count(*)::int AS calls, coalesce(sum(talk_seconds), 0)::int AS seconds
     FROM desk_call WHERE agent_id = $1 AND started_at > $2 AND way <> 'hand'`,
    [agentId, since],
  );
  return row ?? { calls: 0, seconds: 0 };
}

interface KnownLeg {
  readonly sid: string;
  readonly roomSid?: string | null;
}

const legColumns = { agent: 'agent_sid', customer: 'provider_id', third: 'third_sid' } as const;

/** Binds a phone to its call; false when the call has another one. */
export async function bindLeg(
  tx: Tx,
  clientId: string,
  id: string,
  leg: Exclude<CallLeg, 'desk'>,
  { sid, roomSid = null }: KnownLeg,
): Promise<boolean> {
  const column = legColumns[leg];
  const bound = await tx.execute(
    `UPDATE desk_call SET ${column} = $3, room_sid = coalesce(room_sid, $4)
     WHERE client_id = $1 AND id = $2 AND coalesce(${column}, $3) = $3`,
    [clientId, id, sid, roomSid],
  );
  return bound > 0;
}

/** Notes that the customer is about to be rung up; once. */
export async function askCustomer(tx: Tx, clientId: string, id: string, at: Date): Promise<boolean> {
  const asked = await tx.execute(
    `UPDATE desk_call SET customer_asked_at = $3
     WHERE client_id = $1 AND id = $2 AND customer_asked_at IS NULL AND state = 'dialling'`,
    [clientId, id, at],
  );
  return asked > 0;
}

/** Notes that a third person is about to be rung up. */
export async function askThird(
  tx: Tx,
  clientId: string,
  id: string,
  third: { readonly number: string; readonly mode: 'warm' | 'cold'; readonly at: Date },
): Promise<void> {
  await tx.execute(
    `UPDATE desk_call SET third_number = $3, third_asked_at = $4, third_sid = NULL, transfer = $5
     WHERE client_id = $1 AND id = $2`,
    [clientId, id, third.number, third.at, third.mode],
  );
}

export async function setTransfer(
  tx: Tx,
  clientId: string,
  id: string,
  transfer: CallRow['transfer'],
): Promise<void> {
  await tx.execute('UPDATE desk_call SET transfer = $3 WHERE client_id = $1 AND id = $2', [
    clientId,
    id,
    transfer,
  ]);
}

export async function setRecording(
  tx: Tx,
  clientId: string,
  id: string,
  from: CallRow['recording'],
  to: CallRow['recording'],
): Promise<boolean> {
  const set = await tx.execute(
    'UPDATE desk_call SET recording = $4 WHERE client_id = $1 AND id = $2 AND recording = $3',
    [clientId, id, from, to],
  );
  return set > 0;
}

export async function noteConsent(
  tx: Tx,
  clientId: string,
  id: string,
  consent: 'told' | 'given',
  at: Date,
): Promise<void> {
  await tx.execute('UPDATE desk_call SET consent = $3, consent_at = $4 WHERE client_id = $1 AND id = $2', [
    clientId,
    id,
    consent,
    at,
  ]);
}

/** Keeps reports; one that is kept already stays as it is. Returns how many are new. */
export async function insertReports(
  tx: Tx,
  clientId: string,
  callId: string,
  sid: string,
  reports: readonly CallReport[],
  receivedAt: Date,
): Promise<number> {
  return tx.insertMany(
    'desk_call_report',
    ['client_id', 'call_id', 'leg', 'sid', 'status', 'seq', 'at', 'seconds', 'reason', 'received_at'],
    reports.map((r) => [
      clientId,
      callId,
      r.leg,
      sid,
      r.status,
      r.seq,
      r.at,
      r.seconds,
      r.reason,
      receivedAt,
    ]),
    'ON CONFLICT DO NOTHING',
  );
}

/** What is known of a call, or of one phone of it. */
export function reportsOf(
  tx: Tx,
  clientId: string,
  callId: string,
  sid: string | null = null,
): Promise<CallReport[]> {
  return tx.query<CallReport & Record<string, unknown>>(
    `SELECT leg, status, seq, at, seconds, reason FROM desk_call_report
     WHERE client_id = $1 AND call_id = $2 AND ($3::text IS NULL OR sid = $3)`,
    [clientId, callId, sid],
  );
}

/** Moves a call on from the state it was read in; false when it is in another by now. */
export async function moveCall(
  tx: Tx,
  clientId: string,
  call: Pick<CallRow, 'id' | 'state'>,
  to: CallProgress,
): Promise<boolean> {
  const moved = await tx.execute(
    `UPDATE desk_call SET state = $4, reason = $5, answered_at = $6, ended_at = $7, talk_seconds = $8, held_seconds = $9,
       held_since = $10, recording = CASE WHEN $7::timestamptz IS NULL THEN recording ELSE 'off' END
     WHERE client_id = $1 AND id = $2 AND state = $3`,
    [
      clientId,
      call.id,
      call.state,
      to.state,
      to.reason,
      to.answeredAt,
      to.endedAt,
      to.talkSeconds,
      to.heldSeconds,
      to.heldSince,
    ],
  );
  return moved > 0;
}

/** When and whether the claim under which a call was made has ended. */
export async function claimEndOf(tx: Tx, clientId: string, claimId: string): Promise<Date | null> {
  const [row] = await tx.query<{ ended_at: Date | null }>(
    'SELECT ended_at FROM claim WHERE client_id = $1 AND id = $2',
    [clientId, claimId],
  );
  return row?.ended_at ?? null;
}

/** Calls that go on and were not looked at since, over all clients. By `ix_desk_call_looked`. */
export function callsToLookAt(
  tx: Tx,
  before: Date,
  limit: number,
): Promise<{ client_id: string; id: string }[]> {
  return tx.query<{ client_id: string; id: string }>(
    `SELECT client_id, id FROM desk_call WHERE ${live} AND coalesce(looked_at, started_at) <= $1
     ORDER BY coalesce(looked_at, started_at) LIMIT $2`,
    [before, limit],
  );
}

export async function noteLook(tx: Tx, clientId: string, id: string, at: Date): Promise<void> {
  await tx.execute('UPDATE desk_call SET looked_at = $3 WHERE client_id = $1 AND id = $2', [
    clientId,
    id,
    at,
  ]);
}

/** The numbers under which phones of other calls are known already. */
export async function boundSids(tx: Tx, clientId: string, sids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ sid: string }>(
    `SELECT DISTINCT sid FROM desk_call_report WHERE client_id = $1 AND sid = ANY($2::text[])
     UNION SELECT unnest(ARRAY[agent_sid, provider_id, third_sid]) FROM desk_call
       WHERE client_id = $1 AND ARRAY[agent_sid, provider_id, third_sid] && $2::text[]`,
    [clientId, sids],
  );
  return new Set(rows.map((row) => row.sid));
}

/** How many reports of our own a call has; numbers the next one. */
export async function ownReports(tx: Tx, clientId: string, callId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM desk_call_report WHERE client_id = $1 AND call_id = $2 AND sid = ''`,
    [clientId, callId],
  );
  return row?.count ?? 0;
}

/** The phone of a team lead who works for a client; null without one, or for anybody else. */
export async function leadPhone(tx: Tx, userId: string, clientId: string): Promise<string | null> {
  const [row] = await tx.query<{ phone: string | null }>(
    `SELECT p.phone FROM agent_profile p JOIN user_account u ON u.client_id = $3 AND u.id = p.agent_id
     WHERE p.agent_id = $1 AND u.role IN ('team_lead', 'administrator') AND u.disabled_at IS NULL
       AND (p.client_ids IS NULL OR $2 = ANY(p.client_ids))`,
    [userId, clientId, OPERATOR_ID],
  );
  return row?.phone ?? null;
}
