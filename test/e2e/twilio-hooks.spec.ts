import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addToOutbox, Database, newId, systemCtx, takeFromOutbox } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { TelephonyDispatch } from '#notifications';
import { insertMessages, telephonyOutbox } from '../../libs/notifications/src/message/message.queries.js';
import { putSender } from '../../libs/notifications/src/telephony/sender.queries.js';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { newCaseRecord, newItem } from '../support/case-factory.js';
import { seeded } from '../support/outside-mail.js';
import { OutsideTwilio, type TwilioCallback, type TwilioFate } from '../support/outside-twilio.js';

const own = '+4930901820';
const line = '+4930555555';

describe('hooks of Twilio', () => {
  let outside: OutsideTwilio;
  let world: ApiWorld;
  let client: Client;
  let phones = 0;

  beforeAll(async () => {
    outside = await OutsideTwilio.start();
    world = await createApiWorld(outside.env);
    ({ client } = await world.newShop());
    outside.change({ now: () => world.clock.now() });
    await setSender(null);
  });
  afterAll(async () => {
    await world.close();
    await outside.close();
  });

  const ctx = () => systemCtx('test', client.id, world.clock.now());
  const setSender = (connectTo: string | null) =>
    world.get(Database).tx(ctx(), async (tx) => {
      for (const channel of ['sms', 'voice'] as const) {
        const sender = { address: own, costMicros: 75_000, connectTo };
        await putSender(tx, client.id, { channel, country: '*' }, sender, world.clock.now());
      }
    });
  const query = <T extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> =>
    world.get(Database).tx(ctx(), (tx) => tx.query<T>(sql, values));

  /** Sends one message per case and gives the cases with their messages. */
  async function send(count: number, channel: 'sms' | 'voice' = 'sms') {
    const records: CaseRecord[] = Array.from({ length: count }, () => {
      const record = newCaseRecord({ state: 'decided', items: [newItem({ outcome: 'refund' })] });
      const phone = `+4915112${String(++phones).padStart(6, '0')}`;
      return { ...record, deadlineOn: '2026-03-16', customer: { ...record.customer, phone } };
    });
    const messages = records.map((record) => ({
      id: newId(),
      caseId: record.id,
      customerId: record.customer.id,
      channel,
      step: 0,
      planVersion: null,
      facts: null,
      language: 'de',
      recipient: record.customer.phone ?? '',
      state: 'queued' as const,
      reason: null,
    }));
    const db = world.get(Database);
    const refs = messages.map(({ id }) => ({ clientId: client.id, refId: id }));
    await db.tx(ctx(), async (tx) => {
      await world.get(Cases).write(ctx(), tx, records);
      await insertMessages(tx, client.id, 'decision', messages, ctx().now);
      await addToOutbox(tx, telephonyOutbox, refs);
    });
    const before = outside.made.length;
    const { taken } = await db.tx({ ...ctx(), clientId: null }, (tx) =>
      takeFromOutbox(tx, telephonyOutbox, 500, 600),
    );
    await world.get(TelephonyDispatch).perform(taken);
    // Steps that earlier tests have led to may go out beside them.
    const ids = messages.map(({ id }) => id);
    const isTheirs = (url = ''): boolean => ids.some((id) => url.includes(id));
    const made = outside.made.slice(before).filter(({ params }) => isTheirs(params['StatusCallback']));
    return { records, ids, made };
  }

  const post = ({ url, form, signature }: TwilioCallback) =>
    world
      .request()
      .post(new URL(url).pathname + new URL(url).search)
      .set('x-twilio-signature', signature)
      .type('form')
      .send(form);
  const hook = (id: string, what: string, form: Record<string, string>) =>
    post(outside.sign(`https://desk.example/v1/hooks/twilio/${client.id}/messages/${id}/${what}`, form));
  const statesOf = async (ids: string[]) =>
    (
      await query<{ state: string }>('SELECT state FROM message WHERE id = ANY($1::uuid[]) ORDER BY id', [
        ids,
      ])
    ).map((row) => row.state);

  it('end in the same state in every order, 46 copies of each', async () => {
    const fates: TwilioFate[] = [
      [{ status: 'queued' }, { status: 'sent' }, { status: 'delivered' }],
      [{ status: 'queued' }, { status: 'sent' }, { status: 'undelivered', errorCode: 30005 }],
      [{ status: 'queued' }, { status: 'sent' }, { status: 'delivered' }, { status: 'read' }],
      [{ status: 'failed', errorCode: 30008 }],
    ];
    let nth = 0;
    outside.change({ fate: () => fates[nth++ % fates.length] as TwilioFate });
    const { ids, made } = await send(4);
    const once = outside.callbacks(made);
    const random = seeded(46);
    const shuffled = once
      .flatMap((callback) => Array.from({ length: 46 }, () => ({ callback, at: random() })))
      .toSorted((a, b) => a.at - b.at);
    for (let i = 0; i < shuffled.length; i += 16) {
      const answers = await Promise.all(shuffled.slice(i, i + 16).map(({ callback }) => post(callback)));
      expect(answers.filter((answer) => answer.status !== 204).map((answer) => answer.body)).toEqual([]);
    }
    const byId = new Map(made.map((one) => [one.params['StatusCallback']?.split('/').at(-2), one]));
    const expected = ids.map((id) => fates[made.indexOf(byId.get(id) as never)]?.at(-1)?.status);
    const states = await statesOf(ids);
    const names: Record<string, string> = { undelivered: 'bounced', failed: 'bounced' };
    expect(states).toEqual(expected.map((status) => names[status ?? ''] ?? status));
    const kept = await query('SELECT FROM provider_callback WHERE message_id = ANY($1::uuid[])', [ids]);
    expect(kept).toHaveLength(once.length);
    const dead = await query('SELECT FROM suppression');
    expect(dead).toHaveLength(1);
    outside.change({ fate: () => [{ status: 'delivered' }] });
  });

  it('are refused when forged, and leave nothing', async () => {
    const { ids, made } = await send(1);
    const [genuine] = outside.callbacks(made);
    if (!genuine) throw new Error('no callback');
    const forged: TwilioCallback[] = [
      { ...genuine, signature: '' },
      { ...genuine, signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
      { ...genuine, form: { ...genuine.form, MessageStatus: 'read' } },
      { ...genuine, form: { ...genuine.form, Extra: '1' } },
      { ...genuine, url: genuine.url.replace(ids[0] ?? '', newId()) },
      { ...genuine, url: `${genuine.url}?x=1` },
    ];
    const answers = await Promise.all(forged.map(post));
    expect(answers.map(({ status }) => status)).toEqual(forged.map(() => 403));
    expect(await statesOf(ids)).toEqual(['sent']);
    expect(await query('SELECT FROM provider_callback WHERE message_id = $1', [ids[0]])).toEqual([]);
  });

  it('answer an unknown message as a foreign one', async () => {
    const { ids } = await send(1);
    const { client: other } = await world.newShop();
    const form = { MessageSid: `SM${'a'.repeat(32)}`, MessageStatus: 'delivered' };
    const at = (clientId: string, id: string) =>
      post(outside.sign(`https://desk.example/v1/hooks/twilio/${clientId}/messages/${id}/status`, form));
    const answers = [
      await at(client.id, newId()),
      await at(other.id, ids[0] ?? ''),
      await at(newId(), ids[0] ?? ''),
    ];
    expect(answers.map((a) => `${a.status} ${a.body.code}`)).toEqual(Array(3).fill('404 hook.unknown'));
    expect(await statesOf(ids)).toEqual(['sent']);
  });

  it('tell a message whose answer was lost', async () => {
    outside.change({ behave: () => 'cut', fate: () => [{ status: 'delivered' }] });
    const { ids, made } = await send(1);
    expect(await statesOf(ids)).toEqual(['unknown']);
    outside.change({ behave: () => 'accept' });
    for (const callback of outside.callbacks(made)) await post(callback);
    expect(await statesOf(ids)).toEqual(['delivered']);
  });

  it('speak the message, connect on 1, call back on 2, ask once more on anything else', async () => {
    const { ids, made } = await send(1, 'voice');
    const id = ids[0] ?? '';
    const call = { CallSid: made[0]?.sid ?? '', CallStatus: 'in-progress' };
    const said = await hook(id, 'voice', { ...call, AnsweredBy: 'human' });
    expect(said.status).toBe(200);
    expect(said.headers['content-type']).toContain('text/xml');
    expect(said.text).toContain('<Say voice="Polly.Vicki" language="de-DE">');
    expect(said.text).toContain(`/messages/${id}/keys/1"`);
    expect((await hook(id, 'voice', { ...call, AnsweredBy: 'machine_start' })).text).not.toContain('<Say');

    expect((await hook(id, 'keys/1', { ...call, Digits: '7' })).text).toContain(`/messages/${id}/keys/2"`);
    expect((await hook(id, 'keys/2', { ...call, Digits: '' })).text).toContain('<Hangup/>');
    const callbacks = () =>
      query<{ case_id: string; reason: string }>(
        `SELECT case_id, reason FROM work_item WHERE kind = 'callback' AND subject_id = $1`,
        [id],
      );
    expect(await callbacks()).toEqual([]);

    await setSender(line);
    const connected = await hook(id, 'keys/1', { ...call, Digits: '1' });
    expect(connected.text).toContain(`<Number>${line}</Number>`);
    expect((await hook(id, 'connected', { ...call, DialCallStatus: 'completed' })).status).toBe(200);
    expect(await callbacks()).toEqual([]);
    await hook(id, 'connected', { ...call, DialCallStatus: 'no-answer' });
    await hook(id, 'keys/1', { ...call, Digits: '2' });
    expect(await callbacks()).toHaveLength(1);
  });

  it.each([
    [{ CallStatus: 'completed', AnsweredBy: 'human' }, 'delivered'],
    [{ CallStatus: 'completed', AnsweredBy: 'machine_end_beep' }, 'bounced'],
    [{ CallStatus: 'no-answer' }, 'bounced'],
    [{ CallStatus: 'busy' }, 'bounced'],
    [{ CallStatus: 'failed' }, 'bounced'],
  ])('say how a call ended: %j is %s', async (report, state) => {
    const { ids, made } = await send(1, 'voice');
    const form = { CallSid: made[0]?.sid ?? '', ...report } as Record<string, string>;
    expect((await hook(ids[0] ?? '', 'call', form)).status).toBe(204);
    expect(await statesOf(ids)).toEqual([state]);
  });

  it('bring answers to the customer’s latest case, once, and obey STOP and START', async () => {
    const { records } = await send(1);
    const [record] = records;
    const from = record?.customer.phone ?? '';
    const inbound = (Body: string, sid = newId().replaceAll('-', ''), To = own) =>
      post(
        outside.sign(`https://desk.example/v1/hooks/twilio/${client.id}/inbound`, {
          MessageSid: `SM${sid}`,
          From: from,
          To,
          Body,
        }),
      );
    const sid = newId().replaceAll('-', '');
    for (let copy = 0; copy < 3; copy++) expect((await inbound('Wann kommt es?', sid)).status).toBe(200);
    const items = () => query(`SELECT FROM work_item WHERE kind = 'reply' AND case_id = $1`, [record?.id]);
    expect(await items()).toHaveLength(1);
    const stopped = () => query(`SELECT FROM suppression WHERE channel = 'sms' AND address = $1`, [from]);
    await inbound(' Stop. ');
    expect(await stopped()).toHaveLength(1);
    await inbound('START');
    expect(await stopped()).toHaveLength(0);
    expect(await items()).toHaveLength(1);
    expect((await inbound('Hallo', undefined, '+4930000000')).status).toBe(404);
  });

  it('are not there without a provider', async () => {
    const alone = await createApiWorld();
    try {
      const path = `/v1/hooks/twilio/${newId()}/messages/${newId()}/status`;
      const answer = await alone.request().post(path).type('form').send({ MessageSid: 'x' });
      expect(answer.status).toBe(404);
    } finally {
      await alone.close();
    }
  });
});
