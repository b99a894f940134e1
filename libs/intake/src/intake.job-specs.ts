import { z } from 'zod';
import { defineJob } from '#platform';

/** Take over one upload. */
export const intakeUpload = defineJob({
  name: 'intake.upload',
  queue: 'bulk',
  payload: z.object({ clientId: z.uuid(), uploadId: z.uuid() }),
});

/** Call a worker to uploads whose call was lost or whose worker died. */
export const intakeSweep = defineJob({
  name: 'intake.sweep',
  queue: 'schedule',
  payload: z.object({}),
  everyMs: 5_000,
});
