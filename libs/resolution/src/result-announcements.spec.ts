import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clients, notificationSettingsSchema, type Client } from '#clients';
import { Cases } from '#cases';
import { ResultEffects, type ResultNews } from '#listings';
import { Notifications } from '#notifications';
import { newCaseRecord, newItem } from '../../../test/support/case-factory.js';
import { createResolutionWorld } from '../../../test/support/resolution-world.js';
import type { World } from '../../../test/support/world.js';
import { Resolution } from './resolution.service.js';

describe('what customers are told besides decisions', () => {
  let world: World;
  let client: Client;
  beforeAll(async () => {
    world = await createResolutionWorld();
  });
  afterAll(() => world.close());

  async function shop(...purposes: string[]): Promise<void> {
    client = await world.newClient();
    const settings = notificationSettingsSchema.parse({ purposes: ['decision', ...purposes] });
    await world.get(Clients).setNotifications(world.as(client), settings);
  }
  const told = async (caseId: string) => {
    const rows = await world.db.tx(world.as(client), (tx) =>
      tx.query<{ purpose: string; facts: Record<string, unknown> | null }>(
        'SELECT purpose, facts FROM message WHERE case_id = $1 ORDER BY purpose, facts ->> $2',
        [caseId, 'tracking'],
      ),
    );
    return rows.filter(({ purpose }) => purpose !== 'decision');
  };
  const shipped = () =>
    newCaseRecord({
      state: 'decided',
      items: [1, 2, 3].map((lineNo) => newItem({ lineNo, outcome: 'replacement', fulfilment: 'listed' })),
    });
  async function follow(record: ReturnType<typeof shipped>, news: Partial<ResultNews>[]): Promise<void> {
    const ctx = world.as(client);
    const amount = { amountMinor: 1000, currency: 'EUR' };
    await world.db.tx(ctx, async (tx) => {
      await world.get(Cases).write(ctx, tx, [record]);
      const full = news.map((one, i) => ({
        record,
        itemId: record.items[i]?.id ?? '',
        lineId: `line-${i}`,
        result: 'shipped' as const,
        amount,
        detail: {},
        ...one,
      }));
      await world.get(ResultEffects).follow(ctx, tx, full);
      await world.get(ResultEffects).follow(ctx, tx, full);
    });
  }

  it('tells of each parcel once, with its carrier and number', async () => {
    await shop('replacement_shipped');
    const record = shipped();
    await follow(record, [
      { detail: { carrier: 'DHL', tracking: 'A1' } },
      { detail: { carrier: 'DHL', tracking: 'A1' } },
      { detail: { carrier: 'UPS', tracking: 'B2' } },
    ]);
    expect(await told(record.id)).toMatchObject([
      { purpose: 'replacement_shipped', facts: { carrier: 'DHL', tracking: 'A1' } },
      { purpose: 'replacement_shipped', facts: { carrier: 'UPS', tracking: 'B2' } },
    ]);
  });

  it('tells what was paid as a sum, and asks where a refund failed or stock is out', async () => {
    await shop('refund_paid', 'refund_failed', 'out_of_stock');
    const record = shipped();
    await follow(record, [
      { result: 'paid' },
      { result: 'paid' },
      { result: 'failed', detail: { reason: 'account closed' } },
    ]);
    expect(await told(record.id)).toMatchObject([
      { purpose: 'refund_failed', facts: { asked: ['bank_account'], amount: { amountMinor: 1000 } } },
      { purpose: 'refund_paid', facts: { amount: { amountMinor: 2000, currency: 'EUR' } } },
    ]);
    const other = shipped();
    await follow(other, [{ result: 'out_of_stock' }]);
    expect(await told(other.id)).toMatchObject([{ purpose: 'out_of_stock', facts: { asked: ['choice'] } }]);
  });

  it('tells nothing that the client does not want', async () => {
    await shop();
    const record = shipped();
    await follow(record, [{ detail: { tracking: 'A1' } }, { result: 'paid' }]);
    expect(await told(record.id)).toEqual([]);
    expect(await world.get(Notifications).wants(world.as(client), 'refund_paid')).toBe(false);
  });

  it('acknowledges withdrawals, asks for what is missing and confirms goods that came before a decision', async () => {
    await shop('withdrawal_receipt', 'missing_information', 'goods_received');
    const record = newCaseRecord({ items: [newItem({ unitPriceMinor: null })] });
    const unreachable = newCaseRecord({
      items: [newItem()],
      customer: { ...newCaseRecord().customer, email: null, matchKey: 'none' },
    });
    const ctx = world.as(client);
    await world.db.tx(ctx, (tx) => world.get(Resolution).resolve(ctx, tx, [record, unreachable]));
    expect((await told(record.id)).map(({ purpose, facts }) => [purpose, facts?.['asked']])).toEqual([
      ['goods_received', undefined],
      ['missing_information', ['price']],
      ['withdrawal_receipt', undefined],
    ]);
    expect(await told(unreachable.id)).toEqual([]);
  });
});
