export { CaseCompletion } from './case-completion.service.js';
export type { GivenFacts } from './case-completion.service.js';
export { newCaseSchema } from './case-intake.schema.js';
export type { NewCase } from './case-intake.schema.js';
export { CaseIntake } from './case-intake.service.js';
export type { TakenCase } from './case-intake.service.js';
export { IntakeJobs } from './intake.jobs.js';
export { fail as intakeFail } from './intake.errors.js';
export { IntakeModule } from './intake.module.js';
export { UploadProcessing } from './upload-processing.service.js';
export {
  mappingSchema,
  uploadPageSchema,
  uploadQuerySchema,
  uploadStatuses,
  uploadViewSchema,
} from './upload.schema.js';
export type { Mapping, UploadQuery, UploadStatus, UploadView } from './upload.schema.js';
export { Uploads } from './uploads.service.js';
export type { NewUpload } from './uploads.service.js';
