import { defineErrors } from '#platform';

export const fail = defineErrors({
  'session.refused': 401,
  'session.code_refused': 401,
  'session.unknown': 404,
  'user.unknown': 404,
  'user.email_taken': 409,
  'user.self': 409,
  'second_factor.active': 409,
  'second_factor.not_enrolled': 409,
  'api_key.unknown': 404,
});
