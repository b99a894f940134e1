import type { StateTable } from '#platform';
import type { UploadStatus } from './upload.schema.js';

export type UploadEvent = 'claim' | 'complete' | 'fail';

/** A claim may be taken again and again, by whoever goes on after a crash. */
export const uploadStateTable: StateTable<UploadStatus, UploadEvent> = {
  received: { claim: 'processing' },
  processing: { claim: 'processing', complete: 'completed', fail: 'failed' },
  completed: {},
  failed: {},
};
