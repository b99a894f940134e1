import type { CallRow } from './call.queries.js';
import type { CallView } from './call.schema.js';

/** A call as staff see it: without the number. */
export function toCallView(row: CallRow): CallView {
  return {
    id: row.id,
    way: row.way,
    state: row.state,
    startedAt: row.started_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    seconds: row.talk_seconds,
    heldSeconds: row.held_seconds,
    heldSince: row.held_since?.toISOString() ?? null,
    reason: row.reason,
    recording: row.recording,
    transfer: row.transfer,
  };
}
