import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { Database, newId, systemCtx, takeFromOutbox } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { AgentProfiles, CustomerLinks, WorkItems, type LinkAsk } from '#desk';
import { messageLanguage, messageLanguages, MessageDispatch, Notifications } from '#notifications';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { newCaseRecord, newItem } from '../support/case-factory.js';
import { decidedCases, enlistCases } from '../support/listing-factory.js';
import { OutsideMail } from '../support/outside-mail.js';

const iban = 'GR16 0110 1250 0000 0001 2300 695';
const bare = 'GR1601101250000000012300695';

let outside: OutsideMail;
let world: ApiWorld;
let client: Client;
let agent: string;

beforeAll(async () => {
  outside = await OutsideMail.start();
  outside.change({ keepRaw: true });
  world = await createApiWorld({ SMTP_URL: outside.url(), PUBLIC_URL: 'https://desk.example' });
  // The desk's times are the database's.
  world.clock.set(new Date());
});
afterAll(async () => {
  await world.close();
  await outside.close();
});
beforeEach(async () => {
  ({ client } = await world.newShop());
  world.clock.set(new Date());
  const user = await world.newUser('agent');
  await world.get(AgentProfiles).save(systemCtx('test', null, world.clock.now()), user.id, {
    languages: { de: 'native' },
    skills: ['voice', 'mail', 'cases'],
    clientIds: [client.id],
    phone: null,
  });
  agent = await world.signIn(user);
});

const ctx = () => systemCtx('test', client.id, world.clock.now());
const db = () => world.get(Database);
const rows = <T extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> =>
  db().tx(ctx(), (tx) => tx.query<T>(sql, values));
const post = (path: string, body: object) =>
  world.request().post(path).set('cookie', agent).set('sec-fetch-site', 'same-origin').send(body);
const load = async (id: string): Promise<CaseRecord> => {
  const [record] = await db().tx(ctx(), (tx) => world.get(Cases).load(ctx(), tx, [id]));
  return record as CaseRecord;
};
const tell = async (record: CaseRecord) =>
  db().tx(ctx(), async (tx) => {
    await world
      .get(WorkItems)
      .queue(ctx(), tx, [
        { kind: 'reply', caseId: record.id, subjectId: newId(), reason: 'email', language: 'de' },
      ]);
  });
const inHand = async (record: CaseRecord): Promise<{ id: string; token: string }> => {
  await tell(record);
  return (await post('/v1/desk/claims', {})).body as { id: string; token: string };
};
/** A link to the case, made by an agent who holds it, as the customer has it. */
const linkTo = async (record: CaseRecord, asks: LinkAsk[]): Promise<string> => {
  const held = await inHand(record);
  const sent = await post(`/v1/desk/claims/${held.id}/links`, { token: held.token, asks, channel: 'email' });
  expect([sent.status, sent.body.sentTo]).toEqual([201, expect.stringMatching(/^.…@example\.org$/)]);
  const [row] = await rows<{ id: string }>('SELECT id FROM customer_link ORDER BY created_at DESC LIMIT 1');
  return new URL(world.get(CustomerLinks).urlOf(row?.id ?? '')).pathname;
};
const stored = async (changes: Partial<CaseRecord> = {}): Promise<CaseRecord> => {
  const record = newCaseRecord({ state: 'decided', items: [newItem({ outcome: 'rejection' })], ...changes });
  await db().tx(ctx(), (tx) => world.get(Cases).write(ctx(), tx, [record]));
  return record;
};
const listed = async (kind: 'refund' | 'replacement', fulfilment: string, item = {}): Promise<CaseRecord> => {
  const [record] = decidedCases(1, kind, item) as [CaseRecord];
  const { listingId, lineIds } = await enlistCases(
    { db: db(), get: (type) => world.get(type) },
    ctx(),
    kind,
    [record],
  );
  await rows(
    `INSERT INTO line_result (client_id, listing_id, line_id, seq, result, detail, reported_by, reported_at)
     VALUES ($1, $2, $3, 1, $4, '{}', 'test', now())`,
    [client.id, listingId, lineIds[0], fulfilment],
  );
  const owner = await world.database.owner();
  await owner.query('UPDATE case_item SET fulfilment = $2 WHERE client_id = $1', [client.id, fulfilment]);
  await owner.end();
  return record;
};
const form = (path: string, fields: Record<string, string>) =>
  world.request().post(path).type('form').set('sec-fetch-site', 'same-origin').send(fields);
const account = { iban, accountHolder: 'Anna Canary' };

describe('a link for the customer', () => {
  it('goes out by mail in their language, and nobody reads its token afterwards', async () => {
    const record = await stored({ language: 'el' });
    const path = await linkTo(record, ['iban', 'address']);
    const { taken } = await db().tx(systemCtx('test', null, world.clock.now()), (tx) =>
      takeFromOutbox(tx, 'message', 10, 60),
    );
    await world.get(MessageDispatch).perform(taken);
    const { text = '' } = await simpleParser(outside.deliveries.at(-1)?.raw ?? '');
    expect(text).toContain(`https://desk.example${path}`);
    expect(text).toContain('Η διεύθυνση παράδοσης');
    expect(path).toMatch(/^\/c\/[\w-]{32}$/);
    const messages = await world.get(Notifications).ofCase(ctx(), record.id);
    expect(messages[0]).toMatchObject({ purpose: 'missing_information', channel: 'email', state: 'sent' });
    expect(messages[0]?.text).toContain('https://desk.example/c/…');
    const detail = await world.get(Notifications).get(ctx(), record.id, messages[0]?.id ?? '');
    expect(detail.html).not.toContain(path);
    expect(JSON.stringify(await rows('SELECT * FROM customer_link'))).not.toContain(path.slice(3));
    expect((await rows(`SELECT detail FROM timeline_event WHERE kind = 'link.sent'`))[0]).toMatchObject({
      detail: { asks: ['iban', 'address'], channel: 'email' },
    });
  });

  it('is refused where there is nothing to choose, no number, or too many were sent', async () => {
    const held = await inHand(await stored());
    const send = (asks: string[], channel: string) =>
      post(`/v1/desk/claims/${held.id}/links`, { token: held.token, asks, channel });
    expect((await send(['choice'], 'email')).body.code).toBe('desk.nothing_to_choose');
    expect((await send(['iban'], 'sms')).body.code).toBe('message.unreachable');
    for (let i = 0; i < 5; i++) expect((await send(['iban'], 'email')).status).toBe(201);
    const sixth = await send(['iban'], 'email');
    expect([sixth.status, sixth.body.code]).toEqual([429, 'desk.links_exhausted']);
  });

  it('shows a form of the shop, with nothing of the customer, that needs no scripts', async () => {
    const record = await stored({ iban: bare, accountHolder: 'Anna Canary', language: 'pl' });
    const page = await world.request().get(await linkTo(record, ['iban', 'address']));
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.text).toContain('<html lang="pl">');
    expect(page.text).toContain('Właściciel rachunku');
    expect(page.text).not.toMatch(/<script|javascript:|https?:\/\//);
    for (const secret of [bare, 'Anna Canary', record.customer.email ?? '', record.street ?? ''])
      expect(page.text).not.toContain(secret);
  });

  it('takes the account onto the case once, from two tabs and a double press', async () => {
    const record = await listed('refund', 'failed');
    const path = await linkTo(record, ['iban']);
    const both = await Promise.all([form(path, account), form(path, account), form(path, account)]);
    expect(both.map(({ status, headers }) => [status, headers['location']])).toEqual(
      both.map(() => [303, path]),
    );
    expect((await load(record.id)).iban).toBe(bare);
    expect(await rows(`SELECT attempt, iban FROM listing_line WHERE entry = 'add' ORDER BY attempt`)).toEqual(
      [
        { attempt: 1, iban: null },
        { attempt: 2, iban: bare },
      ],
    );
    const kinds = (await rows<{ kind: string }>('SELECT kind FROM timeline_event ORDER BY id')).map(
      ({ kind }) => kind,
    );
    expect(kinds.filter((kind) => kind === 'link.answered')).toHaveLength(1);
    expect(JSON.stringify(await rows('SELECT detail FROM timeline_event'))).not.toContain(bare);
    const after = await world.request().get(path);
    expect([after.status, after.text.includes('Wir haben Ihre Angaben erhalten')]).toEqual([200, true]);
    expect((await form(path, { ...account, iban: 'DE89370400440532013000' })).status).toBe(303);
    expect((await load(record.id)).iban).toBe(bare);
  });

  it.each([
    ['a wrong check digit', { ...account, iban: 'GR17 0110 1250 0000 0001 2300 695' }, 'iban'],
    ['no holder', { iban }, 'accountHolder'],
    ['line noise', { iban, accountHolder: 'A\u0000B' }, 'accountHolder'],
    ['too much', { iban, accountHolder: 'x'.repeat(200) }, 'accountHolder'],
  ])('says what is not right and keeps the rest: %s', async (_, fields, wrong) => {
    const record = await stored();
    const path = await linkTo(record, ['iban']);
    const answer = await form(path, fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`id="${wrong}-error" role="alert">Bitte prüfen Sie diese Angabe.`);
    expect((await load(record.id)).iban).toBeNull();
    expect((await form(path, account)).status).toBe(303);
  });

  it('repeats what was typed as text only', async () => {
    const path = await linkTo(await stored(), ['iban']);
    const answer = await form(path, { iban: '"><script>alert(1)</script>', accountHolder: `'"<b>` });
    expect(answer.text).not.toContain('<script>');
    expect(answer.text).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('takes an address, and shows a person what is on its way to the old one', async () => {
    const [record] = decidedCases(1, 'replacement') as [CaseRecord];
    await enlistCases({ db: db(), get: (type) => world.get(type) }, ctx(), 'replacement', [record]);
    const path = await linkTo(record, ['address']);
    await form(path, { street: ' Neue  Straße 5 ', postalCode: '20095', city: 'Hamburg', iban: bare });
    expect(await load(record.id)).toMatchObject({ street: 'Neue Straße 5', city: 'Hamburg', iban: null });
    expect(await rows(`SELECT state FROM work_item WHERE kind = 'changed_case'`)).toEqual([
      { state: 'queued' },
    ]);
  });

  it('lists the money for who would rather have it than other goods', async () => {
    const record = await listed('replacement', 'out_of_stock', { legalBasis: 'non_conformity' });
    const path = await linkTo(record, ['choice']);
    expect((await world.request().get(path)).text).toContain('19,99');
    expect((await form(path, { choice: 'both' })).status).toBe(422);
    await Promise.all([form(path, { choice: 'refund' }), form(path, { choice: 'refund' })]);
    expect((await load(record.id)).items[0]).toMatchObject({ outcome: 'refund', fulfilment: 'listed' });
    expect(await rows(`SELECT ground, decided_by FROM decision`)).toEqual([
      { ground: 'impossible', decided_by: 'system:customer' },
    ]);
    expect(await rows(`SELECT FROM listing_line WHERE kind = 'refund'`)).toHaveLength(1);
  });

  it('leaves other goods to a person', async () => {
    const record = await listed('replacement', 'out_of_stock');
    await form(await linkTo(record, ['choice']), { choice: 'replacement' });
    expect((await load(record.id)).items[0]?.outcome).toBe('replacement');
    expect(await rows(`SELECT reason FROM work_item WHERE kind = 'out_of_stock'`)).toEqual([
      { reason: 'other_item_chosen' },
    ]);
  });

  it('takes nothing from another site’s page', async () => {
    const record = await stored();
    const path = await linkTo(record, ['iban']);
    const forged = await world
      .request()
      .post(path)
      .type('form')
      .set('sec-fetch-site', 'cross-site')
      .send(account);
    expect(forged.status).toBe(403);
    expect((await load(record.id)).iban).toBeNull();
  });

  it('has its page in every language of customers', async () => {
    const { id: claimId } = await inHand(await stored());
    for (const language of [...messageLanguages, 'sr-Cyrl']) {
      const { id: caseId } = await stored({ language });
      const asks = ['iban', 'address'] as const;
      const link = await db().tx(ctx(), (tx) =>
        world.get(CustomerLinks).issue(ctx(), tx, { caseId, claimId, asks }),
      );
      // One address asks for all of them, more often than a customer would.
      world.clock.advance(61_000);
      const page = await world.request().get(new URL(world.get(CustomerLinks).urlOf(link.id)).pathname);
      // Serbian in no named script is in the client's, Latin.
      expect([language, page.status]).toEqual([language, 200]);
      expect(page.text).toContain(`<html lang="${messageLanguage(language, 'de')}">`);
      expect(page.text).not.toMatch(/\{\{|form\.|ask\./);
    }
  });

  // Last: requests are counted by a clock that goes back after it.
  it('is over after seven days, and then looks like one that never was', async () => {
    const path = await linkTo(await stored(), ['iban']);
    world.clock.advance(7 * 86_400_000 + 1);
    const answers = [
      await world.request().get(path),
      await world.request().get(`/c/${'x'.repeat(32)}`),
      await world.request().get('/c/%00'),
      await form(path, account),
      await form(`/c/${'y'.repeat(32)}`, account),
    ];
    for (const { status, text, headers } of answers) {
      expect([status, text]).toEqual([404, answers[0]?.text]);
      expect(headers['content-security-policy']).toBe(answers[0]?.headers['content-security-policy']);
    }
    const german = await world.request().get(path).set('accept-language', 'de-AT,de;q=0.9');
    expect(german.text).toContain('Dieser Link ist nicht mehr gültig.');
  });
});
