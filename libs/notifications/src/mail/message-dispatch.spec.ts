import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { simpleParser } from 'mailparser';
import {
  OutboxReceipts,
  takeFromOutbox,
  recordInOutbox,
  type ClientCtx,
  type OutboxItem,
  type OutboxOutcome,
  type Tx,
} from '#platform';
import { Cases, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { ContactMeter, Contacts, type ContactDraft, type ContactVerdict } from '#contacts';
import { newCaseRecord, newItem } from '../../../../test/support/case-factory.js';
import { OutsideMail, type MailBehaviour } from '../../../../test/support/outside-mail.js';
import { createWorld, type World } from '../../../../test/support/world.js';
import { MailTransport, poolOptions, sendDeadline } from './mail-transport.service.js';
import { MessageDispatch } from './message-dispatch.service.js';
import { MessageRecording } from '../message/message-recording.service.js';
import { MessageSending } from './message-sending.service.js';
import { takeMessages } from '../message/message.queries.js';
import { NotificationsModule } from '../notifications.module.js';
import { Notifications } from '../notifications.service.js';

const charged: string[] = [];

class PlainMeter extends ContactMeter {
  async judge(_: ClientCtx, __: Tx, drafts: readonly ContactDraft[]): Promise<ContactVerdict[]> {
    return drafts.map((d) => ({ billable: d.outcome === 'accepted', reason: d.outcome }));
  }
  async charge(_: ClientCtx, __: Tx, contacts: readonly ContactDraft[]): Promise<void> {
    charged.push(...contacts.map((contact) => contact.sourceId));
  }
  retract(): Promise<void> {
    return Promise.resolve();
  }
}

@Global()
@Module({ providers: [{ provide: ContactMeter, useClass: PlainMeter }], exports: [ContactMeter] })
class MeterModule {}

const noted = (): Promise<void> => Promise.resolve();

describe('sending messages', () => {
  let outside: OutsideMail;
  let world: World;
  let client: Client;
  let dispatch: MessageDispatch;
  let notifications: Notifications;

  beforeAll(async () => {
    outside = await OutsideMail.start({ keepRaw: true });
    world = await createWorld([MeterModule, NotificationsModule], {
      env: { SMTP_URL: outside.url('socketTimeout=400') },
    });
    client = await world.newClient();
    dispatch = world.get(MessageDispatch);
    notifications = world.get(Notifications);
  });
  afterEach(async () => {
    outside.change({ behave: () => 'accept' });
    outside.deliveries.length = 0;
    charged.length = 0;
    world.clock.set('2026-03-02T10:00:00Z');
    const owner = await world.database.owner();
    await owner.query('DELETE FROM outbox');
    await owner.end();
  });
  afterAll(async () => {
    await world.close();
    await outside.close();
  });

  const decided = (changes: Partial<CaseRecord> = {}): CaseRecord =>
    newCaseRecord({
      state: 'decided',
      deadlineOn: '2026-03-16',
      items: [newItem({ outcome: 'refund' })],
      ...changes,
    });

  async function announce(records: CaseRecord[], as: Client = client): Promise<void> {
    const ctx = world.as(as);
    await world.db.tx(ctx, async (tx) => {
      await world.get(Cases).write(ctx, tx, records);
      await notifications.announce(ctx, tx, 'decision', records);
    });
  }

  /** What the dispatcher does with one batch; due or not. */
  async function take(): Promise<OutboxItem[]> {
    const owner = await world.database.owner();
    await owner.query('UPDATE outbox SET next_at = now()');
    await owner.end();
    return world.db.tx(world.across, async (tx) => (await takeFromOutbox(tx, 'message', 500, 120)).taken);
  }
  async function record(outcomes: readonly OutboxOutcome[]): Promise<void> {
    await world.db.tx(world.across, (tx) => recordInOutbox(tx, 'message', outcomes));
  }
  async function work(): Promise<readonly OutboxOutcome[]> {
    const outcomes = await dispatch.perform(await take());
    await record(outcomes);
    return outcomes;
  }
  const messageOf = async (c: CaseRecord, as: Client = client) =>
    (await notifications.ofCase(world.as(as), c.id)).at(-1);
  const contactsOf = (c: CaseRecord) => world.get(Contacts).ofCase(world.as(client), c.id);
  const workItems = async () =>
    world.db.tx(world.as(client), (tx) =>
      tx.query<{ subject_id: string; reason: string }>(
        `SELECT subject_id, reason FROM work_item WHERE kind = 'failed_message' AND state = 'queued'`,
      ),
    );
  const events = (c: CaseRecord) =>
    world.db.tx(world.as(client), async (tx) =>
      (
        await tx.query<{ kind: string }>('SELECT kind FROM timeline_event WHERE case_id = $1 ORDER BY id', [
          c.id,
        ])
      ).map((row) => row.kind),
    );
  const always = (behaviour: MailBehaviour) => outside.change({ behave: () => behaviour });

  it('sends one whole e-mail per case, in its language, and records it everywhere', async () => {
    const german = decided({ orderRef: 'B-1', language: 'de' });
    const greek = decided({ language: 'el', country: 'GR' });
    await announce([german, greek]);
    expect(await messageOf(german)).toMatchObject({ state: 'queued', attempts: 0, language: 'de' });
    const outcomes = await work();
    expect(outcomes.map((o) => o.result)).toEqual(['done', 'done']);
    expect(outside.deliveries).toHaveLength(2);

    const message = await messageOf(german);
    const delivery = outside.deliveries.find((d) => d.to[0] === german.customer.email);
    expect(delivery).toMatchObject({ from: client.sender.email, to: [german.customer.email] });
    expect(delivery?.messageId).toBe(`${message?.id}@${client.sender.email.split('@')[1]}`);
    const mail = await simpleParser(delivery?.raw ?? '');
    expect(mail.subject).toBe('Rücksendung zur Bestellung B-1: Erstattung');
    expect(mail.from?.text).toBe(`"${client.sender.name}" <${client.sender.email}>`);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.text?.trim()).toBe(message?.text?.trim());
    expect(message).toMatchObject({ state: 'sent', attempts: 1, reason: null, subject: mail.subject });
    const detail = await notifications.get(world.as(client), german.id, message?.id ?? '');
    expect(String(mail.html).replaceAll('\r\n', '\n').trim()).toBe(detail.html?.trim());
    const greekMail = await simpleParser(outside.deliveries.find((d) => d !== delivery)?.raw ?? '');
    expect(greekMail.text).toContain('Επιστρέφουμε τα χρήματα');

    expect(await contactsOf(german)).toMatchObject([
      {
        sourceId: message?.id,
        outcome: 'accepted',
        channel: 'email',
        billable: true,
        attempts: [{ seq: 1, outcome: 'accepted' }],
      },
    ]);
    expect(charged).toHaveLength(2);
    expect(await events(german)).toContain('message.sent');
  });

  it('announces a decision once, and a changed one again in place of the first', async () => {
    const one = decided();
    await announce([one]);
    await announce([{ ...one, isNew: false }]);
    expect(await notifications.ofCase(world.as(client), one.id)).toHaveLength(1);
    const item = one.items[0];
    const other = { ...one, isNew: false, items: [newItem({ ...item, outcome: 'replacement' })] };
    await announce([other]);
    await work();
    const messages = await notifications.ofCase(world.as(client), one.id);
    expect(messages.map((m) => [m.state, m.reason])).toEqual([
      ['cancelled', 'superseded by a later message'],
      ['sent', null],
    ]);
    expect(outside.deliveries).toHaveLength(1);
  });

  it('cancels a message whose case is no longer decided when its turn comes', async () => {
    const one = decided();
    await announce([one]);
    await world.db.tx(world.as(client), (tx) =>
      tx.query(`UPDATE return_case SET state = 'review' WHERE id = $1`, [one.id]),
    );
    await work();
    expect(await messageOf(one)).toMatchObject({ state: 'cancelled', reason: 'case is no longer decided' });
    expect(outside.deliveries).toHaveLength(0);
    expect(await contactsOf(one)).toEqual([]);
    expect(await events(one)).toContain('message.cancelled');
  });

  it('tries again after a temporary refusal, with the same Message-ID, and is billed once', async () => {
    const one = decided();
    await announce([one]);
    always('defer');
    const [outcome] = await work();
    expect(outcome).toMatchObject({ result: 'retry', reason: 'smtp_451' });
    expect(outcome?.result === 'retry' && outcome.nextAt > world.clock.now()).toBe(true);
    expect(await messageOf(one)).toMatchObject({ state: 'queued', attempts: 1 });
    expect(await contactsOf(one)).toEqual([]);
    always('accept');
    await work();
    expect(await messageOf(one)).toMatchObject({ state: 'sent', attempts: 2, reason: null });
    expect((await contactsOf(one))[0]?.attempts.map((a) => a.outcome)).toEqual(['deferred', 'accepted']);
    expect(charged).toHaveLength(1);
    expect(await workItems()).toEqual([]);
  });

  it('gives up 48 hours after its creation, with a work item and a contact that is not billed', async () => {
    const one = decided();
    await announce([one]);
    always('defer');
    await work();
    world.clock.set('2026-03-04T10:00:00Z');
    const [outcome] = await work();
    expect(outcome?.result).toBe('done');
    const message = await messageOf(one);
    expect(message).toMatchObject({ state: 'failed', attempts: 2 });
    expect(message?.reason).toMatch(/^gave up after 48 h: smtp_451/);
    expect(await workItems()).toContainEqual({ subject_id: message?.id, reason: 'gave up after 48 h' });
    expect(await contactsOf(one)).toMatchObject([{ outcome: 'failed', billable: false }]);
    expect(charged).toEqual([]);
  });

  it.each(['reject', 'refuse_recipient'] as const)(
    'fails for good when the server says %s',
    async (behaviour) => {
      const one = decided();
      await announce([one]);
      always(behaviour);
      expect((await work())[0]?.result).toBe('done');
      const message = await messageOf(one);
      expect(message).toMatchObject({ state: 'failed', attempts: 1 });
      expect(message?.reason).toMatch(/^smtp_55[04]: /);
      // A server's reply repeats the address; what is kept does not.
      expect(message?.reason).not.toContain('@');
      expect((await workItems()).map((w) => w.subject_id)).toContain(message?.id);
      expect(await contactsOf(one)).toMatchObject([
        { outcome: 'failed', billable: false, attempts: [{ outcome: 'rejected' }] },
      ]);
      expect(await events(one)).toContain('message.failed');
    },
  );

  it.each(['drop', 'stall'] as const)(
    'tries again once when the connection is lost by %s',
    async (behaviour) => {
      const one = decided();
      await announce([one]);
      always(behaviour);
      expect((await work())[0]?.result).toBe('retry');
      // Not a second time by itself: after the final dot only we may decide to.
      expect(outside.deliveries).toHaveLength(behaviour === 'drop' ? 1 : 0);
      always('accept');
      await work();
      expect(await messageOf(one)).toMatchObject({ state: 'sent', attempts: 2 });
      expect(new Set(outside.deliveries.map((d) => d.messageId)).size).toBe(1);
      expect(charged).toHaveLength(1);
    },
  );

  it('keeps a message when no server listens', async () => {
    const one = decided();
    await announce([one]);
    const refused = new MailTransport({ SMTP_URL: 'smtp://127.0.0.1:1' } as never, undefined as never);
    const deadline = sendDeadline(5_000);
    const ready = { from: 'a@b.example', to: 'c@d.example', raw: Buffer.from('Subject: x\r\n\r\nx\r\n') };
    expect(await refused.send(ready, deadline.signal, noted)).toMatchObject({
      result: 'deferred',
      code: 'esocket',
    });
    deadline.clear();
    await refused.onApplicationShutdown();
    expect(await messageOf(one)).toMatchObject({ state: 'queued' });
  });

  it('breaks off sends that outlast the batch, and the connection serves the next', async () => {
    always('stall');
    const transport = world.get(MailTransport);
    const deadline = sendDeadline(100);
    const ready = { from: 'a@b.example', to: 'c@d.example', raw: Buffer.from('Subject: x\r\n\r\nx\r\n') };
    const stalled = await Promise.all(
      Array.from({ length: 25 }, () => transport.send(ready, deadline.signal, noted)),
    );
    expect(stalled.every((d) => d.result === 'deferred' && d.code === 'eabort')).toBe(true);
    always('accept');
    const later = sendDeadline(5_000);
    expect(await transport.send(ready, later.signal, noted)).toMatchObject({ result: 'accepted' });
    later.clear();
  });

  it('puts back, untried and uncounted, what a slow server leaves no time for', async () => {
    const records = [decided(), decided()];
    await announce(records);
    const items = await take();
    const sending = world.get(MessageSending);
    const over = AbortSignal.abort();
    const job = (item: OutboxItem, record: CaseRecord | undefined) => ({
      item,
      record,
      message: {
        id: item.refId,
        case_id: record?.id ?? '',
        purpose: 'decision' as const,
        channel: 'email' as const,
        customer_id: null,
        recipient: '',
        facts: null,
        step: 0,
        plan_version: null,
        language: 'de',
        attempts: 1,
        created_at: world.clock.now(),
        superseded: false,
      },
    });
    const jobs = items.map((item, i) => job(item, records[i]));
    const outcomes = await sending.sendAll(jobs, client, over);
    expect(outcomes.map((o) => o.kind === 'unsent' && o.change.event)).toEqual(['put_back', 'put_back']);
    await world.db.tx(world.as(client), (tx) =>
      takeMessages(
        tx,
        client.id,
        items.map((item) => item.refId),
      ),
    );
    await world.get(MessageRecording).record(world.as(client), outcomes);
    for (const record of records) {
      expect(await messageOf(record)).toMatchObject({ state: 'queued', attempts: 0 });
      expect(await events(record)).not.toContain('message.failed');
    }
    expect(outside.deliveries).toHaveLength(0);
  });

  it('never sends again what was sent, when its outbox row comes back', async () => {
    const one = decided();
    await announce([one]);
    const items = await take();
    await dispatch.perform(items);
    // Died before the outbox was told: the row is taken again after its lease.
    expect((await work()).map((o) => o.result)).toEqual(['done']);
    expect(outside.deliveries).toHaveLength(1);
    expect(charged).toHaveLength(1);
  });

  it('records what a killed worker had sent, by its receipt, without sending it again', async () => {
    const one = decided();
    await announce([one]);
    const [item] = await take();
    if (!item) throw new Error('nothing taken');
    await world.get(OutboxReceipts).note('message', item, '250 taken as 4711');
    expect((await work()).map((o) => o.result)).toEqual(['done']);
    expect(outside.deliveries).toHaveLength(0);
    expect(await messageOf(one)).toMatchObject({
      state: 'sent',
      text: expect.stringContaining('Erstattung'),
    });
    expect(charged).toHaveLength(1);
  });

  it('does not put a late failure over the success of the worker that took over', async () => {
    const one = decided();
    await announce([one]);
    const late = await take();
    const taken = await take();
    always('accept');
    await record(await dispatch.perform(taken));
    always('reject');
    await dispatch.perform(late);
    expect(await messageOf(one)).toMatchObject({ state: 'sent' });
    expect(await workItems()).not.toContainEqual(
      expect.objectContaining({ subject_id: (await messageOf(one))?.id }),
    );
  });

  it('stops before sending what cannot be written, with a work item', async () => {
    const one = decided({ items: [newItem({ outcome: 'refund', unitPriceMinor: null })] });
    await announce([one]);
    await work();
    const message = await messageOf(one);
    expect(message).toMatchObject({ state: 'failed', reason: 'fact_missing: price' });
    expect(await workItems()).toContainEqual({ subject_id: message?.id, reason: 'fact_missing' });
    expect(outside.deliveries).toHaveLength(0);
    expect(await contactsOf(one)).toEqual([]);
  });

  it.each([
    'a@example.org,b@example.org',
    'a@example.org\r\nRCPT TO:<b@example.org>',
    '"a@example.org,b"@example.org',
    'a＠evil.example@example.org',
    'a@example.org＠evil.example',
    'a@exa mple.org',
    '<a@example.org>',
    'a@[127.0.0.1]',
    '',
  ])('sends nothing to %j', async (email) => {
    const one = decided();
    const hostile = { ...one, customer: { ...one.customer, email } };
    await announce([hostile]);
    await work();
    expect(outside.deliveries).toHaveLength(0);
    expect(await messageOf(one)).toMatchObject({ state: 'failed', reason: 'address_invalid' });
    expect((await workItems()).map((w) => w.reason)).toContain('address_invalid');
  });

  it('sends to an international domain in its ASCII form', async () => {
    const one = decided();
    await announce([{ ...one, customer: { ...one.customer, email: 'anna@müller.example' } }]);
    await work();
    expect(outside.deliveries[0]?.raw.toString()).toContain('To: <anna@xn--mller-kva.example>');
  });

  it('defers for a paused client and leaves the others alone', async () => {
    const paused = await world.newClient();
    await world.db.tx(world.as(paused), (tx) => tx.query(`UPDATE client SET status = 'paused'`));
    const theirs = decided();
    const ours = decided();
    await announce([theirs], paused);
    await announce([ours]);
    const outcomes = await work();
    expect(outcomes.map((o) => o.result).sort()).toEqual(['done', 'retry']);
    expect(await messageOf(theirs, paused)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(await messageOf(ours)).toMatchObject({ state: 'sent' });
  });

  it('fails what killed its worker five times', async () => {
    const one = decided();
    await announce([one]);
    const [item] = await take();
    if (!item) throw new Error('nothing taken');
    await dispatch.setAside([item]);
    const message = await messageOf(one);
    expect(message).toMatchObject({ state: 'failed', reason: 'killed its worker 5 times' });
    expect((await workItems()).map((w) => w.subject_id)).toContain(message?.id);
    expect(await contactsOf(one)).toMatchObject([{ outcome: 'failed', billable: false }]);
  });

  it('sends a batch of hundreds, each once, whatever the server does in between', async () => {
    const records = Array.from({ length: 300 }, () => decided());
    await announce(records);
    outside.change({ behave: ({ nth }) => (nth % 7 === 0 ? 'defer' : nth % 31 === 0 ? 'drop' : 'accept') });
    for (let round = 0; round < 12 && (await work()).length > 0; round++);
    const states = await world.db.tx(world.as(client), (tx) =>
      tx.query<{ state: string; n: number }>(
        'SELECT state, count(*) AS n FROM message WHERE case_id = ANY($1::uuid[]) GROUP BY 1',
        [records.map((r) => r.id)],
      ),
    );
    expect(states).toEqual([{ state: 'sent', n: 300 }]);
    expect(new Set(charged).size).toBe(300);
    expect(charged).toHaveLength(300);
    const drops = outside.deliveries.length - new Set(outside.deliveries.map((d) => d.messageId)).size;
    expect(drops).toBeLessThanOrEqual(Math.ceil(outside.deliveries.length / 31));
  });

  it('demands TLS from every server but this machine', () => {
    expect(poolOptions('smtp://mail.example.org:587')).toMatchObject({ requireTLS: true, maxRequeues: 0 });
    expect(poolOptions('smtp://127.0.0.1:25')).toMatchObject({ requireTLS: false });
    expect(poolOptions('smtps://mail.example.org')).toMatchObject({ requireTLS: false });
  });

  it('keeps each client to its own messages', async () => {
    const other = await world.newClient();
    const one = decided();
    await announce([one]);
    expect(await notifications.ofCase(world.as(other), one.id)).toEqual([]);
    const id = (await messageOf(one))?.id ?? '';
    await expect(notifications.get(world.as(other), one.id, id)).rejects.toMatchObject({
      code: 'message.unknown',
    });
  });
});
