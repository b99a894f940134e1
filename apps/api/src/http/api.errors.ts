import { defineErrors } from '#platform';

export const fail = defineErrors({
  'client.required': 400,
  'request.malformed': 400,
  'request.csrf': 403,
  'idempotency.shown_once': 409,
});
