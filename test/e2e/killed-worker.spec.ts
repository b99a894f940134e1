import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MeteringModule } from '#metering';
import { InsightModule, Invariants } from '#insight';
import { Policies, Resolution, ResolutionModule } from '#resolution';
import { startBuiltApp } from '../support/built-app.js';
import { newCaseRecord, newItem } from '../support/case-factory.js';
import { OutsideMail, seeded } from '../support/outside-mail.js';
import { createWorld, type World } from '../support/world.js';

/** Twenty kills in two thousand messages when it is to be measured in full: `REINTEGRO_KILLS=20`. */
const kills = Number(process.env['REINTEGRO_KILLS'] ?? 8);
const messages = kills * 100;

/** The promise: nothing lost, nothing billed twice, and a duplicate mail only in the instant that no mail system can close. */
describe(`a worker killed ${kills} times while it sends ${messages} messages`, () => {
  let world: World;
  let mail: OutsideMail;

  beforeAll(async () => {
    world = await createWorld([MeteringModule, ResolutionModule, InsightModule]);
    mail = await OutsideMail.start({ delayMs: 5 });
    const client = await world.newClient();
    const policies = world.get(Policies);
    const ctx = world.as(client);
    const draft = await policies.draft(ctx, {
      name: 'Refund',
      rules: [
        {
          id: 'all',
          name: 'All',
          when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
          then: 'refund',
        },
      ],
    });
    await policies.publish(ctx, draft.id);
    for (let done = 0; done < messages; done += 100) {
      const records = Array.from({ length: 100 }, () => newCaseRecord({ items: [newItem()] }));
      await world.db.tx(ctx, (tx) => world.get(Resolution).resolve(ctx, tx, records));
    }
  });
  afterAll(async () => {
    await world.close();
    await mail.close();
  });

  it('loses no message, repeats at most one per kill, bills none twice', async () => {
    const random = seeded(20);
    const start = () => startBuiltApp(world.database.url, { REINTEGRO_ROLE: 'worker', SMTP_URL: mail.url() });
    for (let kill = 0; kill < kills; kill++) {
      const worker = await start();
      // A kill counts when it hits a worker that is sending, not one that waits for leases to end.
      const before = mail.deliveries.length;
      const enough = before + 1 + Math.floor(random() * 80);
      for (let waited = 0; waited < 8_000 && mail.deliveries.length < enough; waited += 5) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await worker.stop('SIGKILL');
    }
    const last = await start();
    const owner = await world.database.owner();
    const left = async (): Promise<number> => {
      const { rows } = await owner.query<{ left: string }>(`SELECT count(*) AS left FROM outbox`);
      return Number(rows[0]?.left);
    };
    for (let waited = 0; waited < 180_000 && (await left()) > 0; waited += 200) {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await last.stop()).toBe(0);

    const { copies } = mail.duplicates();
    const { rows } = await owner.query<{ states: object; contacts: string; charged: string }>(
      `SELECT (SELECT jsonb_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM message GROUP BY 1) s) AS states,
         (SELECT count(*) FROM contact) AS contacts, (SELECT count(DISTINCT contact_id) FROM billable_contact) AS charged`,
    );
    process.stdout.write(
      `killed ${kills} times: ${mail.distinct} messages taken, ${copies} copies too many\n`,
    );
    expect(mail.distinct).toBe(messages);
    expect(copies).toBeLessThanOrEqual(kills);
    expect(rows[0]?.states).toEqual({ sent: messages });
    expect(Number(rows[0]?.contacts)).toBe(messages);
    expect(Number(rows[0]?.charged)).toBe(messages);
    expect((await world.get(Invariants).check(world.across)).violations).toEqual([]);
  }, 400_000);
});
