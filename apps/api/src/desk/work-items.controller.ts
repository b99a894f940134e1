import { Controller, Get, Query } from '@nestjs/common';
import { WorkItems, workItemQuerySchema, workItemSchema, type WorkItem, type WorkItemQuery } from '#desk';
import { pageOf, type Ctx, type Page } from '#platform';
import { Operation, RequestCtx } from '../http/operation.js';

/** What waits for a person at one client. */
@Controller('v1/desk/work-items')
export class WorkItemsController {
  constructor(private readonly workItems: WorkItems) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'client',
    tag: 'Desk',
    summary: 'The queue of one client: highest priority first, then oldest',
    answers: { 200: pageOf(workItemSchema) },
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: workItemQuerySchema }) query: WorkItemQuery,
  ): Promise<Page<WorkItem>> {
    return this.workItems.list(ctx, query);
  }
}
