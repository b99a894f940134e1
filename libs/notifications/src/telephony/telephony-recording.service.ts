import { Injectable } from '@nestjs/common';
import { Clock, Database, type ClientCtx } from '#platform';
import { MessageRecording } from '../message/message-recording.service.js';
import { MessageStatus } from '../message/message-status.service.js';
import { Suppressions } from '../plan/suppressions.service.js';
import { toReports } from './provider-status.js';
import type { PhoneChannel } from './telephony-provider.js';
import type { PhoneOutcome } from './telephony-sending.service.js';

/** Records what came of a batch, in one transaction. */
@Injectable()
export class TelephonyRecording {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly messages: MessageRecording,
    private readonly status: MessageStatus,
    private readonly suppressions: Suppressions,
  ) {}

  /** Also what the provider's first answer says beyond acceptance, and addresses that it called dead. */
  async record(ctx: ClientCtx, outcomes: readonly PhoneOutcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const at = this.clock.now();
    await this.db.tx(ctx, async (tx) => {
      await this.messages.record(
        ctx,
        outcomes.map(({ outcome }) => outcome),
      );
      const reports = outcomes.flatMap(({ outcome, status }) =>
        status === null
          ? []
          : toReports(outcome.item.refId, outcome.channel as PhoneChannel, status, at).filter(
              ({ event }) => event !== 'accept',
            ),
      );
      if (reports.length > 0) await this.status.apply(ctx, tx, reports);
      await this.suppressions.add(
        ctx,
        tx,
        outcomes.flatMap(({ outcome, deadAddress }) => {
          if (deadAddress === null || outcome.kind !== 'unsent') return [];
          const reason = outcome.change.reason.split(':')[0] ?? 'refused';
          return [{ channel: outcome.channel, address: deadAddress, reason }];
        }),
      );
    });
  }

  /** Fails messages whose outbox rows were set aside. */
  setAside(ctx: ClientCtx, ids: readonly string[], reason: string): Promise<void> {
    return this.messages.setAside(ctx, ids, reason);
  }
}
