import { Injectable } from '@nestjs/common';
import { Cases, type CaseRecord } from '#cases';
import { WrapUpEffects, type OrderedMessage } from '#desk';
import { messageChannels, messagePurposes, Notifications, Suppressions } from '#notifications';
import type { ClientCtx, Tx } from '#platform';

/** What agents' wrap-ups mean for messages to the customer. */
@Injectable()
export class WrapUpAnnouncements extends WrapUpEffects {
  constructor(
    private readonly cases: Cases,
    private readonly notifications: Notifications,
    private readonly suppressions: Suppressions,
  ) {
    super();
  }

  override async stopContact(ctx: ClientCtx, tx: Tx, caseId: string): Promise<void> {
    for (const record of await this.held(ctx, tx, caseId))
      await this.suppressions.addCustomer(ctx, tx, record, messageChannels, 'asked_agent');
  }

  override async stopCalls(ctx: ClientCtx, tx: Tx, caseId: string): Promise<void> {
    for (const record of await this.held(ctx, tx, caseId))
      await this.suppressions.addCustomer(ctx, tx, record, ['voice'], 'number_bad');
  }

  override async callsExhausted(ctx: ClientCtx, tx: Tx, caseId: string, tries: number): Promise<void> {
    const records = await this.held(ctx, tx, caseId);
    await this.notifications.announce(ctx, tx, 'call_missed', records, () => ({ tries }));
  }

  override async write(ctx: ClientCtx, tx: Tx, caseId: string, message: OrderedMessage): Promise<boolean> {
    const { channel, key } = message;
    const purpose = messagePurposes.find((known) => known === message.purpose);
    if (!purpose || !(await this.notifications.wants(ctx, purpose))) return false;
    const records = await this.held(ctx, tx, caseId);
    await this.notifications.announce(ctx, tx, purpose, records, () => ({ key }), channel);
    return true;
  }

  /** The case, held against other writers. */
  private held(ctx: ClientCtx, tx: Tx, caseId: string): Promise<CaseRecord[]> {
    return this.cases.load(ctx, tx, [caseId], { lock: true });
  }
}
