import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { ContactsModule } from '#contacts';
import { ContactConclusion } from './contact-conclusion.service.js';
import { DeskModule } from './desk.module.js';
import { NextSteps } from './next-steps.service.js';
import { TimedWrapUps } from './timed-wrap-ups.service.js';
import { WrapUpJobs } from './wrap-up.jobs.js';
import { WrapUps } from './wrap-ups.service.js';

/** Needs providers of `ContactMeter` and `WrapUpEffects`; the global modules of metering and resolution have them. */
@Module({
  imports: [CasesModule, ClientsModule, ContactsModule, DeskModule],
  providers: [ContactConclusion, NextSteps, TimedWrapUps, WrapUpJobs, WrapUps],
  exports: [TimedWrapUps, WrapUpJobs, WrapUps],
})
export class WrapUpModule {}
