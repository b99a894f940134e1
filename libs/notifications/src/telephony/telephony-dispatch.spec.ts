import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import {
  addToOutbox,
  newId,
  OutboxReceipts,
  recordInOutbox,
  takeFromOutbox,
  type ClientCtx,
  type OutboxItem,
  type OutboxOutcome,
  type Tx,
} from '#platform';
import { Cases, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { ContactMeter, Contacts, type ContactDraft, type ContactVerdict } from '#contacts';
import { newCaseRecord, newItem } from '../../../../test/support/case-factory.js';
import {
  OutsideTwilio,
  seededTwilio,
  type TwilioBehaviour,
  type TwilioMade,
} from '../../../../test/support/outside-twilio.js';
import { createWorld, type World } from '../../../../test/support/world.js';
import { insertMessages, telephonyOutbox } from '../message/message.queries.js';
import { NotificationsModule } from '../notifications.module.js';
import { Suppressions } from '../plan/suppressions.service.js';
import { smsSize } from '../writing/sms-segments.js';
import { putSender } from './sender.queries.js';
import { TelephonyDispatch } from './telephony-dispatch.service.js';

class PlainMeter extends ContactMeter {
  async judge(_: ClientCtx, __: Tx, drafts: readonly ContactDraft[]): Promise<ContactVerdict[]> {
    return drafts.map((d) => ({ billable: d.outcome === 'accepted', reason: d.outcome }));
  }
  async charge(): Promise<void> {}
  async retract(): Promise<void> {}
}

@Global()
@Module({ providers: [{ provide: ContactMeter, useClass: PlainMeter }], exports: [ContactMeter] })
class MeterModule {}

interface MessageFacts {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly provider_id: string | null;
  readonly segments: number | null;
  readonly cost_micros: number | null;
  readonly body_text: string | null;
}

describe('SMS, WhatsApp and calls over Twilio', () => {
  let outside: OutsideTwilio;
  let world: World;
  let client: Client;
  let dispatch: TelephonyDispatch;

  beforeAll(async () => {
    outside = await OutsideTwilio.start();
    world = await createWorld([MeterModule, NotificationsModule], { env: outside.env });
    client = await world.newClient();
    dispatch = world.get(TelephonyDispatch);
    const at = world.clock.now();
    await world.db.tx(world.as(client), async (tx) => {
      for (const channel of ['sms', 'whatsapp', 'voice'] as const) {
        const sender = { address: '+4930901820', costMicros: 75_000, connectTo: null };
        await putSender(tx, client.id, { channel, country: '*' }, sender, at);
      }
    });
    outside.change({ now: () => world.clock.now() });
  });
  afterEach(async () => {
    outside.change({ behave: () => 'accept', segments: 1 });
    outside.made.length = 0;
    world.clock.set('2026-03-02T10:00:00Z');
    const owner = await world.database.owner();
    await owner.query('DELETE FROM outbox');
    await owner.end();
  });
  afterAll(async () => {
    await world.close();
    await outside.close();
  });

  let phones = 0;
  const decided = (phone = `+4915112${String(++phones).padStart(6, '0')}`): CaseRecord => {
    const record = newCaseRecord({
      state: 'decided',
      deadlineOn: '2026-03-16',
      items: [newItem({ outcome: 'refund' })],
    });
    return { ...record, customer: { ...record.customer, phone } };
  };

  /** Queues a message per case as a contact plan would. */
  async function queue(
    records: CaseRecord[],
    channel: 'sms' | 'voice' | 'whatsapp' = 'sms',
  ): Promise<string[]> {
    const ctx = world.as(client);
    const messages = records.map((record) => ({
      id: newId(),
      caseId: record.id,
      customerId: record.customer.id,
      channel,
      step: 0,
      planVersion: null,
      facts: null,
      language: 'de',
      recipient: record.customer.phone ?? '',
      state: 'queued' as const,
      reason: null,
    }));
    await world.db.tx(ctx, async (tx) => {
      await world.get(Cases).write(ctx, tx, records);
      await insertMessages(tx, client.id, 'decision', messages, ctx.now);
      await addToOutbox(
        tx,
        telephonyOutbox,
        messages.map(({ id }) => ({ clientId: client.id, refId: id })),
      );
    });
    return messages.map(({ id }) => id);
  }

  async function owner(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const connection = await world.database.owner();
    const { rows } = await connection.query<Record<string, unknown>>(sql, values);
    await connection.end();
    return rows;
  }
  const messages = (ids: string[]): Promise<MessageFacts[]> =>
    world.db.tx(world.as(client), (tx) =>
      tx.query(
        `SELECT id, state, reason, attempts, provider_id, segments, cost_micros, body_text FROM message
         WHERE id = ANY($1::uuid[]) ORDER BY id`,
        [ids],
      ),
    );
  /** What the dispatcher takes at an instant: the database's clock stands for the frozen one. */
  async function take(): Promise<OutboxItem[]> {
    await owner(
      `UPDATE outbox SET next_at = now() - interval '1 s' WHERE next_at <= $1 OR lease_token IS NOT NULL
                 OR next_at <= now()`,
      [world.clock.now()],
    );
    const { taken } = await world.db.tx(world.across, (tx) => takeFromOutbox(tx, telephonyOutbox, 50, 600));
    return taken;
  }
  async function work(): Promise<readonly OutboxOutcome[]> {
    const outcomes = await dispatch.perform(await take());
    await world.db.tx(world.across, (tx) => recordInOutbox(tx, telephonyOutbox, outcomes));
    return outcomes;
  }
  /** A worker that dies before it records anything. */
  const dying = (): Pick<TelephonyDispatch, 'perform'> =>
    Object.assign(Object.create(dispatch) as object, {
      recording: { record: () => Promise.reject(new Error('killed')) },
    }) as unknown as Pick<TelephonyDispatch, 'perform'>;
  const always = (behaviour: TwilioBehaviour) => outside.change({ behave: () => behaviour });

  it('sends one SMS per case in its language, with its segments and its cost', async () => {
    outside.change({ segments: 7 });
    const [one] = await queue([decided()]);
    expect((await work()).map((o) => o.result)).toEqual(['done']);
    const [message] = await messages([one ?? '']);
    const { params, sid } = outside.made[0] as TwilioMade;
    expect(message).toMatchObject({ state: 'sent', attempts: 1, provider_id: sid, segments: 7 });
    // Ours before, Twilio's after; the price was reckoned with ours.
    const { segments } = smsSize(message?.body_text ?? '');
    expect(message?.cost_micros).toBe(75_000 * segments);
    expect(params).toMatchObject({ From: '+4930901820', Body: message?.body_text });
    expect(params['StatusCallback']).toBe(
      `https://desk.example/v1/hooks/twilio/${client.id}/messages/${one}/status`,
    );
    expect(params['Body']).toContain('Erstattung');
  });

  it('places a call whose words and reports come from us, and records nothing', async () => {
    const [one] = await queue([decided()], 'voice');
    await work();
    const { params } = outside.made[0] as TwilioMade;
    expect(params).toMatchObject({ Record: 'false', MachineDetection: 'Enable', From: '+4930901820' });
    expect(params['Url']).toBe(`https://desk.example/v1/hooks/twilio/${client.id}/messages/${one}/voice`);
    expect(await messages([one ?? ''])).toMatchObject([{ state: 'sent', segments: null }]);
  });

  it('does not send WhatsApp in words that are not approved', async () => {
    const [one] = await queue([decided()], 'whatsapp');
    await work();
    expect(await messages([one ?? ''])).toMatchObject([{ state: 'failed', reason: 'whatsapp_not_approved' }]);
    expect(outside.made).toEqual([]);
  });

  it('tries again after 429, not before Twilio says', async () => {
    const [one] = await queue([decided()]);
    outside.change({ behave: () => 'busy', retryAfter: 600 });
    const [outcome] = await work();
    expect(outcome).toMatchObject({ result: 'retry', reason: 'twilio_20429' });
    const wait = outcome?.result === 'retry' ? outcome.nextAt.getTime() - world.clock.now().getTime() : 0;
    expect(wait).toBeGreaterThanOrEqual(600_000);
    expect(await messages([one ?? ''])).toMatchObject([{ state: 'queued', attempts: 1 }]);
    always('accept');
    world.clock.advance(700_000);
    await work();
    expect(await messages([one ?? ''])).toMatchObject([{ state: 'sent', attempts: 2, reason: null }]);
  });

  it('gives up at once when Twilio refuses, and never writes to a dead number again', async () => {
    const record = decided();
    const [one] = await queue([record]);
    outside.change({
      behave: () => 'refuse',
      refuseWith: { code: 21211, message: `Invalid 'To' Phone Number: ${record.customer.phone}` },
    });
    await work();
    const [message] = await messages([one ?? '']);
    expect(message).toMatchObject({ state: 'failed', attempts: 1 });
    expect(message?.reason).toMatch(/^twilio_21211: /);
    expect(message?.reason).not.toMatch(/\d{6}/);
    const address = record.customer.phone ?? '';
    const ctx = world.as(client);
    const asked = [
      { channel: 'sms', address },
      { channel: 'voice', address },
    ];
    expect(await world.db.tx(ctx, (tx) => world.get(Suppressions).suppressed(ctx, tx, asked))).toEqual([
      true,
      false,
    ]);
  });

  it('waits for mended credentials rather than losing messages to them', async () => {
    const [one] = await queue([decided()]);
    always('lock_out');
    await work();
    expect(await messages([one ?? ''])).toMatchObject([{ state: 'queued' }]);
  });

  it('never has two calls on their way to one number, so that a lost one can be told from the next', async () => {
    const phone = '+4915112999999';
    const [first, second] = await queue([decided(phone), decided(phone)], 'voice');
    always('silent');
    expect((await work()).map((o) => (o.result === 'retry' ? o.reason : o.result)).sort()).toEqual([
      'number busy',
      'unknown',
    ]);
    always('accept');
    world.clock.advance(61_000);
    await work();
    expect(await messages([first ?? '', second ?? ''])).toMatchObject([
      { state: 'sent' },
      { state: 'queued' },
    ]);
    world.clock.advance(61_000);
    await work();
    const [one, other] = await messages([first ?? '', second ?? '']);
    expect([one?.provider_id, other?.provider_id]).toEqual(outside.made.map(({ sid }) => sid));
  });

  it.each(['broken_after', 'silent', 'cut'] as const)(
    'finds a message whose answer was lost (%s) and does not send it again',
    async (behaviour) => {
      const [one] = await queue([decided()]);
      always(behaviour);
      const [outcome] = await work();
      expect(outcome).toMatchObject({ result: 'retry', reason: 'unknown' });
      expect(await messages([one ?? ''])).toMatchObject([{ state: 'unknown', provider_id: null }]);
      always('accept');
      world.clock.advance(61_000);
      expect((await work()).map((o) => o.result)).toEqual(['done']);
      expect(await messages([one ?? ''])).toMatchObject([
        { state: 'sent', provider_id: outside.made[0]?.sid },
      ]);
      expect(outside.made).toHaveLength(1);
      const [contact] = await world.get(Contacts).ofCase(world.as(client), await caseOf(one));
      expect(contact).toMatchObject({ outcome: 'accepted', billable: true });
    },
  );

  it.each(['broken', 'absent'] as const)(
    'sends again what Twilio does not have (%s), after a quarter of an hour and not before',
    async (behaviour) => {
      const [one] = await queue([decided()]);
      always(behaviour);
      await work();
      always('accept');
      for (let minutes = 1; minutes < 14; minutes++) {
        world.clock.advance(60_000);
        await work();
        expect(await messages([one ?? ''])).toMatchObject([{ state: 'unknown' }]);
      }
      world.clock.advance(60_000);
      await work();
      await work();
      expect(await messages([one ?? ''])).toMatchObject([{ state: 'sent', attempts: 2 }]);
      expect(outside.made).toHaveLength(1);
    },
  );

  it('asks again later when Twilio cannot be asked, and concludes nothing from that', async () => {
    const [one] = await queue([decided()]);
    always('cut');
    await work();
    outside.pause(true);
    for (let minutes = 1; minutes < 20; minutes++) {
      world.clock.advance(60_000);
      await work();
    }
    expect(await messages([one ?? ''])).toMatchObject([{ state: 'unknown' }]);
    outside.pause(false);
    always('accept');
    world.clock.advance(8 * 3_600_000);
    await work();
    expect(await messages([one ?? ''])).toMatchObject([{ state: 'sent', attempts: 1 }]);
    expect(outside.made).toHaveLength(1);
  });

  it('tells apart two messages with the same words to the same number', async () => {
    const record = decided();
    const other = { ...decided(record.customer.phone ?? ''), orderRef: record.orderRef };
    const ids = await queue([record, other]);
    always('cut');
    for (let round = 0; round < 4; round++) {
      await work();
      world.clock.advance(61_000);
    }
    const found = await messages(ids);
    expect(found.map((m) => m.state)).toEqual(['sent', 'sent']);
    expect(new Set(found.map((m) => m.provider_id)).size).toBe(2);
  });

  it('finds lost calls too', async () => {
    const [one] = await queue([decided()], 'voice');
    always('cut');
    await work();
    always('accept');
    world.clock.advance(61_000);
    await work();
    expect(await messages([one ?? ''])).toMatchObject([{ state: 'sent', provider_id: outside.made[0]?.sid }]);
  });

  it('does not send again what a killed worker had asked for', async () => {
    const ids = await queue(Array.from({ length: 3 }, () => decided()));
    // The worker takes, asks, and dies before it notes anything.
    const taken = await take();
    const [first] = taken;
    await dying().perform(taken);
    await owner(`UPDATE outbox SET receipt = NULL WHERE ref_id <> $1`, [first?.refId]);
    expect(outside.made).toHaveLength(3);
    world.clock.advance(61_000);
    await work();
    const states = (await messages(ids)).map((m) => [m.id === first?.refId, m.state]);
    expect(states.toSorted()).toEqual([
      [false, 'unknown'],
      [false, 'unknown'],
      [true, 'sent'],
    ]);
    await work();
    expect((await messages(ids)).map((m) => m.state)).toEqual(['sent', 'sent', 'sent']);
    expect(outside.made).toHaveLength(3);
  });

  it('records by its receipt what was sent, with its words', async () => {
    const ids = await queue([decided()]);
    const [item] = await take();
    if (!item) throw new Error('nothing taken');
    await dying().perform([item]);
    await world.get(OutboxReceipts).note(telephonyOutbox, item, `${outside.made[0]?.sid} queued 2`);
    await work();
    expect(await messages(ids)).toMatchObject([
      { state: 'sent', segments: 2, body_text: outside.made[0]?.params['Body'] },
    ]);
    expect(outside.made).toHaveLength(1);
  });

  it('loses and doubles nothing with 429 at 30 %, 5xx at 10 %, timeouts at 10 %', async () => {
    const ids = await queue(Array.from({ length: 200 }, () => decided()));
    outside.change({
      retryAfter: undefined,
      behave: seededTwilio(7, {
        accept: 50,
        busy: 30,
        broken: 5,
        broken_after: 5,
        silent: 4,
        cut: 4,
        absent: 2,
      }),
    });
    const unknownSince = new Map<string, number>();
    const resolved: number[] = [];
    for (let minute = 0; minute < 240; minute++) {
      for (let round = 0; round < 8 && (await work()).length > 0; round++);
      const now = await messages(ids);
      for (const { id, state, attempts } of now) {
        // Lost again at the next try is another story.
        const key = `${id} ${attempts}`;
        if (state === 'unknown') unknownSince.set(key, unknownSince.get(key) ?? minute);
      }
      const unknown = new Set(now.filter((m) => m.state === 'unknown').map((m) => `${m.id} ${m.attempts}`));
      for (const [key, since] of unknownSince) {
        if (!unknown.has(key) && unknownSince.delete(key)) resolved.push(minute - since);
      }
      if (now.every(({ state }) => state === 'sent')) break;
      world.clock.advance(60_000);
    }
    const states = (await messages(ids)).map((m) => m.state);
    const inTime = resolved.filter((minutes) => minutes <= 15).length;
    process.stdout.write(
      `200 messages, ${outside.made.length} at Twilio, ${outside.duplicates()} doubled; ${resolved.length} unknown, ${inTime} resolved within 15 min\n`,
    );
    expect(states.filter((state) => state !== 'sent')).toEqual([]);
    expect(outside.made).toHaveLength(200);
    expect(outside.duplicates()).toBe(0);
    expect(resolved.length).toBeGreaterThan(20);
    expect(inTime / resolved.length).toBeGreaterThanOrEqual(0.99);
  });

  const caseOf = async (id: string | undefined): Promise<string> =>
    String((await owner('SELECT case_id FROM message WHERE id = $1', [id]))[0]?.['case_id']);
});
