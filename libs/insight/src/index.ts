export { InsightModule } from './insight.module.js';
export { Invariants } from './invariants.service.js';
export type { Violation } from './invariants.service.js';
export { JobSummaries } from './job-summary.service.js';
export type { JobSummary } from './job-summary.service.js';
