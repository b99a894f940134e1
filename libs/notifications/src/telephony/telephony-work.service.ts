import { Injectable } from '@nestjs/common';
import { Jobs, OutboxDispatcher } from '#platform';
import { TelephonyDispatch } from './telephony-dispatch.service.js';
import { templateApprovals } from './telephony.job-specs.js';
import { WhatsAppTemplates } from './whatsapp-templates.service.js';

/** What telephony does in the background. */
@Injectable()
export class TelephonyWork {
  constructor(
    private readonly outbox: OutboxDispatcher,
    private readonly jobs: Jobs,
    private readonly dispatch: TelephonyDispatch,
    private readonly templates: WhatsAppTemplates,
  ) {}

  /** Called once by the worker while it starts. */
  register(): void {
    this.outbox.register(this.dispatch);
    this.jobs.handle(templateApprovals, () => this.templates.refreshAll());
  }
}
