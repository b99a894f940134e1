import { defineErrors } from '#platform';

export const fail = defineErrors({
  'sender.unknown': 404,
  'sender.unfit': 422,
  'whatsapp_template.language': 422,
  'whatsapp_template.pending': 409,
  'whatsapp_template.refused': 422,
  'hook.forged': 403,
  'hook.unknown': 404,
});
