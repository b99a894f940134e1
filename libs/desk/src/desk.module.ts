import { Module } from '@nestjs/common';
import { Claims } from './claims.service.js';
import { DeskJobs } from './desk.jobs.js';
import { QueueWeights } from './queue-weights.service.js';
import { WorkItems } from './work-items.service.js';

@Module({
  providers: [Claims, DeskJobs, QueueWeights, WorkItems],
  exports: [Claims, DeskJobs, QueueWeights, WorkItems],
})
export class DeskModule {}
