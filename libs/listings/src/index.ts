export { fileContent } from './file-content.js';
export type { FileSource } from './file-sql.js';
export { DeadlineAlarm } from './deadline-alarm.service.js';
export { lineIdOf, referenceOf } from './line-reference.js';
export { ListingFreezing } from './listing-freezing.service.js';
export { ListingReading } from './listing-reading.service.js';
export type { ListingFile } from './listing-reading.service.js';
export { ListingResults } from './listing-results.service.js';
export { ListingSealing } from './listing-sealing.service.js';
export {
  fileQuerySchema,
  linePageSchema,
  lineViewSchema,
  listingPageSchema,
  listingQuerySchema,
  listingViewSchema,
  refundResultsSchema,
  relistedSchema,
  replacementResultsSchema,
  reportAnswerSchema,
  withdrawalSchema,
} from './listing.schema.js';
export type {
  FileFormat,
  LineView,
  ListingQuery,
  ListingView,
  Relisted,
  ReportAnswer,
  ReportedResult,
} from './listing.schema.js';
export { lineResults, listingKinds, listingStatuses } from './listing.states.js';
export type { LineResult, ListingKind, ListingStatus } from './listing.states.js';
export { ListingsJobs } from './listings.jobs.js';
export { ListingsModule } from './listings.module.js';
export { Listings } from './listings.service.js';
export type { Enlisted, ListingEntry } from './listings.service.js';
export { ResultEffects } from './result-effects.js';
export type { ResultNews } from './result-effects.js';
