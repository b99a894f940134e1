import { Module, type Type } from '@nestjs/common';
import { Jobs, OutboxDispatcher } from '#platform';
import { BillingJobs, BillingModule } from '#billing';
import { CallJobs, CallModule, DeskJobs, DeskModule, WrapUpJobs, WrapUpModule } from '#desk';
import { IdentityJobs, IdentityModule } from '#identity';
import { IntakeJobs, IntakeModule } from '#intake';
import { ListingsJobs, ListingsModule } from '#listings';
import { MeteringJobs, MeteringModule } from '#metering';
import { DeskTelephonyModule, NotificationsJobs, NotificationsModule } from '#notifications';
import { WorkerRuntime, type JobRegistrar } from './worker-runtime.js';

/** The libraries that work in the background. A new one is added to both lists. */
const modules: Type[] = [
  IntakeModule,
  DeskModule,
  WrapUpModule,
  CallModule,
  DeskTelephonyModule,
  NotificationsModule,
  ListingsModule,
  MeteringModule,
  BillingModule,
  IdentityModule,
];
const registrars: Type<JobRegistrar>[] = [
  IntakeJobs,
  DeskJobs,
  WrapUpJobs,
  CallJobs,
  NotificationsJobs,
  ListingsJobs,
  MeteringJobs,
  BillingJobs,
  IdentityJobs,
];

/** Job processors and schedulers: wiring only. Importing it starts nothing; `WorkerRuntime.start()` does. */
@Module({
  imports: modules,
  providers: [
    {
      provide: WorkerRuntime,
      inject: [Jobs, OutboxDispatcher, ...registrars],
      useFactory: (jobs: Jobs, outbox: OutboxDispatcher, ...all: JobRegistrar[]) =>
        new WorkerRuntime(jobs, outbox, all),
    },
  ],
  exports: [WorkerRuntime],
})
export class WorkerModule {}
