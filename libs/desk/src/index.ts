export { DeskModule } from './desk.module.js';
export { workItemKinds, workItemQuerySchema, workItemSchema } from './work-item.schema.js';
export type { NewWorkItem, WorkItem, WorkItemKind, WorkItemQuery } from './work-item.schema.js';
export { WorkItems } from './work-items.service.js';
