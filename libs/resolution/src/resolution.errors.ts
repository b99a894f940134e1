import { defineErrors } from '#platform';

export const fail = defineErrors({
  'policy.unknown': 404,
  'policy.not_draft': 409,
  'policy.unlawful': 422,
  'decision.unknown_item': 404,
  'decision.ground_missing': 422,
  'decision.not_allowed': 409,
  'decision.not_in_review': 409,
  'decision.case_incomplete': 409,
  'decision.unlawful': 422,
});
