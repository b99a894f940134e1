import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type Ctx } from '#platform';
import { Rates } from '#metering';
import { createDeskWorld, type DeskWorld } from '../../../test/support/desk-world.js';
import { newItem } from '../../../test/support/case-factory.js';
import { CallSchedule } from './call-schedule.service.js';
import { ClaimNotes } from './claim-notes.service.js';
import type { ClaimView } from './claim.schema.js';
import { Claims } from './claims.service.js';
import { Presence } from './presence.service.js';
import { TimedWrapUps } from './timed-wrap-ups.service.js';

describe('wrap-up', () => {
  let world: DeskWorld;
  let agent: Ctx;

  beforeAll(async () => {
    world = await createDeskWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.renew();
    agent = await world.agent();
  });

  const claimed = async (item: Parameters<DeskWorld['queue']>[0] = {}): Promise<ClaimView> => {
    const caseId = item.caseId ?? (await world.newCase()).id;
    await world.queue({ purpose: 'decision', ...item, caseId });
    return world.take(agent);
  };
  const contacts = () =>
    world.rows<{ id: string; outcome: string; billable: boolean; handling_seconds: number; purpose: string }>(
      'SELECT id, outcome, billable, handling_seconds, purpose FROM contact WHERE client_id = $1 ORDER BY id',
      [world.client.id],
    );
  const charges = async (): Promise<number> =>
    (await world.rows('SELECT FROM billable_contact WHERE client_id = $1', [world.client.id])).length;
  const items = () =>
    world.rows<{
      kind: string;
      state: string;
      reason: string;
      due_at: Date | null;
      available_at: Date | null;
      owner_id: string | null;
      reserved_for: string | null;
    }>(
      `SELECT kind, state, reason, due_at, available_at, owner_id, reserved_for FROM work_item
       WHERE client_id = $1 ORDER BY created_at, id`,
      [world.client.id],
    );
  const events = async (caseId: string): Promise<string[]> =>
    (
      await world.rows<{ kind: string }>('SELECT kind FROM timeline_event WHERE case_id = $1 ORDER BY id', [
        caseId,
      ])
    ).map(({ kind }) => kind);

  it('closes contact, handling time, charge, item, timeline and note together', async () => {
    const claim = await claimed();
    await world.pass(20);
    const done = await world.wrapUp(agent, claim, { note: 'Money is on its way.' });
    expect(done).toMatchObject({ billable: true, billingReason: 'customer_reached', nextWorkItemId: null });
    expect(Math.abs(done.handlingSeconds - 20)).toBeLessThanOrEqual(1);
    expect(await contacts()).toEqual([
      {
        id: done.contactId,
        outcome: 'reached',
        billable: true,
        handling_seconds: done.handlingSeconds,
        purpose: 'decision',
      },
    ]);
    expect(await charges()).toBe(1);
    expect((await items()).map(({ state }) => state)).toEqual(['done']);
    expect(await events(claim.caseId ?? '')).toContain('desk.wrapped_up');
    const [row] = await world.rows<{ state: string; disposition: string; contact_id: string }>(
      'SELECT state, disposition, contact_id FROM claim WHERE id = $1',
      [claim.id],
    );
    expect(row).toEqual({
      state: 'wrapped_up',
      disposition: 'reached_resolved',
      contact_id: done.contactId,
    });
    expect(await notes(claim)).toEqual([{ text: 'Money is on its way.', is_draft: false }]);
    expect(await world.get(Presence).of(agent)).toMatchObject({ state: 'available' });
  });

  const notes = async (claim: ClaimView) =>
    (
      await world.db.tx(world.ctx, (tx) => world.get(ClaimNotes).ofCase(world.ctx, tx, claim.caseId ?? ''))
    ).map(({ text, is_draft }) => ({ text, is_draft }));

  it('happens once, however often and at the same time it is asked for', async () => {
    const claim = await claimed();
    const answers = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => world.wrapUp(agent, claim, { note: `tab ${n} .` })),
    );
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(99);
    expect(new Set(refused.map(({ reason }) => (reason as { code: string }).code))).toEqual(
      new Set(['desk.claim_lost']),
    );
    expect(await contacts()).toHaveLength(1);
    expect(await charges()).toBe(1);
    const [note] = await notes(claim);
    for (let n = 0; n < 100; n++) expect(note?.text).toContain(`tab ${n} .`);
  });

  it('charges nothing after the lease was lost, and keeps what was typed as a draft', async () => {
    const claim = await claimed();
    await world.get(ClaimNotes).save(agent, claim.id, { token: claim.token, text: 'Customer', version: 0 });
    await world.pass(50);
    await world.get(Claims).sweep(world.clock.now());
    const late = world.get(ClaimNotes).save(agent, claim.id, {
      token: claim.token,
      text: 'Customer asks for her money',
      version: 1,
    });
    await expect(late).rejects.toMatchObject({ code: 'desk.claim_lost' });
    await expect(
      world.wrapUp(agent, claim, { note: 'Customer asks for her money. Promised.' }),
    ).rejects.toMatchObject({ code: 'desk.claim_lost' });
    expect(await contacts()).toEqual([]);
    expect(await notes(claim)).toEqual([{ text: 'Customer asks for her money. Promised.', is_draft: true }]);
    const stranger = await world.agent();
    await expect(world.wrapUp(stranger, claim, { note: 'not mine' })).rejects.toMatchObject({
      code: 'desk.claim_lost',
    });
    expect(await notes(claim)).toHaveLength(1);
  });

  it('undoes all of it when the next step is not possible', async () => {
    const claim = await claimed();
    const refused = async (changes: Parameters<DeskWorld['wrapUp']>[2], code: string) =>
      expect(world.wrapUp(agent, claim, changes)).rejects.toMatchObject({ code });
    await refused({ disposition: 'callback_agreed' }, 'desk.next_step_unfit');
    await refused({ disposition: 'no_such' }, 'desk.disposition_unknown');
    const past = new Date(Date.now() - 60_000).toISOString();
    await refused(
      { disposition: 'callback_agreed', next: { kind: 'callback', at: past, owned: false } },
      'desk.callback_time',
    );
    await refused(
      { next: { kind: 'message', purpose: 'refund_paid', channel: 'email' } },
      'desk.next_step_unfit',
    );
    await world.desk({ wrapUp: { mode: 'required', seconds: 30 } });
    await refused({ note: '  ' }, 'request.invalid');
    expect(await contacts()).toEqual([]);
    expect(await world.get(Claims).current(agent)).toMatchObject({ id: claim.id });
    expect(await world.wrapUp(agent, claim, { note: 'told' })).toMatchObject({ billable: true });
  });

  it('charges by what the disposition says, and the rate where it names it', async () => {
    await world.get(Rates).add(world.ctx, {
      unitPrice: '0.55',
      rules: [{ disposition: 'language_barrier', billable: true, unitPrice: '0.20' }],
    });
    const unreached = await world.wrapUp(agent, await claimed(), { disposition: 'no_answer' });
    expect(unreached).toMatchObject({ billable: false, billingReason: 'disposition_not_charged' });
    const named = await world.wrapUp(agent, await claimed(), { disposition: 'language_barrier' });
    expect(named).toMatchObject({ billable: true, billingReason: 'charged_by_rate' });
    const { id } = await world.newCase();
    const first = await world.wrapUp(agent, await claimed({ caseId: id }));
    const second = await world.wrapUp(agent, await claimed({ caseId: id }));
    expect([first.billable, second.billable]).toEqual([true, false]);
    expect(second.billingReason).toBe('merged_into_first');
  });

  it('counts an answered reply once, and brings back one that is not answered', async () => {
    const reply = { kind: 'reply', subjectId: newId(), reason: 'email' } as const;
    const open = await world.wrapUp(agent, await claimed(reply), { disposition: 'no_answer' });
    expect(open).toMatchObject({ contactId: null, billingReason: 'not_concluded' });
    expect(open.nextWorkItemId).not.toBeNull();
    await world.pass(4 * 3_600);
    await world.get(Claims).sweep(world.clock.now());
    const answered = await world.wrapUp(agent, await world.take(agent), { disposition: 'answered' });
    expect(answered).toMatchObject({ billable: true, billingReason: 'inbound_answered' });
    expect(await contacts()).toMatchObject([{ outcome: 'answered', purpose: 'reply' }]);
  });

  it('makes no contact of work among ourselves, and leaves an undecided item in the queue', async () => {
    for (const kind of ['changed_case', 'failed_message', 'refund_problem', 'out_of_stock'] as const) {
      const done = await world.wrapUp(agent, await claimed({ kind }));
      expect(done).toMatchObject({ contactId: null, billable: false, billingReason: 'internal' });
    }
    const undecided = newItem({ outcome: 'review' });
    const record = await world.newCase({ state: 'review', items: [undecided] });
    const review = await claimed({ kind: 'review', caseId: record.id, subjectId: undecided.id });
    await world.wrapUp(agent, review, { disposition: 'done' });
    expect(await world.take(agent)).toMatchObject({ kind: 'review', subjectId: undecided.id });
    expect(await contacts()).toEqual([]);
  });

  it('keeps an agreed callback for its owner while the owner is here, then gives it to the team', async () => {
    const at = new Date(Date.now() + 3_600_000);
    const agree = async () =>
      world.wrapUp(agent, await claimed(), {
        disposition: 'callback_agreed',
        next: { kind: 'callback', at: at.toISOString(), owned: true },
      });
    const { nextWorkItemId } = await agree();
    const [, callback] = await items();
    expect(callback).toMatchObject({ kind: 'callback', state: 'scheduled', due_at: at, available_at: at });
    const other = await world.agent();
    await expect(world.take(other)).rejects.toThrow('nothing waits');
    const presence = world.get(Presence);
    await world.pass(3_610);
    await presence.say(agent, { state: 'available' });
    await world.get(Claims).sweep(world.clock.now());
    await expect(world.take(other)).rejects.toThrow('nothing waits');
    await presence.say(agent, { state: 'break' });
    await world.get(Claims).sweep(world.clock.now());
    expect(await world.take(other)).toMatchObject({ workItemId: nextWorkItemId, kind: 'callback' });
  });

  it('lets the team have a callback that its owner, though here, does not take in fifteen minutes', async () => {
    const at = new Date(Date.now() + 60_000).toISOString();
    await world.wrapUp(agent, await claimed(), {
      disposition: 'callback_agreed',
      next: { kind: 'callback', at, owned: true },
    });
    await world.pass(70);
    await world.get(Presence).say(agent, { state: 'available' });
    await world.get(Claims).sweep(world.clock.now());
    const other = await world.agent();
    await expect(world.take(other)).rejects.toThrow('nothing waits');
    await world.pass(15 * 60);
    await world.get(Presence).say(agent, { state: 'available' });
    await world.get(Claims).sweep(world.clock.now());
    expect(await world.take(other)).toMatchObject({ kind: 'callback' });
  });

  it('tries again until the caps, then says so on the case and to the customer', async () => {
    await world.desk({ callCapPerCase: 3 });
    const record = await world.newCase();
    let claim = await claimed({ caseId: record.id });
    for (let n = 0; n < 2; n++) {
      const { nextWorkItemId } = await world.wrapUp(agent, claim, { disposition: 'no_answer' });
      expect(nextWorkItemId).not.toBeNull();
      const waiting = (await items()).filter(({ state }) => state === 'scheduled');
      expect(waiting).toMatchObject([{ kind: 'call', reason: 'retry' }]);
      await world.rows(`UPDATE work_item SET available_at = now() WHERE state = 'scheduled'`);
      await world.get(Claims).sweep(world.clock.now());
      claim = await world.take(agent);
    }
    const last = await world.wrapUp(agent, claim, { disposition: 'no_answer' });
    expect(last.nextWorkItemId).toBeNull();
    expect(await events(record.id)).toContain('desk.calls_exhausted');
    expect(await charges()).toBe(0);
  });

  it('gives nobody a call whose hour is over, and puts it off until another', async () => {
    await world.wrapUp(agent, await claimed(), { disposition: 'busy' });
    await world.rows(
      `UPDATE work_item SET available_at = now() - interval '2 hours', available_until = now() - interval '1 hour'
       WHERE state = 'scheduled'`,
    );
    await world.get(Claims).sweep(world.clock.now());
    await expect(world.take(agent)).rejects.toThrow('nothing waits');
    expect(await world.get(CallSchedule).close(world.clock.now())).toBe(1);
    expect(await world.get(CallSchedule).close(world.clock.now())).toBe(0);
    const [, call] = await items();
    expect(call?.state).toBe('scheduled');
    const hour = (at?: Date | null) => at?.getUTCHours();
    expect(call?.available_at?.getTime()).toBeGreaterThanOrEqual(world.clock.now().getTime());
    expect(hour(call?.available_at)).not.toBe(hour(world.clock.now()));
  });

  it('counts calls to one customer over all their cases', async () => {
    await world.desk({ callCapPerNumber: 2 });
    const record = await world.newCase();
    const { id: other } = await world.newCase({ customer: { ...record.customer, isStored: true } });
    await world.wrapUp(agent, await claimed({ caseId: record.id }), { disposition: 'busy' });
    const before = Date.now();
    await world.wrapUp(agent, await claimed({ caseId: other }), { disposition: 'busy' });
    const last = (await items()).at(-1);
    expect(last?.available_at?.getTime()).toBeGreaterThan(before + 6.9 * 86_400_000);
  });

  it('stops what the customer does not want, and calls to a number that is wrong', async () => {
    const phone = '+4915123456789';
    const suppressed = async () =>
      (
        await world.rows<{ channel: string }>(
          'SELECT channel FROM suppression WHERE client_id = $1 ORDER BY channel',
          [world.client.id],
        )
      ).map(({ channel }) => channel);
    const record = await world.newCase();
    const withPhone = { ...record.customer, phone };
    const { id: bad } = await world.newCase({ customer: { ...withPhone, id: newId(), matchKey: 'bad' } });
    await world.queue({ caseId: bad, kind: 'callback', language: 'fr' });
    await world.wrapUp(agent, await claimed({ caseId: bad }), { disposition: 'number_bad' });
    expect(await suppressed()).toEqual(['voice']);
    expect((await items()).map(({ state }) => state).toSorted()).toEqual(['cancelled', 'done']);
    const { id: tired } = await world.newCase({ customer: { ...withPhone, id: newId(), matchKey: 'no' } });
    await world.wrapUp(agent, await claimed({ caseId: tired }), { disposition: 'do_not_contact' });
    expect(await suppressed()).toEqual(['email', 'sms', 'voice', 'whatsapp']);
  });

  it('sends the message that the agent chose, once', async () => {
    const claim = await claimed();
    await world.wrapUp(agent, claim, {
      next: { kind: 'message', purpose: 'decision', channel: 'email' },
    });
    const messages = await world.rows<{ purpose: string; channel: string }>(
      'SELECT purpose, channel FROM message WHERE client_id = $1',
      [world.client.id],
    );
    expect(messages).toEqual([{ purpose: 'decision', channel: 'email' }]);
  });

  it('is finished by the clock where the client gives so many seconds, without a charge', async () => {
    await world.desk({ wrapUp: { mode: 'timed', seconds: 30 } });
    const claim = await claimed();
    const timed = world.get(TimedWrapUps);
    await world
      .get(ClaimNotes)
      .save(agent, claim.id, { token: claim.token, text: 'half a note', version: 0 });
    await world.get(Presence).say(agent, { state: 'wrap_up' });
    await world.pass(20);
    expect(await timed.sweep(world.clock.now())).toBe(0);
    await world.pass(11);
    expect(await timed.sweep(world.clock.now())).toBe(1);
    expect(await timed.sweep(world.clock.now())).toBe(0);
    expect(await contacts()).toMatchObject([{ outcome: 'unanswered', billable: false }]);
    expect(await notes(claim)).toEqual([{ text: 'half a note', is_draft: false }]);
    await expect(world.wrapUp(agent, claim)).rejects.toMatchObject({ code: 'desk.claim_lost' });
  });
});
