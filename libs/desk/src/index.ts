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
export { CallControl } from './call-control.service.js';
export { CallDialling } from './call-dialling.service.js';
export { CallHearing } from './call-hearing.service.js';
export type { CallPlace } from './call-hearing.service.js';
export { CallJobs } from './call.jobs.js';
export { CallList } from './call-list.service.js';
export { CallModule } from './call.module.js';
export { CallPermission } from './call-permission.js';
export type { CallIntent, CallLine, CallRefusal } from './call-permission.js';
export { CallProvider } from './call-provider.js';
export type { FoundLeg, LegAnswer, LegOrder, RecordingAction } from './call-provider.js';
export { CallRecording } from './call-recording.service.js';
export { CallTransfers } from './call-transfers.service.js';
export { CallWatch } from './call-watch.service.js';
export {
  callOrderSchema,
  callViewSchema,
  callWays,
  dialledCallSchema,
  dialSchema,
  recordingOrderSchema,
  transferSchema,
} from './call.schema.js';
export type { CallOrder, CallView, Dial, DialledCall, RecordingOrder, Transfer } from './call.schema.js';
export { noteSchema, savedNoteSchema } from './claim-note.schema.js';
export type { NoteDraft, SavedNote } from './claim-note.schema.js';
export { ClaimNotes } from './claim-notes.service.js';
export { Claims, gapSeconds, leaseSeconds, toClaimView } from './claims.service.js';
export type { ClaimScope } from './claims.service.js';
export { deskFail } from './desk.errors.js';
export { deskSettings } from './desk-settings.js';
export { dispositionFlagsSchema, dispositionSchema, dispositionSetSchema } from './disposition.schema.js';
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
export { Adherence, adherenceOf, occupancyOf } from './adherence.service.js';
export type { AgentTime } from './adherence.queries.js';
export { QualityModule } from './review.module.js';
export {
  calibrationQuerySchema,
  calibrationSchema,
  newReviewSchema,
  reviewFormDraftSchema,
  reviewFormSchema,
  reviewQuerySchema,
  reviewSchema,
  sampledContactSchema,
  sampleQuerySchema,
} from './review.schema.js';
export type {
  Calibration,
  CalibrationQuery,
  NewReview,
  Review,
  ReviewForm,
  ReviewFormDraft,
  ReviewQuery,
  SampledContact,
  SampleQuery,
} from './review.schema.js';
export { ReviewForms } from './review-forms.service.js';
export { Reviews } from './reviews.service.js';
export { newShiftSchema, shiftQuerySchema, shiftSchema } from './shift.schema.js';
export type { NewShift, Shift, ShiftQuery } from './shift.schema.js';
export { Shifts } from './shifts.service.js';
export {
  articleQuerySchema,
  articleSchema,
  articleTextSchema,
  articleVersionsSchema,
  foundArticlesSchema,
} from './article.schema.js';
export type { Article, ArticleQuery, ArticleText, FoundArticle } from './article.schema.js';
export { Articles } from './articles.service.js';
export { otherOpenCases } from './contact-screen.queries.js';
export { ContactScreenModule } from './contact-screen.module.js';
export { linkAsks, newLinkSchema, sentLinkSchema } from './customer-link.schema.js';
export type { LinkAsk, NewLinkRequest, SentLink } from './customer-link.schema.js';
export { CustomerLinks } from './customer-links.service.js';
export type { OpenedLink } from './customer-links.service.js';
export { masked, maskedEmail, maskedIban, maskedPhone, maskedStreet } from './masking.js';
export type { Hidden } from './masking.js';
export { revealedSchema, revealSchema } from './reveal.schema.js';
export type { RevealRequest } from './reveal.schema.js';
export { Reveals, revealsPerHour } from './reveals.service.js';
export {
  filledScriptSchema,
  newScriptSchema,
  scriptListSchema,
  scriptSchema,
  scriptSituations,
  situationOfKind,
} from './script.schema.js';
export type { FilledScript, NewScript, Script, ScriptSituation } from './script.schema.js';
export type { ScriptFacts } from './script-filling.js';
export { Scripts } from './scripts.service.js';
export { recordingConsentFor } from './recording-consent.js';
