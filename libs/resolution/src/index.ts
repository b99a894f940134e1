export {
  agentDecisionAnswerSchema,
  agentDecisionSchema,
  allowedOutcomeSchema,
} from './agent-resolution.schema.js';
export type { AgentDecision, AgentDecisionAnswer } from './agent-resolution.schema.js';
export { AgentResolution } from './agent-resolution.service.js';
export type { AgentView } from './agent-resolution.service.js';
export { decisionViewSchema, handDecisionAnswerSchema, handDecisionSchema } from './decision.schema.js';
export type { DecisionView, HandDecision, HandDecisionAnswer } from './decision.schema.js';
export {
  policyPageSchema,
  policySummarySchema,
  policyViewSchema,
  simulationRequestSchema,
  simulationSchema,
} from './policies.schema.js';
export type { PolicySummary, PolicyView, Simulation, SimulationRequest } from './policies.schema.js';
export { Policies } from './policies.service.js';
export { findingSchema } from './policy-check.js';
export type { PolicyFinding } from './policy-check.js';
export { policyDraftSchema } from './policy.schema.js';
export type { PolicyCondition, PolicyDraft, PolicyRule } from './policy.schema.js';
export { itemFacts } from './item-facts.js';
export type { ItemFacts } from './item-facts.js';
export { compilePolicy } from './policy-compiler.js';
export { judge } from './verdict.js';
export { ResolutionModule } from './resolution.module.js';
export { Resolution } from './resolution.service.js';
export { Simulations } from './simulations.service.js';
