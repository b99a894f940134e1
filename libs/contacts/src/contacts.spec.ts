import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { newId, type ClientCtx, type Tx } from '#platform';
import type { Client } from '#clients';
import { createWorld, type World } from '../../../test/support/world.js';
import { ContactMeter, type ContactDraft, type ContactVerdict, type StoredContact } from './contact-meter.js';
import { ContactsModule } from './contacts.module.js';
import { Contacts } from './contacts.service.js';

class CountingMeter extends ContactMeter {
  readonly charged: StoredContact[] = [];
  async judge(_: ClientCtx, __: Tx, drafts: readonly ContactDraft[]): Promise<ContactVerdict[]> {
    return drafts.map((d) =>
      d.outcome === 'accepted'
        ? { billable: true, reason: 'outbound_accepted' }
        : { billable: false, reason: 'not_delivered' },
    );
  }
  async charge(_: ClientCtx, __: Tx, contacts: readonly StoredContact[]): Promise<void> {
    this.charged.push(...contacts);
  }
  retract(): Promise<void> {
    return Promise.resolve();
  }
}

const meter = new CountingMeter();

@Global()
@Module({ providers: [{ provide: ContactMeter, useValue: meter }], exports: [ContactMeter] })
class MeterModule {}

describe('contacts', () => {
  let world: World;
  let contacts: Contacts;
  let client: Client;
  let caseId: string;

  beforeAll(async () => {
    world = await createWorld([MeterModule, ContactsModule]);
    contacts = world.get(Contacts);
    client = await world.newClient();
  });
  beforeEach(async () => {
    meter.charged.length = 0;
    caseId = newId();
    const customerId = newId();
    await world.db.tx(world.as(client), async (tx) => {
      await tx.query('INSERT INTO customer (client_id, id, match_key) VALUES ($1, $2, $3)', [
        client.id,
        customerId,
        customerId,
      ]);
      await tx.query(
        `INSERT INTO return_case (client_id, id, case_ref, order_ref, customer_id, state, language, content_hash)
         VALUES ($1, $2, $3, 'o', $4, 'decided', 'de', '')`,
        [client.id, caseId, caseId, customerId],
      );
    });
  });
  afterAll(() => world.close());

  const draft = (changes: Partial<ContactDraft> = {}): ContactDraft => ({
    caseId,
    sourceKind: 'message',
    sourceId: newId(),
    purpose: 'decision',
    channel: 'email',
    direction: 'outbound',
    language: 'de',
    outcome: 'accepted',
    concludedAt: world.clock.now(),
    ...changes,
  });
  const conclude = (drafts: ContactDraft[], as: ClientCtx = world.as(client)) =>
    world.db.tx(as, (tx) => contacts.conclude(as, tx, drafts));

  it('stores each contact with its verdict and charges the billable ones only', async () => {
    const accepted = draft();
    const failed = draft({ outcome: 'failed' });
    await conclude([accepted, failed]);
    const views = await contacts.ofCase(world.as(client), caseId);
    expect(views.map((v) => [v.outcome, v.billable, v.billingReason]).sort()).toEqual([
      ['accepted', true, 'outbound_accepted'],
      ['failed', false, 'not_delivered'],
    ]);
    expect(meter.charged.map((c) => c.sourceId)).toEqual([accepted.sourceId]);
  });

  it('concludes a source once, also twice in one batch', async () => {
    const once = draft();
    await conclude([once, once]);
    expect(await conclude([once])).toEqual([]);
    expect(await contacts.ofCase(world.as(client), caseId)).toHaveLength(1);
    expect(meter.charged).toHaveLength(1);
  });

  it('charges once when two workers conclude the same source at the same moment', async () => {
    const same = draft();
    const results = await Promise.all([conclude([same]), conclude([same]), conclude([same])]);
    expect(results.flat()).toHaveLength(1);
    expect(meter.charged).toHaveLength(1);
  });

  it('shows the attempts of a contact in order and keeps the first record of a repeated one', async () => {
    const one = draft();
    const ctx = world.as(client);
    const attempt = (seq: number, outcome: string, reason?: string) => ({
      sourceId: one.sourceId,
      seq,
      channel: 'email',
      at: world.clock.now(),
      outcome,
      reason,
    });
    await world.db.tx(ctx, (tx) =>
      contacts.recordAttempts(ctx, tx, [attempt(1, 'deferred', '451'), attempt(2, 'accepted')]),
    );
    await world.db.tx(ctx, (tx) => contacts.recordAttempts(ctx, tx, [attempt(2, 'rejected')]));
    await conclude([one]);
    const [view] = await contacts.ofCase(ctx, caseId);
    expect(view?.attempts).toEqual([
      { seq: 1, channel: 'email', at: '2026-03-02T10:00:00.000Z', outcome: 'deferred', reason: '451' },
      { seq: 2, channel: 'email', at: '2026-03-02T10:00:00.000Z', outcome: 'accepted', reason: null },
    ]);
  });

  it("shows nothing of another client's case, and nothing to who may not read cases", async () => {
    await conclude([draft()]);
    const other = await world.newClient();
    expect(await contacts.ofCase(world.as(other), caseId)).toEqual([]);
    const nobody: ClientCtx = {
      ...world.as(client),
      actor: { kind: 'api_key', id: newId(), permissions: new Set() },
    };
    await expect(contacts.ofCase(nobody, caseId)).rejects.toMatchObject({ code: 'request.forbidden' });
    await expect(conclude([draft()], nobody)).rejects.toMatchObject({ code: 'request.forbidden' });
  });
});
