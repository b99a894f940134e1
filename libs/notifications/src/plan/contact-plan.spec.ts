import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Clients } from '#clients';
import { Contacts } from '#contacts';
import { WorkItems } from '#desk';
import { LedgerVerification } from '#metering';
import type { CaseRecord } from '#cases';
import {
  caseWithPhone,
  createPlanWorld,
  decidedCase,
  type PlanWorld,
} from '../../../../test/support/plan-world.js';
import { MessageStatus, type StatusReport } from '../message/message-status.service.js';
import { Notifications } from '../notifications.service.js';
import { planStepsSchema, type PlanStep } from './contact-plan.schema.js';
import { PlanWatch } from './plan-watch.service.js';
import { Reminders } from './reminders.service.js';
import { Suppressions } from './suppressions.service.js';

describe('contact plans', () => {
  let world: PlanWorld;
  beforeAll(async () => {
    world = await createPlanWorld();
  });
  afterEach(async () => {
    world.clock.set('2026-03-02T10:00:00Z');
    await world.renew();
  });
  afterAll(() => world.close());

  const messagesOf = (record: CaseRecord) => world.get(Notifications).ofCase(world.ctx, record.id);
  const report = (...reports: StatusReport[]) =>
    world.db.tx(world.ctx, (tx) => world.get(MessageStatus).apply(world.ctx, tx, reports));
  const said = (messageId: string, event: StatusReport['event'], more: Partial<StatusReport> = {}) => ({
    messageId,
    event,
    at: world.clock.now(),
    reason: null,
    ...more,
  });
  const sentMail = async (record: CaseRecord): Promise<string> => {
    await world.announce('decision', [record]);
    await world.work();
    return (await messagesOf(record))[0]?.id ?? '';
  };
  const work = async () =>
    (await world.get(WorkItems).list(world.ctx, { limit: 50 })).data.map(
      ({ kind, caseId, reason, dueOn }) => ({
        kind,
        caseId,
        reason,
        dueOn,
      }),
    );
  const ledger = () =>
    world.rows<{ entry: string; channel: string; reason: string }>(
      `SELECT b.entry, b.channel, b.reason FROM billable_contact b ORDER BY seq`,
    );

  it.each<[string, PlanStep[]]>([
    ['a first step with a condition', [{ channel: 'email', when: ['failed'] }]],
    ['a later step without one', [{ channel: 'email' }, { channel: 'sms' }]],
    [
      'a call that is not last',
      [
        { channel: 'email' },
        { channel: 'agent_call', when: ['failed'] },
        { channel: 'sms', when: ['failed'] },
      ],
    ],
    ['a call alone', [{ channel: 'agent_call' }]],
    ['waiting without a time', [{ channel: 'email' }, { channel: 'sms', when: ['unread'] }]],
    [
      'a time below five minutes',
      [{ channel: 'email' }, { channel: 'sms', when: ['unread'], afterMinutes: 4 }],
    ],
    [
      'a time above thirty days',
      [{ channel: 'email' }, { channel: 'sms', when: ['unknown'], afterMinutes: 43_201 }],
    ],
    [
      'seven steps',
      [
        { channel: 'email' },
        ...Array.from({ length: 6 }, (): PlanStep => ({ channel: 'sms', when: ['failed'] })),
      ],
    ],
  ])('refuses %s', (_, steps) => {
    expect(planStepsSchema.safeParse(steps).success).toBe(false);
  });

  it('goes on from a bounced mail to an SMS, takes the charge back and suppresses the address', async () => {
    const record = caseWithPhone();
    const mail = await sentMail(record);
    const changed = await report(said(mail, 'bounce', { reason: 'smtp_550: no such user', isHard: true }));
    expect([...changed]).toEqual([mail]);
    const messages = await messagesOf(record);
    expect(messages).toMatchObject([
      { channel: 'email', step: 0, state: 'bounced', reason: 'smtp_550: no such user' },
      { channel: 'sms', step: 1, state: 'queued', recipient: '+4915123456789', planVersion: null },
    ]);
    expect(await world.timeline(record)).toEqual(
      expect.arrayContaining(['message.sent', 'message.bounced', 'plan.step']),
    );
    expect((await ledger()).slice(-2)).toEqual([
      { entry: 'charge', channel: 'email', reason: 'outbound_accepted' },
      { entry: 'reversal', channel: 'email', reason: 'bounced' },
    ]);
    const { data } = await world.get(Suppressions).list(world.ctx, { limit: 10 });
    expect(data).toMatchObject([{ channel: 'email', address: record.customer.email, reason: 'hard_bounce' }]);

    // The second channel of the plan is billable again, once.
    await report(said(messages[1]?.id ?? '', 'accept', { providerId: 'SM1', segments: 2 }));
    await report(said(messages[1]?.id ?? '', 'deliver'), said(messages[1]?.id ?? '', 'accept'));
    expect((await ledger()).at(-1)).toMatchObject({ entry: 'charge', channel: 'sms' });
    expect((await messagesOf(record))[1]).toMatchObject({ state: 'delivered', segments: 2 });
    expect(await world.get(LedgerVerification).verify(world.ctx)).toMatchObject({ isWhole: true });
    expect(await work()).toEqual([]);
  });

  it('changes nothing when a bounce comes again', async () => {
    const record = caseWithPhone();
    const mail = await sentMail(record);
    const bounce = said(mail, 'bounce', { reason: 'smtp_550' });
    await report(bounce);
    const before = await ledger();
    expect((await report(bounce, bounce)).size).toBe(0);
    expect(await ledger()).toEqual(before);
    expect(await messagesOf(record)).toHaveLength(2);
    expect((await world.timeline(record)).filter((kind) => kind === 'plan.step')).toHaveLength(1);
  });

  it('takes the charge back and goes on once when two workers report the same bounce', async () => {
    const record = caseWithPhone();
    const mail = await sentMail(record);
    const before = (await ledger()).length;
    const changed = await Promise.all(
      Array.from({ length: 4 }, () => report(said(mail, 'bounce', { reason: 'smtp_550' }))),
    );
    expect(changed.map((ids) => ids.size).sort()).toEqual([0, 0, 0, 1]);
    expect(await ledger()).toHaveLength(before + 1);
    expect(await messagesOf(record)).toHaveLength(2);
  });

  it('ends with an agent’s call due at the case’s deadline', async () => {
    const record = caseWithPhone();
    await sentMail(record);
    const [mail] = await messagesOf(record);
    await report(said(mail?.id ?? '', 'bounce', { reason: 'smtp_550' }));
    const sms = (await messagesOf(record))[1];
    await report(said(sms?.id ?? '', 'fail', { reason: 'twilio_30003: unreachable' }));
    expect(await work()).toEqual([
      { kind: 'call', caseId: record.id, reason: 'failed', dueOn: '2026-03-16' },
    ]);
  });

  it('skips what can not be taken, and leaves a failed message to a person when nothing is left', async () => {
    const record = decidedCase();
    const mail = await sentMail(record);
    await report(said(mail, 'bounce', { reason: 'smtp_550: gone' }));
    expect(await messagesOf(record)).toHaveLength(1);
    expect(await work()).toMatchObject([{ kind: 'failed_message', reason: 'smtp_550' }]);
    const skipped = await world.rows<{ detail: Record<string, unknown> }>(
      `SELECT detail FROM timeline_event WHERE case_id = $1 AND kind LIKE 'plan.%' ORDER BY id`,
      [record.id],
    );
    expect(skipped.map(({ detail }) => [detail['step'], detail['channel'], detail['reason']])).toEqual([
      [1, 'sms', 'no_phone'],
      [2, 'agent_call', 'no_phone'],
      [0, 'email', 'smtp_550'],
    ]);
  });

  it('begins with the first step that reaches the customer', async () => {
    const record = caseWithPhone();
    const noMail = { ...record, customer: { ...record.customer, email: null } };
    await world.announce('decision', [noMail]);
    expect(await messagesOf(noMail)).toMatchObject([{ channel: 'sms', step: 1, state: 'queued' }]);
    expect(await world.timeline(noMail)).toEqual(expect.arrayContaining(['plan.skipped', 'plan.step']));
  });

  it('goes on from a suppressed address without sending to it', async () => {
    const record = caseWithPhone();
    await world.db.tx(world.ctx, (tx) =>
      world
        .get(Suppressions)
        .add(world.ctx, tx, [
          { channel: 'email', address: record.customer.email?.toUpperCase() ?? '', reason: 'asked' },
        ]),
    );
    const before = world.outside.deliveries.length;
    await sentMail(record);
    expect(world.outside.deliveries).toHaveLength(before);
    expect(await messagesOf(record)).toMatchObject([
      { channel: 'email', state: 'failed', reason: 'suppressed' },
      { channel: 'sms', state: 'queued' },
    ]);
  });

  it('looks at a message that waits, once, and not at one that was read', async () => {
    await world.plan('decision', [
      { channel: 'email' },
      { channel: 'sms', when: ['unread'], afterMinutes: 60 },
    ]);
    const [unread, read] = [caseWithPhone(), caseWithPhone()];
    await sentMail(unread);
    const readId = await sentMail(read);
    await report(said(readId, 'read'));
    const watch = world.get(PlanWatch);
    expect((await world.work(watch)).map(({ result }) => result).sort()).toEqual(['done', 'retry']);
    expect(await messagesOf(unread)).toHaveLength(1);
    world.clock.advance(61 * 60_000);
    expect((await world.work(watch)).map(({ result }) => result)).toEqual(['done']);
    expect(await messagesOf(unread)).toMatchObject([
      { channel: 'email', state: 'sent', planVersion: 1 },
      { channel: 'sms', state: 'queued', planVersion: 1, step: 1 },
    ]);
    expect(await messagesOf(read)).toHaveLength(1);
    // Read after all: the step that was not under way yet is not taken.
    await report(said((await messagesOf(unread))[0]?.id ?? '', 'read'));
    expect((await messagesOf(unread))[1]).toMatchObject({
      state: 'cancelled',
      reason: 'an earlier step arrived',
    });
  });

  it('keeps a message to the version of the plan that it began with', async () => {
    await world.plan('decision', [{ channel: 'email' }, { channel: 'agent_call', when: ['bounced'] }]);
    const record = caseWithPhone();
    const mail = await sentMail(record);
    await world.plan('decision', [{ channel: 'email' }, { channel: 'sms', when: ['bounced'] }]);
    await report(said(mail, 'bounce'));
    expect(await messagesOf(record)).toHaveLength(1);
    expect(await work()).toMatchObject([{ kind: 'call', reason: 'bounced' }]);
  });

  it('sends again what the provider never got, unless the plan has gone on', async () => {
    const record = caseWithPhone();
    await world.announce('decision', [record]);
    const [message] = await messagesOf(record);
    const owner = await world.database.owner();
    await owner.query(`UPDATE message SET state = 'unknown' WHERE id = $1`, [message?.id]);
    await owner.query('DELETE FROM outbox');
    await report(said(message?.id ?? '', 'absent'));
    expect(await messagesOf(record)).toMatchObject([{ state: 'queued' }]);
    const due = await owner.query('SELECT ref_id FROM outbox WHERE next_at <= now()');
    expect(due.rows).toEqual([{ ref_id: message?.id }]);
    await owner.query(`UPDATE message SET state = 'unknown' WHERE id = $1`, [message?.id]);
    await owner.end();
    await report(said(message?.id ?? '', 'bounce', { reason: 'lost' }));
    await report(said(message?.id ?? '', 'absent'));
    expect(await messagesOf(record)).toMatchObject([
      { state: 'bounced' },
      { channel: 'sms', state: 'queued' },
    ]);
  });

  it('charges a message that was accepted after it was given up', async () => {
    const record = decidedCase();
    world.outside.change({ behave: () => 'reject' });
    const mail = await sentMail(record);
    const before = (await ledger()).length;
    await report(said(mail, 'accept'));
    expect((await messagesOf(record))[0]).toMatchObject({ state: 'sent' });
    const outcomes = (await world.get(Contacts).ofCase(world.ctx, record.id)).map(
      ({ outcome, billable }) => ({
        outcome,
        billable,
      }),
    );
    expect(outcomes).toEqual(
      expect.arrayContaining([
        { outcome: 'failed', billable: false },
        { outcome: 'accepted', billable: true },
      ]),
    );
    expect(await ledger()).toHaveLength(before + 1);
  });

  it('tells only what the client wants, each once', async () => {
    const record = decidedCase({ state: 'incomplete', waitsFor: ['reason'] });
    await world.announce('missing_information', [record], () => ({ asked: ['reason'], key: 'reason' }));
    expect(await messagesOf(record)).toEqual([]);
    await world.settings({ purposes: ['decision', 'missing_information', 'reminder'] });
    const again = { ...record, isNew: false };
    for (const one of [again, again]) {
      await world.announce('missing_information', [one], () => ({ asked: ['reason'], key: 'reason' }));
    }
    expect(await messagesOf(record)).toMatchObject([{ purpose: 'missing_information', state: 'queued' }]);
    await world.work();
    world.clock.advance(8 * 24 * 3_600_000);
    await world.work(world.get(Reminders));
    await world.work(world.get(Reminders));
    expect((await messagesOf(record)).map(({ purpose, state }) => [purpose, state])).toEqual([
      ['missing_information', 'sent'],
      ['reminder', 'queued'],
    ]);
  });

  it('asks for no plan that waits when the client has none', async () => {
    expect((await world.get(Clients).current(world.ctx)).settings.notifications).toBeUndefined();
    await sentMail(decidedCase());
    expect(await world.rows(`SELECT FROM outbox WHERE kind IN ('plan', 'reminder')`)).toEqual([]);
  });
});
