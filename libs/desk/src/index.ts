export { agentProfileSchema, languageLevels, streamsOf } from './agent-profile.schema.js';
export type { AgentProfile, LanguageLevel } from './agent-profile.schema.js';
export {
  breakSchema,
  claimEndSchema,
  claimTokenSchema,
  claimViewSchema,
  heartbeatSchema,
} from './claim.schema.js';
export type { ClaimView, Heartbeat } from './claim.schema.js';
export { Claims, gapSeconds, leaseSeconds } from './claims.service.js';
export { DeskJobs } from './desk.jobs.js';
export { DeskModule } from './desk.module.js';
export { skillFor, skills } from './queue-order.js';
export { QueueWeights } from './queue-weights.service.js';
export type { QueueWeight } from './queue-weight.queries.js';
export { workItemKinds, workItemQuerySchema, workItemSchema } from './work-item.schema.js';
export type { NewWorkItem, WorkItem, WorkItemKind, WorkItemQuery } from './work-item.schema.js';
export { WorkItems } from './work-items.service.js';
