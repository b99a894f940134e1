import { Module } from '@nestjs/common';
import { ClientsModule } from '#clients';
import { AgentProfiles } from './agent-profiles.service.js';
import { AgentDays } from './agent-days.service.js';
import { CallSchedule } from './call-schedule.service.js';
import { ClaimNotes } from './claim-notes.service.js';
import { Claims } from './claims.service.js';
import { DeskJobs } from './desk.jobs.js';
import { Dispositions } from './dispositions.service.js';
import { Presence } from './presence.service.js';
import { QueueWeights } from './queue-weights.service.js';
import { WorkItems } from './work-items.service.js';

/** The queue and who works on what; what comes of the work is in `WrapUpModule`. */
@Module({
  imports: [ClientsModule],
  providers: [
    AgentDays,
    AgentProfiles,
    CallSchedule,
    ClaimNotes,
    Claims,
    DeskJobs,
    Dispositions,
    Presence,
    QueueWeights,
    WorkItems,
  ],
  exports: [
    AgentDays,
    AgentProfiles,
    CallSchedule,
    ClaimNotes,
    Claims,
    DeskJobs,
    Dispositions,
    Presence,
    QueueWeights,
    WorkItems,
  ],
})
export class DeskModule {}
