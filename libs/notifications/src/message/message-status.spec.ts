import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPlanWorld, decidedCase, type PlanWorld } from '../../../../test/support/plan-world.js';
import { MessageStatus, type StatusReport } from './message-status.service.js';

type Said = StatusReport['event'];

describe('reports of what became of messages', () => {
  let world: PlanWorld;
  beforeAll(async () => {
    world = await createPlanWorld();
  });
  afterAll(() => world.close());

  const apply = (ids: readonly string[], events: readonly (readonly [number, Said])[]) =>
    world.db.tx(world.ctx, (tx) =>
      world.get(MessageStatus).apply(
        world.ctx,
        tx,
        events.map(([n, event]) => ({
          messageId: ids[n] ?? '',
          event,
          at: world.clock.now(),
          reason: null,
          providerId: `P-${ids[n] ?? ''}`,
        })),
      ),
    );
  /** Messages whose end nobody knows, each of a case of its own. */
  async function unknownMessages(count: number): Promise<string[]> {
    const records = Array.from({ length: count }, () => decidedCase());
    await world.announce('decision', records);
    const owner = await world.database.owner();
    await owner.query('DELETE FROM outbox');
    const found = await owner.query<{ id: string }>(
      `UPDATE message SET state = 'unknown' WHERE case_id = ANY($1) AND client_id = $2 RETURNING id, case_id`,
      [records.map(({ id }) => id), world.client.id],
    );
    await owner.end();
    return found.rows.map(({ id }) => id);
  }
  const ends = async (ids: readonly string[]) => {
    const rows = await world.rows<{ id: string; state: string; provider_id: string; charged: number }>(
      `SELECT m.id, m.state, m.provider_id, (
         SELECT count(*) FILTER (WHERE b.entry = 'charge') - count(*) FILTER (WHERE b.entry = 'reversal')
         FROM contact k JOIN billable_contact b ON b.client_id = k.client_id AND b.contact_id = k.id
         WHERE k.client_id = m.client_id AND k.source_id = m.id) AS charged
       FROM message m WHERE m.id = ANY($1::uuid[])`,
      [ids],
    );
    return ids.map((id) => {
      const row = rows.find((found) => found.id === id);
      return [row?.state, row?.charged, row?.provider_id === `P-${id}`];
    });
  };

  it('lead to one end, whatever their order, number and batches', async () => {
    const reported = fc.tuple(
      fc.nat(3),
      // A delivery reported after a bounce leaves the charge taken back: that order alone is told apart.
      fc.constantFrom<Said>('accept', 'read', 'bounce', 'fail', 'absent'),
    );
    const histories = fc
      .array(reported, { minLength: 1, maxLength: 10 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
          fc.nat(events.length),
        ),
      )
      .filter(([events]) => !events.some(([n, e]) => e === 'bounce' && reads(events, n)));
    await fc.assert(
      fc.asyncProperty(histories, async ([events, shuffled, cut]) => {
        const one = await unknownMessages(4);
        const two = await unknownMessages(4);
        for (const event of events) await apply(one, [event]);
        await apply(two, shuffled.slice(0, cut));
        await apply(two, shuffled.slice(cut));
        expect(await ends(two)).toEqual(await ends(one));
      }),
      { numRuns: 25 },
    );
  });

  it('of unknown messages change nothing and say so', async () => {
    expect((await apply(['0195c2a0-0000-7000-8000-000000000001'], [[0, 'deliver']])).size).toBe(0);
  });
});

function reads(events: readonly (readonly [number, Said])[], n: number): boolean {
  return events.some(([of, event]) => of === n && event === 'read');
}
