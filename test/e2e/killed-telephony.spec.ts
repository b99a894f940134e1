import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addToOutbox, newId } from '#platform';
import { Cases } from '#cases';
import { Clients, notificationSettingsSchema } from '#clients';
import { InsightModule, Invariants } from '#insight';
import { MeteringModule } from '#metering';
import { NotificationsModule } from '#notifications';
import { insertMessages, telephonyOutbox } from '../../libs/notifications/src/message/message.queries.js';
import { putSender } from '../../libs/notifications/src/telephony/sender.queries.js';
import { startBuiltApp } from '../support/built-app.js';
import { newCaseRecord, newItem } from '../support/case-factory.js';
import { seeded } from '../support/outside-mail.js';
import { OutsideTwilio } from '../support/outside-twilio.js';
import { createWorld, type World } from '../support/world.js';

const messages = 400;
const kills = 4;

/** A provider knows no idempotency key: what a dead worker had asked for is looked up, never simply asked for again. */
describe(`a worker killed ${kills} times while it sends ${messages} SMS`, () => {
  let world: World;
  let twilio: OutsideTwilio;

  beforeAll(async () => {
    twilio = await OutsideTwilio.start({ delayMs: 25 });
    world = await createWorld([MeteringModule, NotificationsModule, InsightModule], {
      now: new Date().toISOString(),
    });
    const client = await world.newClient();
    const ctx = world.as(client);
    const records = Array.from({ length: messages }, (_, i) => {
      const record = newCaseRecord({
        state: 'decided',
        items: [newItem({ outcome: 'refund', fulfilment: 'listed' })],
      });
      return { ...record, customer: { ...record.customer, phone: `+4915112${String(100_000 + i)}` } };
    });
    await world.db.tx(ctx, async (tx) => {
      const sender = { address: '+4930901820', costMicros: 75_000, connectTo: null };
      await putSender(tx, client.id, { channel: 'sms', country: '*' }, sender, ctx.now);
      await world.get(Cases).write(ctx, tx, records);
      const queued = records.map((record) => ({
        id: newId(),
        caseId: record.id,
        customerId: record.customer.id,
        channel: 'sms' as const,
        step: 0,
        planVersion: null,
        facts: null,
        language: 'de',
        recipient: record.customer.phone,
        state: 'queued' as const,
        reason: null,
      }));
      await insertMessages(tx, client.id, 'decision', queued, ctx.now);
      await addToOutbox(
        tx,
        telephonyOutbox,
        queued.map(({ id }) => ({ clientId: client.id, refId: id })),
      );
    });
    // The test may run at night.
    const windows = { email: null, sms: null, whatsapp: null, voice: null };
    await world.get(Clients).setNotifications(ctx, notificationSettingsSchema.parse({ windows }));
  });
  afterAll(async () => {
    await world.close();
    await twilio.close();
  });

  it('loses none and asks for none twice', async () => {
    const random = seeded(11);
    const owner = await world.database.owner();
    /** As if so many minutes had gone by for what waits. */
    const pass = (minutes: number) =>
      owner.query(
        `WITH asked AS (UPDATE message SET asked_at = asked_at - make_interval(mins => ${minutes}))
         UPDATE outbox SET next_at = next_at - make_interval(mins => ${minutes})`,
      );
    const start = () => startBuiltApp(world.database.url, { REINTEGRO_ROLE: 'worker', ...twilio.env });
    for (let kill = 0; kill < kills; kill++) {
      const worker = await start();
      const enough = twilio.made.length + 1 + Math.floor(random() * 30);
      for (let waited = 0; waited < 4_000 && twilio.made.length < enough; waited += 5)
        await new Promise((resolve) => setTimeout(resolve, 5));
      await worker.stop('SIGKILL');
      await pass(1);
    }
    const last = await start();
    const left = async (): Promise<number> => {
      const { rows } = await owner.query<{ left: string }>('SELECT count(*) AS left FROM outbox');
      return Number(rows[0]?.left);
    };
    for (let round = 0; round < 60 && (await left()) > 0; round++) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await pass(2);
    }
    expect(await last.stop()).toBe(0);
    const { rows } = await owner.query<{ state: string; reason: string | null; n: string }>(
      'SELECT state, reason, count(*) AS n FROM message GROUP BY state, reason',
    );
    process.stdout.write(
      `killed ${kills} times: ${twilio.made.length} SMS taken, ${twilio.duplicates()} twice\n`,
    );
    expect(rows).toEqual([{ state: 'sent', reason: null, n: messages }]);
    expect([twilio.made.length, twilio.duplicates()]).toEqual([messages, 0]);
    const { violations } = await world.get(Invariants).check(world.across);
    // Cases without decisions and listings are this test's short cut.
    expect(violations.filter((v) => /message|contact|ledger|touch/.test(v.invariant))).toEqual([]);
  }, 300_000);
});
