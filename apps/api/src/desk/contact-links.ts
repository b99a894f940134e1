import { Injectable } from '@nestjs/common';
import { Cases } from '#cases';
import {
  Claims,
  CustomerLinks,
  deskFail,
  maskedEmail,
  maskedPhone,
  type LinkAsk,
  type NewLinkRequest,
  type SentLink,
} from '#desk';
import { Notifications, type AskedFact } from '#notifications';
import type { Ctx } from '#platform';

const asked: Readonly<Record<LinkAsk, AskedFact>> = {
  address: 'address',
  iban: 'bank_account',
  choice: 'choice',
};

/** Links that agents send instead of taking an account number by dictation. */
@Injectable()
export class ContactLinks {
  constructor(
    private readonly claims: Claims,
    private readonly cases: Cases,
    private readonly links: CustomerLinks,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Sends the customer of the case in hand a link to a page that asks for this, in one transaction. Raises
   * `desk.claim_lost`, `desk.nothing_to_choose`, `desk.links_exhausted`, `message.unreachable`.
   */
  async send(ctx: Ctx, claimId: string, { token, asks, channel }: NewLinkRequest): Promise<SentLink> {
    return this.claims.within(ctx, { id: claimId, token }, async ({ ctx: scoped, tx, claim }) => {
      const caseIds = claim.case_id === null ? [] : [claim.case_id];
      const [record] = await this.cases.load(scoped, tx, caseIds, { lock: true });
      if (!record) throw deskFail('desk.nothing_to_choose');
      const isSoldOut = record.items.some(({ fulfilment }) => fulfilment === 'out_of_stock');
      if (asks.includes('choice') && !isSoldOut) throw deskFail('desk.nothing_to_choose');
      const link = await this.links.issue(scoped, tx, { caseId: record.id, claimId, asks });
      const facts = { asked: asks.map((ask) => asked[ask]), linkId: link.id, key: link.id };
      const sent = await this.notifications.sendOver(
        scoped,
        tx,
        channel,
        'missing_information',
        record,
        facts,
      );
      const detail = { linkId: link.id, asks, channel };
      await this.cases.addEvents(scoped, tx, [{ caseId: record.id, kind: 'link.sent', detail }]);
      return {
        sentTo: channel === 'email' ? maskedEmail(sent) : maskedPhone(sent),
        expiresAt: link.expiresAt.toISOString(),
      };
    });
  }
}
