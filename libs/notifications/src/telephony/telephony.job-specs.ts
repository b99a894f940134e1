import { z } from 'zod';
import { defineJob } from '#platform';

/** Asks where approvals of WhatsApp templates stand. */
export const templateApprovals = defineJob({
  name: 'telephony.template-approvals',
  queue: 'schedule',
  payload: z.object({}),
  everyMs: 15 * 60_000,
});
