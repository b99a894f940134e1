import { Module } from '@nestjs/common';
import { CasesModule } from '#cases';
import { ClientsModule } from '#clients';
import { CallControl } from './call-control.service.js';
import { CallDialling } from './call-dialling.service.js';
import { CallFollowing } from './call-following.service.js';
import { CallGate } from './call-gate.service.js';
import { CallHearing } from './call-hearing.service.js';
import { CallHolding } from './call-holding.service.js';
import { CallLaunch } from './call-launch.service.js';
import { CallList } from './call-list.service.js';
import { CallReconciliation } from './call-reconciliation.service.js';
import { CallRecording } from './call-recording.service.js';
import { CallReporting } from './call-reporting.service.js';
import { CallRinging } from './call-ringing.service.js';
import { CallTransfers } from './call-transfers.service.js';
import { CallWatch } from './call-watch.service.js';
import { CallJobs } from './call.jobs.js';
import { ContactScreenModule } from './contact-screen.module.js';
import { DeskModule } from './desk.module.js';

/** Agents' calls. Needs providers of `CallProvider` and `CallPermission`; the global module of notifications has them. */
@Module({
  imports: [CasesModule, ClientsModule, ContactScreenModule, DeskModule],
  providers: [
    CallControl,
    CallDialling,
    CallFollowing,
    CallGate,
    CallHearing,
    CallHolding,
    CallJobs,
    CallLaunch,
    CallList,
    CallReconciliation,
    CallRecording,
    CallReporting,
    CallRinging,
    CallTransfers,
    CallWatch,
  ],
  exports: [
    CallControl,
    CallDialling,
    CallHearing,
    CallJobs,
    CallList,
    CallRecording,
    CallTransfers,
    CallWatch,
  ],
})
export class CallModule {}
