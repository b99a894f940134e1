import { defineErrors } from '#platform';

export const callFail = defineErrors({
  'desk.call_budget': 409,
  'desk.call_cap': 409,
  'desk.call_hours': 409,
  'desk.call_provider': 503,
  'desk.call_running': 409,
  'desk.call_spend_cap': 409,
  'desk.call_state': 409,
  'desk.call_unknown': 404,
  'desk.calls_exhausted': 429,
  'desk.number_missing': 422,
  'desk.number_suppressed': 422,
  'desk.number_unfit': 422,
  'desk.recording_consent': 422,
  'desk.recording_off': 409,
  'desk.transfer_target': 422,
  'desk.way_unavailable': 422,
});
