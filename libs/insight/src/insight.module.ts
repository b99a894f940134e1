import { Module } from '@nestjs/common';
import { ClientsModule } from '#clients';
import { MeteringModule } from '#metering';
import { JobSummaries } from './job-summary.service.js';
import { Invariants } from './invariants.service.js';

@Module({
  imports: [ClientsModule, MeteringModule],
  providers: [Invariants, JobSummaries],
  exports: [Invariants, JobSummaries],
})
export class InsightModule {}
