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
export { AgentDays, budgetSeconds } from './agent-days.service.js';
export { agentDaySchema } from './agent-day.schema.js';
export type { AgentDay } from './agent-day.schema.js';
export { AgentProfiles } from './agent-profiles.service.js';
export { noteSchema, savedNoteSchema } from './claim-note.schema.js';
export type { NoteDraft, SavedNote } from './claim-note.schema.js';
export { ClaimNotes } from './claim-notes.service.js';
export { Claims, gapSeconds, leaseSeconds } from './claims.service.js';
export type { ClaimScope } from './claims.service.js';
export { deskFail } from './desk.errors.js';
export { deskSettings } from './desk-settings.js';
export { dispositionSchema, dispositionSetSchema } from './disposition.schema.js';
export type { Disposition, DispositionSet } from './disposition.schema.js';
export { Dispositions } from './dispositions.service.js';
export { presenceChangeSchema, presenceSchema, presenceStates } from './presence.schema.js';
export type { PresenceChange, PresenceState, PresenceView } from './presence.schema.js';
export { Presence } from './presence.service.js';
export { TimedWrapUps } from './timed-wrap-ups.service.js';
export { WrapUpEffects } from './wrap-up-effects.js';
export type { OrderedMessage } from './wrap-up-effects.js';
export { WrapUpJobs } from './wrap-up.jobs.js';
export { WrapUpModule } from './wrap-up.module.js';
export { wrappedUpSchema, wrapUpSchema } from './wrap-up.schema.js';
export type { WrappedUp, WrapUp } from './wrap-up.schema.js';
export { WrapUps } from './wrap-ups.service.js';
export { DeskJobs } from './desk.jobs.js';
export { DeskModule } from './desk.module.js';
export { skillFor, skills } from './queue-order.js';
export { QueueWeights } from './queue-weights.service.js';
export { queueWeightSchema, queueWeightsSchema } from './queue-weight.schema.js';
export type { QueueWeight } from './queue-weight.queries.js';
export {
  assignmentSchema as workItemAssignmentSchema,
  prioritySchema,
  workItemKinds,
  workItemQuerySchema,
  workItemSchema,
} from './work-item.schema.js';
export type { NewWorkItem, WorkItem, WorkItemKind, WorkItemQuery } from './work-item.schema.js';
export { WorkItems } from './work-items.service.js';
