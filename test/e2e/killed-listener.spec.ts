import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { newId } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { SignedAddresses } from '#notifications';
import { MeteringModule } from '#metering';
import { ResolutionModule } from '#resolution';
import { freePort, startBuiltApp, type BuiltApp } from '../support/built-app.js';
import { newCaseRecord } from '../support/case-factory.js';
import { letter } from '../support/outside-answers.js';
import { seeded } from '../support/outside-mail.js';
import { createWorld, type World } from '../support/world.js';

const kills = 5;
const env = {
  SECRET_KEY: 'a secret of tests, thirty-two long',
  INBOUND_DOMAIN: 'returns.desk.example',
};

/** The promise: what was answered with 250 is on its case in the end, once. */
describe(`a listener killed ${kills} times while customers write`, () => {
  let world: World;
  const cases: { record: CaseRecord; to: string }[] = [];

  beforeAll(async () => {
    world = await createWorld([MeteringModule, ResolutionModule], { env });
    const client = await world.newClient();
    const ctx = world.as(client);
    const records = Array.from({ length: 50 }, () => newCaseRecord());
    await world.db.tx(ctx, (tx) => world.get(Cases).write(ctx, tx, records));
    for (const record of records) {
      cases.push({ record, to: world.get(SignedAddresses).make(client.id, 'reply', record.id) ?? '' });
    }
  });
  afterAll(() => world.close());

  it('loses no mail that it accepted and doubles none', async () => {
    const random = seeded(10);
    const port = await freePort();
    const start = (): Promise<BuiltApp> =>
      startBuiltApp(world.database.url, {
        ...env,
        REINTEGRO_ROLE: 'worker',
        INBOUND_SMTP_PORT: String(port),
      });
    const accepted = new Set<string>();
    let sent = 0;
    let isOver = false;
    /** A mail server of the outside: tries each mail again, with the same Message-ID, until it is accepted. */
    const writer = async (): Promise<void> => {
      while (!isOver) {
        const { record, to } = cases[Math.floor(random() * cases.length)] as (typeof cases)[number];
        const from = record.customer.email ?? '';
        const id = `${newId()}@example.org`;
        const raw = letter('stranger@example.org', to, id, 'Re', `mail ${++sent}`);
        for (let tries = 0; tries < 60 && !accepted.has(id); tries++) {
          const transport = createTransport({
            host: '127.0.0.1',
            port,
            ignoreTLS: true,
            connectionTimeout: 2_000,
          });
          await transport
            .sendMail({ envelope: { from, to: [to] }, raw })
            .then(() => accepted.add(id))
            .catch(() => new Promise((resolve) => setTimeout(resolve, 100)));
          transport.close();
        }
      }
    };
    let worker = await start();
    const writers = [1, 2, 3, 4].map(writer);
    for (let kill = 0; kill < kills; kill++) {
      const enough = accepted.size + 5 + Math.floor(random() * 30);
      for (let waited = 0; waited < 10_000 && accepted.size < enough; waited += 5) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await worker.stop('SIGKILL');
      worker = await start();
    }
    isOver = true;
    await Promise.all(writers);
    const owner = await world.database.owner();
    const left = async (): Promise<number> => {
      // What a killed worker held is due when its lease ends; nobody waits for that here.
      await owner.query(`UPDATE outbox SET next_at = now() WHERE next_at > now() + interval '20 seconds'`);
      return Number((await owner.query<{ n: string }>('SELECT count(*) AS n FROM outbox')).rows[0]?.n);
    };
    for (let waited = 0; waited < 120_000 && (await left()) > 0; waited += 500) {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(await worker.stop()).toBe(0);
    const { rows } = await owner.query<{ raw: Buffer; state: string }>('SELECT raw, state FROM inbound_mail');
    const stored = rows.map(({ raw }) => /^Message-ID: <([^>]+)>/m.exec(raw.toString('latin1'))?.[1] ?? '');
    process.stdout.write(`killed ${kills} times: ${accepted.size} mails accepted, ${stored.length} stored\n`);
    expect([...accepted].filter((id) => !stored.includes(id))).toEqual([]);
    expect(new Set(stored).size).toBe(stored.length);
    expect(rows.filter(({ state }) => state === 'received')).toEqual([]);
    await owner.end();
  }, 300_000);
});
