import { Injectable } from '@nestjs/common';
import { OutboxDispatcher } from '#platform';
import { InboundServer } from './inbound/inbound-server.service.js';
import { InboundWork } from './inbound/inbound-work.service.js';
import { MessageDispatch } from './mail/message-dispatch.service.js';
import { PlanWatch } from './plan/plan-watch.service.js';
import { Reminders } from './plan/reminders.service.js';
import { TelephonyWork } from './telephony/telephony-work.service.js';

/** What this library does in the background. */
@Injectable()
export class NotificationsJobs {
  constructor(
    private readonly outbox: OutboxDispatcher,
    private readonly dispatch: MessageDispatch,
    private readonly telephony: TelephonyWork,
    private readonly watch: PlanWatch,
    private readonly reminders: Reminders,
    private readonly inbound: InboundWork,
    private readonly inboundServer: InboundServer,
  ) {}

  /** Called once by the worker while it starts. */
  register(): void {
    this.outbox.register(this.dispatch);
    this.telephony.register();
    this.outbox.register(this.watch);
    this.outbox.register(this.reminders);
    this.outbox.register(this.inbound);
  }

  /** Called once by the worker when it works: mail may come in. */
  async begin(): Promise<void> {
    await this.inboundServer.start();
  }
}
