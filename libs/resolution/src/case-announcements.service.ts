import { Injectable } from '@nestjs/common';
import type { CaseRecord } from '#cases';
import { isReachable, Notifications, type MessageFacts, type MessagePurpose } from '#notifications';
import type { ClientCtx, Tx } from '#platform';

/** What customers are told about a case besides its decision, when it comes in or changes. */
@Injectable()
export class CaseAnnouncements {
  constructor(private readonly notifications: Notifications) {}

  /**
   * Announces in `tx` the receipt of withdrawals that customers declared, what cases wait for, and goods that have come in
   * before there is a decision; each once per case and content. `incomplete` are the cases that wait for something new.
   * Costs nothing for a client that wants none of it. The cases are stored and held by the caller.
   */
  async announce(
    ctx: ClientCtx,
    tx: Tx,
    records: readonly CaseRecord[],
    incomplete: readonly CaseRecord[],
  ): Promise<void> {
    await this.tell(ctx, tx, 'withdrawal_receipt', records.filter(isWithdrawal), () => ({
      at: ctx.now.toISOString(),
      key: 'withdrawal',
    }));
    await this.tell(ctx, tx, 'missing_information', incomplete, ({ waitsFor }) => ({
      asked: waitsFor,
      key: waitsFor.join(),
    }));
    await this.tell(ctx, tx, 'goods_received', records.filter(isReceivedUndecided), ({ receivedOn }) => ({
      key: `received ${receivedOn ?? ''}`,
    }));
  }

  /** Only those who can be reached: what is lacking may be the address itself. */
  private async tell(
    ctx: ClientCtx,
    tx: Tx,
    purpose: MessagePurpose,
    records: readonly CaseRecord[],
    factsOf: (record: CaseRecord) => MessageFacts,
  ): Promise<void> {
    if (records.length === 0 || !(await this.notifications.wants(ctx, purpose))) return;
    await this.notifications.announce(ctx, tx, purpose, records.filter(isReachable), factsOf);
  }
}

/** A declaration of withdrawal that is seen for the first time. */
function isWithdrawal(record: CaseRecord): boolean {
  return record.isNew && record.items.some((item) => item.legalBasis === 'withdrawal');
}

function isReceivedUndecided(record: CaseRecord): boolean {
  return record.receivedOn !== null && (record.state === 'incomplete' || record.state === 'review');
}
