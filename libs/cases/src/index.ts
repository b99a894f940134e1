export {
  caseStates,
  conditions,
  fulfilments,
  legalBases,
  missingFacts,
  outcomes,
  reasons,
} from './case-record.js';
export type {
  CaseCustomer,
  CaseItem,
  CaseRecord,
  CaseState,
  Condition,
  Fulfilment,
  LegalBasis,
  MissingFact,
  Outcome,
  Reason,
  TimelineEvent,
} from './case-record.js';
export {
  caseDetailSchema,
  caseItemViewSchema,
  casePageSchema,
  caseQuerySchema,
  caseViewSchema,
  stockReportSchema,
  timelineEventViewSchema,
} from './case.schema.js';
export type { CaseDetail, CaseItemView, CaseQuery, CaseView, StockLevel } from './case.schema.js';
export { caseStateTable, isFinal, missingFactsOf } from './case.states.js';
export type { CaseEvent } from './case.states.js';
export { CasesModule } from './cases.module.js';
export type { CustomerFacts } from './case-writing.queries.js';
export { Cases } from './cases.service.js';
export type { CaseEventDraft, FulfilmentChange } from './cases.service.js';
export { Stock } from './stock.service.js';
