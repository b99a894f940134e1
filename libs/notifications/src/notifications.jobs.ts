import { Injectable } from '@nestjs/common';
import { OutboxDispatcher } from '#platform';
import { MessageDispatch } from './mail/message-dispatch.service.js';

/** What this library does in the background. */
@Injectable()
export class NotificationsJobs {
  constructor(
    private readonly outbox: OutboxDispatcher,
    private readonly dispatch: MessageDispatch,
  ) {}

  /** Called once by the worker while it starts. */
  register(): void {
    this.outbox.register(this.dispatch);
  }
}
