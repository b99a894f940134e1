import { Module } from '@nestjs/common';
import { ClientsModule } from '#clients';
import { DeskModule, QualityModule } from '#desk';
import { IdentityModule } from '#identity';
import { MeteringModule } from '#metering';
import { Board } from './board.service.js';
import { BoardWatch } from './board-watch.service.js';
import { JobSummaries } from './job-summary.service.js';
import { Invariants } from './invariants.service.js';
import { StaffingPlans } from './staffing.service.js';
import { StaffingPolicy } from './staffing-settings.service.js';
import { Statistics } from './statistics.service.js';

@Module({
  imports: [ClientsModule, DeskModule, IdentityModule, MeteringModule, QualityModule],
  providers: [Board, BoardWatch, Invariants, JobSummaries, StaffingPlans, StaffingPolicy, Statistics],
  exports: [Board, BoardWatch, Invariants, JobSummaries, StaffingPlans, StaffingPolicy, Statistics],
})
export class InsightModule {}
