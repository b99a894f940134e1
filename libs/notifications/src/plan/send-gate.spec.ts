import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { Clients } from '#clients';
import { WorkItems } from '#desk';
import { newItem } from '../../../../test/support/case-factory.js';
import { createPlanWorld, decidedCase, type PlanWorld } from '../../../../test/support/plan-world.js';
import type { TakenMessage } from '../message/message.queries.js';
import { Notifications } from '../notifications.service.js';
import { heldByBudget } from './frequency-budget.js';
import { SendGate, type GatedMessage, type GateVerdict } from './send-gate.service.js';

describe('the send gate', () => {
  let world: PlanWorld;
  beforeAll(async () => {
    world = await createPlanWorld();
  });
  afterEach(async () => {
    world.clock.set('2026-03-02T10:00:00Z');
    await world.renew();
  });
  afterAll(() => world.close());

  const gated = (
    record: CaseRecord,
    changes: Partial<TakenMessage> & { costMicros?: number } = {},
  ): GatedMessage => {
    const { costMicros = 0, ...message } = changes;
    return {
      record,
      costMicros,
      message: {
        id: newId(),
        case_id: record.id,
        purpose: 'decision',
        channel: 'email',
        customer_id: record.customer.id,
        recipient: '',
        facts: null,
        step: 0,
        plan_version: null,
        language: 'de',
        attempts: 1,
        created_at: world.clock.now(),
        superseded: false,
        ...message,
      },
    };
  };
  async function judge(messages: readonly GatedMessage[]): Promise<GateVerdict[]> {
    const client = await world.get(Clients).current(world.ctx);
    return world.db.tx(world.ctx, (tx) => world.get(SendGate).judge(world.ctx, tx, client, messages));
  }
  async function stored(changes: Partial<CaseRecord> = {}): Promise<CaseRecord> {
    const record = decidedCase(changes);
    await world.db.tx(world.ctx, (tx) => world.get(Cases).write(world.ctx, tx, [record]));
    return record;
  }
  const sms = (record: CaseRecord) => gated(record, { channel: 'sms', recipient: '+4915123456789' });
  const holds = (verdict: GateVerdict | undefined): string =>
    verdict?.pass === false && verdict.event === 'hold'
      ? `${verdict.reason} ${verdict.until.toISOString()}`
      : 'no hold';

  it.each([
    ['at night until the morning', 'DE', '10115', '2026-03-02T22:30:00Z', '2026-03-03T07:00:00.000Z'],
    ['on a Sunday until Monday', 'DE', '10115', '2026-03-08T12:00:00Z', '2026-03-09T07:00:00.000Z'],
    ['over Good Friday until Saturday', 'DE', '10115', '2026-04-03T12:00:00Z', '2026-04-04T06:00:00.000Z'],
    [
      'over Saturday night, the clock change and Easter',
      'DE',
      '10115',
      '2026-04-04T20:00:00Z',
      '2026-04-07T06:00:00.000Z',
    ],
    [
      'over the night in which the clock goes forward',
      'DE',
      '10115',
      '2026-03-28T20:30:00Z',
      '2026-03-30T06:00:00.000Z',
    ],
    ['by the Canaries’ time', 'ES', '35001', '2026-03-03T07:30:00Z', '2026-03-03T08:00:00.000Z'],
    ['by the Azores’ time', 'PT', '9500-321', '2026-03-03T08:30:00Z', '2026-03-03T09:00:00.000Z'],
    ['by Greek time', 'GR', '10552', '2026-03-02T19:30:00Z', '2026-03-03T06:00:00.000Z'],
  ])('keeps an SMS back %s', async (_, country, postalCode, now, until) => {
    world.clock.set(now);
    const record = await stored({ country, postalCode });
    expect(holds((await judge([sms(record)]))[0])).toBe(`quiet_hours ${until}`);
    expect(await judge([gated(record)])).toEqual([{ pass: true }]);
    world.clock.set(until);
    expect(await judge([sms(record)])).toEqual([{ pass: true }]);
  });

  it('follows the client’s own hours', async () => {
    world.clock.set('2026-03-07T12:00:00Z');
    const email = { hours: [{ weekdays: [1], from: '09:00', to: '10:00' }], onHolidays: true };
    await world.settings({ windows: { email, sms: null, whatsapp: null, voice: null } });
    const record = await stored();
    const [mail, text] = await judge([gated(record), sms(record)]);
    expect(holds(mail)).toBe('quiet_hours 2026-03-09T08:00:00.000Z');
    expect(text).toEqual({ pass: true });
  });

  it('writes to a customer three times a day, over all channels, and holds the fourth until the first is a day old', async () => {
    const record = await stored();
    const [first, ...others] = await judge([gated(record), sms(record), gated(record), gated(record)]);
    expect([first, ...others.slice(0, 2)]).toEqual([{ pass: true }, { pass: true }, { pass: true }]);
    expect(holds(others[2])).toBe('frequency_budget 2026-03-03T10:00:00.000Z');
    world.clock.advance(24 * 3_600_000);
    expect(await judge([gated(record)])).toEqual([{ pass: true }]);
  });

  it('uses up nothing more for a message that is judged again', async () => {
    const record = await stored();
    const message = gated(record);
    for (let i = 0; i < 5; i++) expect(await judge([message])).toEqual([{ pass: true }]);
    expect(await judge([gated(record), gated(record)])).toEqual([{ pass: true }, { pass: true }]);
  });

  it('acknowledges a withdrawal whatever else the customer got', async () => {
    const record = await stored();
    const verdicts = await judge([
      ...Array.from({ length: 4 }, () => gated(record)),
      gated(record, { purpose: 'withdrawal_receipt' }),
    ]);
    expect(verdicts.map(({ pass }) => pass)).toEqual([true, true, true, false, true]);
  });

  it('never overspends a budget when ten workers take messages of one customer at once', async () => {
    const record = await stored();
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => judge([gated(record)])));
    expect(verdicts.flat().filter(({ pass }) => pass)).toHaveLength(3);
    expect(await world.rows('SELECT FROM customer_touch')).toHaveLength(3);
  });

  it('stops telephony at the day’s cap, with one work item, and goes on the next local day', async () => {
    await world.settings({ dailySpendCap: 0.1 });
    const records = await Promise.all(Array.from({ length: 6 }, () => stored()));
    const cost = { channel: 'sms' as const, costMicros: 30_000 };
    const verdicts = await Promise.all(records.map((record) => judge([gated(record, cost)])));
    const held = verdicts.flat().filter(({ pass }) => !pass);
    expect(held).toHaveLength(3);
    expect(new Set(held.map(holds))).toEqual(new Set(['spend_cap 2026-03-02T23:00:00.000Z']));
    expect(await world.rows('SELECT spent_micros FROM channel_spend')).toEqual([{ spent_micros: 90_000 }]);
    const { data } = await world.get(WorkItems).list(world.ctx, { limit: 10 });
    expect(data).toMatchObject([{ caseId: null, reason: 'spend_cap_reached' }]);
    expect(await judge([gated(records[0] as CaseRecord)])).toEqual([{ pass: true }]);
    world.clock.set('2026-03-03T10:00:00Z');
    expect(await judge([gated(records[5] as CaseRecord, cost)])).toEqual([{ pass: true }]);
  });

  it.each<[string, Partial<CaseRecord>, Partial<TakenMessage>, string]>([
    ['a decision taken back', { state: 'review' }, {}, 'case is no longer decided'],
    [
      'a question answered',
      { waitsFor: [] },
      { purpose: 'missing_information' },
      'nothing is missing any more',
    ],
    [
      'a reminder of it',
      { waitsFor: [] },
      { purpose: 'reminder', facts: { asked: ['reason'] } },
      'nothing is missing any more',
    ],
    ['goods of a decided case', {}, { purpose: 'goods_received' }, 'case is decided'],
    ['stock that came back', {}, { purpose: 'out_of_stock' }, 'no longer out of stock'],
    ['a refund that went through', {}, { purpose: 'refund_failed' }, 'refund no longer failed'],
    ['a payment that came back', {}, { purpose: 'refund_paid' }, 'no longer paid'],
    ['a decision said anew', {}, { superseded: true }, 'superseded by a later message'],
  ])('cancels %s', async (_, changes, message, reason) => {
    const record = await stored({
      ...changes,
      items: [newItem({ outcome: 'refund', fulfilment: 'listed' })],
    });
    expect(await judge([gated(record, message)])).toEqual([{ pass: false, event: 'cancel', reason }]);
    expect(await world.rows('SELECT FROM customer_touch')).toEqual([]);
  });

  it('keeps a message back without counting a try, and sends it when its hour comes if it still holds', async () => {
    const email = { hours: [{ weekdays: [2, 3], from: '09:00', to: '10:00' }], onHolidays: true };
    await world.settings({ windows: { email, sms: null, whatsapp: null, voice: null } });
    const [stays, changes] = [decidedCase(), decidedCase()];
    await world.announce('decision', [stays, changes]);
    const outcomes = await world.work();
    expect(outcomes.map((o) => o.result === 'retry' && o.nextAt.toISOString())).toEqual(
      Array.from({ length: 2 }, () => '2026-03-03T08:00:00.000Z'),
    );
    const messageOf = async (record: CaseRecord) =>
      (await world.get(Notifications).ofCase(world.ctx, record.id))[0];
    expect(await messageOf(stays)).toMatchObject({
      state: 'queued',
      attempts: 0,
      reason: 'quiet_hours',
      heldUntil: '2026-03-03T08:00:00.000Z',
    });
    await world.db.tx(world.ctx, (tx) =>
      world.get(Cases).write(world.ctx, tx, [{ ...changes, isNew: false, state: 'review' }]),
    );
    world.clock.set('2026-03-03T08:00:00Z');
    await world.work();
    expect(await messageOf(stays)).toMatchObject({
      state: 'sent',
      attempts: 1,
      reason: null,
      heldUntil: null,
    });
    expect(await messageOf(changes)).toMatchObject({
      state: 'cancelled',
      reason: 'case is no longer decided',
    });
  });

  it('judges two hundred messages in a handful of statements', async () => {
    const records = await Promise.all(Array.from({ length: 200 }, () => stored()));
    const client = await world.get(Clients).current(world.ctx);
    let statements = 0;
    await world.db.tx(world.ctx, async (tx) => {
      const counting = new Proxy(tx, {
        get: (target, name) => {
          if (name === 'query' || name === 'execute') statements++;
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      const verdicts = await world.get(SendGate).judge(
        world.ctx,
        counting,
        client,
        records.map((record) => gated(record)),
      );
      expect(verdicts.every(({ pass }) => pass)).toBe(true);
    });
    expect(statements).toBe(4);
  });

  it('counts back from now, not by the calendar', () => {
    const at = (hour: number) => ({ at: new Date(Date.UTC(2026, 2, 1, hour)) });
    const now = new Date('2026-03-02T08:00:00Z');
    expect(heldByBudget({ perDay: 2, perWeek: 8 }, [at(7), at(20)], now)).toBeNull();
    expect(heldByBudget({ perDay: 2, perWeek: 8 }, [at(9), at(20)], now)).toEqual(
      new Date('2026-03-02T09:00:00Z'),
    );
    expect(heldByBudget({ perDay: 9, perWeek: 2 }, [at(9), at(20)], now)).toEqual(
      new Date('2026-03-08T09:00:00Z'),
    );
  });
});
