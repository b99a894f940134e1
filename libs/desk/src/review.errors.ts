import { defineErrors } from '#platform';

export const reviewFail = defineErrors({
  'review.claim_unknown': 404,
  'review.done': 409,
  'review.form_changed': 409,
  'review.own': 403,
  'review.scores_unfit': 422,
  'shift.agent_unknown': 422,
  'shift.overlap': 409,
  'shift.unknown': 404,
});
