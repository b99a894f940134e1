import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InsightModule, Invariants } from '#insight';
import { IntakeModule, Uploads } from '#intake';
import { MeteringModule } from '#metering';
import { startBuiltApp } from '../support/built-app.js';
import { seeded } from '../support/outside-mail.js';
import { createWorld, type World } from '../support/world.js';

const kills = 4;
const contiguous = 20_000;
const scattered = 1_000;

/** Two rows to a case; the last thousand cases have theirs at both ends of the file; every hundredth row is bad. */
function file(): string {
  const row = (ref: string, sku: string, quantity: number): string =>
    `${ref},${sku},${quantity},9.99,EUR,${ref.toLowerCase()}@example.org`;
  const ends = (sku: string) => Array.from({ length: scattered }, (_, n) => row(`S${n}`, sku, 1));
  const middle = Array.from({ length: contiguous }, (_, n) => [
    row(`C${n}`, 'A', 1),
    row(`C${n}`, 'B', n % 50 === 0 ? 0 : 2),
  ]).flat();
  const rows = [...ends('A'), ...middle, ...ends('B')];
  return `order_ref,sku,quantity,unit_price,currency,email\n${rows.join('\n')}\n`;
}

/** The promise: whatever the moment of a death, an upload ends with exactly the cases of its file. */
describe(`a worker killed ${kills} times while it takes over one upload`, () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld([MeteringModule, IntakeModule, InsightModule]);
  });
  afterAll(() => world.close());

  it('leaves each case of the file once, with the counts of one undisturbed run', async () => {
    const ctx = world.as(await world.newClient());
    const uploads = world.get(Uploads);
    const { upload } = await uploads.receive(ctx, {
      filename: 'returns.csv',
      mediaType: 'text/csv',
      content: Readable.from([Buffer.from(file())]),
      options: () => Promise.resolve({ mapping: null, dryRun: false }),
    });
    const owner = await world.database.owner();
    const random = seeded(7);
    const taken = async (): Promise<number> => {
      const { rows } = await uploads.get(ctx, upload.id);
      return rows.accepted + rows.rejected;
    };
    // A dead worker's lease runs out by itself after half a minute; the test doesn't wait for it.
    const endLease = () =>
      owner.query(`UPDATE upload SET lease_until = NULL, nudged_at = NULL WHERE status = 'processing'`);
    let died = 0;
    while (died < kills) {
      const worker = await startBuiltApp(world.database.url, { REINTEGRO_ROLE: 'worker' });
      await endLease();
      // Each gets a little further, or it would be given up for good reason.
      const enough = (await taken()) + Math.floor(random() * 5_000);
      for (let waited = 0; waited < 60_000 && (await taken()) <= enough; waited += 10) {
        if ((await uploads.get(ctx, upload.id)).status === 'completed') break;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await worker.stop('SIGKILL');
      died++;
      if ((await uploads.get(ctx, upload.id)).status === 'completed') break;
    }
    const last = await startBuiltApp(world.database.url, { REINTEGRO_ROLE: 'worker' });
    await endLease();
    for (let waited = 0; waited < 120_000; waited += 100) {
      if ((await uploads.get(ctx, upload.id)).status !== 'processing') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await last.stop()).toBe(0);
    process.stdout.write(`upload taken over by a worker that died ${died} times\n`);
    const bad = contiguous / 50;
    expect(await uploads.get(ctx, upload.id)).toMatchObject({
      status: 'completed',
      rows: {
        total: 2 * (contiguous + scattered),
        accepted: 2 * (contiguous + scattered) - bad,
        unchanged: 0,
        updated: 0,
        rejected: bad,
      },
      cases: contiguous + scattered,
    });
    const { rows } = await owner.query<{ cases: number; items: number; rejected: number; left: number }>(
      `SELECT (SELECT count(*) FROM return_case) AS cases, (SELECT count(*) FROM case_item) AS items,
         (SELECT count(*) FROM upload_rejection) AS rejected, (SELECT count(*) FROM upload_row) AS left`,
    );
    expect(rows[0]).toEqual({
      cases: contiguous + scattered,
      items: 2 * (contiguous + scattered) - bad,
      rejected: bad,
      left: 0,
    });
    expect((await world.get(Invariants).check(world.across)).violations).toEqual([]);
  }, 400_000);
});
