import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { Database, newId, OPERATOR_ID, systemCtx } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { AgentProfiles, WorkItems, type NewWorkItem } from '#desk';
import { InboundReplies } from '#notifications';
import { Policies } from '#resolution';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { newCaseRecord, newItem } from '../support/case-factory.js';
import { decidedCases, enlistCases } from '../support/listing-factory.js';

const iban = 'DE89370400440532013000';
const phone = '+493012345678';
const email = 'Anna.Canary@example.org';
const street = 'Kanarienweg 77';
const everyWay = [
  iban,
  'DE89 3704 0044 0532 0130 00',
  phone,
  '030 12345678',
  '12345678',
  email,
  email.toLowerCase(),
  street,
];

let world: ApiWorld;
let client: Client;
let lead: string;

beforeAll(async () => {
  world = await createApiWorld();
  // The desk's times are the database's.
  world.clock.set(new Date());
  lead = await world.signIn(await world.newUser('team_lead'));
});
afterAll(() => world.close());
beforeEach(async () => {
  ({ client } = await world.newShop());
  const owner = await world.database.owner();
  await owner.query(
    `DELETE FROM reveal; DELETE FROM customer_link; DELETE FROM claim_note; DELETE FROM handling_segment; DELETE FROM claim;
     DELETE FROM work_item; DELETE FROM presence_interval; DELETE FROM desk_article; DELETE FROM desk_script; DELETE FROM outbox`,
  );
  await owner.end();
});

const ctx = () => systemCtx('test', client.id, world.clock.now());
const call = (cookie: string) => {
  const sent = (request: ReturnType<ReturnType<ApiWorld['request']>['get']>) =>
    request.set('cookie', cookie).set('sec-fetch-site', 'same-origin');
  return {
    get: (path: string, token?: string) => {
      const request = sent(world.request().get(path));
      return token === undefined ? request : request.set('x-claim-token', token);
    },
    post: (path: string, body: object = {}) => sent(world.request().post(path)).send(body),
    put: (path: string, body: object = {}) => sent(world.request().put(path)).send(body),
    del: (path: string) => sent(world.request().delete(path)),
  };
};
type Caller = ReturnType<typeof call>;
const newAgent = async (clientIds: string[] | null = null): Promise<Caller & { id: string }> => {
  const user = await world.newUser('agent');
  await world.get(AgentProfiles).save(systemCtx('test', null, world.clock.now()), user.id, {
    languages: { de: 'native' },
    skills: ['voice', 'mail', 'cases'],
    clientIds,
    phone: null,
  });
  return { ...call(await world.signIn(user)), id: user.id };
};
const canary = (changes: Partial<CaseRecord> = {}): CaseRecord =>
  newCaseRecord({
    state: 'decided',
    customer: {
      id: newId(),
      matchKey: `email:${newId()}`,
      name: 'Anna Canary',
      email,
      phone,
    },
    iban,
    accountHolder: 'Anna Canary',
    street,
    items: [newItem({ outcome: 'refund', fulfilment: 'listed' })],
    ...changes,
  });
const queue = async (record: CaseRecord, item: Partial<NewWorkItem> = {}): Promise<void> => {
  await world
    .get(Database)
    .tx(ctx(), (tx) =>
      world
        .get(WorkItems)
        .queue(ctx(), tx, [
          { kind: 'reply', caseId: record.id, subjectId: newId(), reason: 'email', language: 'de', ...item },
        ]),
    );
};
const store = async (record: CaseRecord): Promise<CaseRecord> => {
  await world.get(Database).tx(ctx(), (tx) => world.get(Cases).write(ctx(), tx, [record]));
  return record;
};
const rows = <T extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> =>
  world.get(Database).tx(ctx(), (tx) => tx.query<T>(sql, values));
const claim = async (agent: Caller): Promise<{ id: string; token: string }> =>
  (await agent.post('/v1/desk/claims')).body as { id: string; token: string };
/** An agent with a case in hand. */
const inHand = async (record: CaseRecord = canary(), item: Partial<NewWorkItem> = {}) => {
  await store(record);
  await queue(record, item);
  const agent = await newAgent();
  const held = await claim(agent);
  const path = (what: string) => `/v1/desk/claims/${held.id}/${what}`;
  return { agent, held, path, record, screen: () => agent.get(path('screen'), held.token) };
};
const publish = async (rules: object[]): Promise<void> => {
  const policies = world.get(Policies);
  const draft = await policies.draft(ctx(), { name: 'Returns', rules } as never);
  await policies.publish(ctx(), draft.id);
};

describe('the contact screen', () => {
  it('shows the case with everything masked, wherever it stands', async () => {
    const record = canary({
      note: `Call ${phone} or 030 12345678, account DE89 3704 0044 0532 0130 00, ${street}`,
    });
    await store(record);
    await world.get(Database).tx(ctx(), async (tx) => {
      await world
        .get(Cases)
        .addEvents(ctx(), tx, [
          { caseId: record.id, kind: 'case.changed', detail: { changes: { customerEmail: { to: email } } } },
        ]);
      await world.get(InboundReplies).take(ctx(), tx, {
        caseId: record.id,
        messageId: null,
        channel: 'email',
        text: `<img src=x onerror=alert(1)> my IBAN is ${iban}, mail ${email.toLowerCase()}`,
        receivedAt: world.clock.now(),
        sourceKey: newId(),
        vouchedBy: 'dkim',
      });
    });
    const other = canary({ customer: record.customer, state: 'review' });
    await store(other);
    const owner = await world.database.owner();
    await owner.query('DELETE FROM work_item');
    await owner.end();
    await queue(record);
    const agent = await newAgent();
    const held = await claim(agent);
    const screen = await agent.get(`/v1/desk/claims/${held.id}/screen`, held.token);
    expect(screen.status).toBe(200);
    for (const clear of everyWay) expect([clear, screen.text.includes(clear)]).toEqual([clear, false]);
    expect(screen.body).toMatchObject({
      client: { code: client.code, wrapUp: { mode: 'optional' } },
      case: { id: record.id, zone: 'Europe/Berlin', address: { street: 'K…', city: 'Berlin' } },
      customer: {
        name: 'Anna Canary',
        emailMasked: 'A…@example.org',
        phoneMasked: '… 78',
        phoneCallable: true,
        ibanMasked: 'DE… 3000',
      },
      items: [{ resolution: 'refund', fulfilment: 'listed', photoUrl: null, allowed: [] }],
      otherCases: [{ id: other.id, state: 'review' }],
      note: { text: '', version: 0 },
      budgetSeconds: 90,
    });
    expect(screen.body.replies[0].text).toContain('<img src=x onerror=alert(1)>');
    expect(screen.body.case.localTime).toMatch(/[+]0[12]:00$/);
    expect(screen.body.script).toMatchObject({ situation: 'missing_information', language: 'de' });
    expect(screen.body.dispositions.length).toBeGreaterThan(3);
  });

  it('costs the same number of statements however long the story is', async () => {
    const { screen, record } = await inHand();
    const counted = async () => {
      const queries = jest.spyOn(pg.Client.prototype, 'query');
      const { body } = await screen();
      const { length } = queries.mock.calls;
      queries.mockRestore();
      return { length, events: (body as { timeline: unknown[] }).timeline.length };
    };
    await counted();
    const before = await counted();
    const events = Array.from({ length: 200 }, () => ({ caseId: record.id, kind: 'test', detail: {} }));
    await world.get(Database).tx(ctx(), (tx) => world.get(Cases).addEvents(ctx(), tx, events));
    const after = await counted();
    expect(after.events).toBe(before.events + 200);
    expect(after.length).toBe(before.length);
    expect(after.length).toBeLessThan(40);
  });

  it('is nobody else’s: another agent, another token, a lost item, none', async () => {
    const { held, path, agent, screen } = await inHand();
    const other = await newAgent();
    const refusals = [
      await other.get(path('screen'), held.token),
      await agent.get(path('screen'), newId()),
      await agent.get(path('screen'), 'no token'),
      await agent.get(path('screen')),
      await agent.get(`/v1/desk/claims/${newId()}/screen`, held.token),
      await other.get(path('script'), held.token),
      await other.post(path('reveals'), { token: held.token, field: 'iban', reason: 'curious' }),
      await other.post(path('links'), { token: held.token, asks: ['iban'], channel: 'email' }),
    ];
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual(
      refusals.map(() => [409, 'desk.claim_lost']),
    );
    const clerk = call(await world.signIn(await world.newUser('billing_clerk')));
    const finance = call(await world.signIn(await world.newUser('finance', client)));
    expect((await clerk.get(path('screen'), held.token)).status).toBe(403);
    expect((await finance.get(path('screen'), held.token)).status).toBe(403);
    expect((await screen()).status).toBe(200);
    await agent.post(path('release'), { token: held.token, reason: 'lunch' });
    expect((await screen()).body.code).toBe('desk.claim_lost');
  });

  it('reads the script in the customer’s language beside the agent’s, and what must be said', async () => {
    const { agent, held, path } = await inHand(canary({ country: 'IT', language: 'it' }));
    const script = await agent
      .get(path('script?situation=money_missing'), held.token)
      .set('accept-language', 'en');
    expect(script.body).toMatchObject({ situation: 'money_missing', language: 'it', agentLanguage: 'en' });
    const line = script.body.lines[1] as { customer: string; agent: string };
    expect(line.customer).toMatch(/^Il rimborso dell’ordine O-\d+ è di 19,99/);
    expect(line.agent).toMatch(/^The refund for order O-\d+ is €19\.99/);
    expect(script.body.mandatory.map((m: { source: string }) => m.source)).toEqual([
      expect.stringContaining('2016/679'),
      expect.stringContaining('L. 11 dicembre 2016 n. 232'),
    ]);
    expect(script.body.situations).toHaveLength(8);
  });
});

describe('reveals', () => {
  it('show one detail, for a reason, and stay', async () => {
    const { agent, held, path, record } = await inHand();
    const ask = (field: string, reason = 'the bank asks for it') =>
      agent.post(path('reveals'), { token: held.token, field, reason });
    expect((await ask('iban')).body).toEqual({ value: iban });
    expect((await ask('phone')).body).toEqual({ value: phone });
    expect((await ask('email')).body).toEqual({ value: email });
    expect((await ask('address')).body).toEqual({ value: `${street}, 10115 Berlin, DE` });
    expect((await ask('iban', ' a ')).status).toBe(400);
    const kept = await rows(
      'SELECT field, agent_id, case_id, reason FROM reveal WHERE client_id = $1 ORDER BY at',
      [client.id],
    );
    expect(kept.map(({ field }) => field)).toEqual(['iban', 'phone', 'email', 'address']);
    expect(kept[0]).toMatchObject({ agent_id: agent.id, case_id: record.id, reason: 'the bank asks for it' });
    const events = await rows<{ detail: object }>(
      `SELECT detail FROM timeline_event WHERE client_id = $1 AND kind = 'desk.revealed'`,
      [client.id],
    );
    expect(events).toHaveLength(4);
    expect(JSON.stringify(events)).not.toContain(iban);
  });

  it('that show nothing count for nothing', async () => {
    const { agent, held, path } = await inHand(canary({ iban: null }));
    const answer = await agent.post(path('reveals'), { token: held.token, field: 'iban', reason: 'asked' });
    expect([answer.status, answer.body.code]).toEqual([404, 'desk.nothing_to_reveal']);
    expect(await rows('SELECT FROM reveal')).toEqual([]);
  });

  it('stop an agent who harvests at thirty, whatever comes at once and over which client', async () => {
    const { agent, held, path } = await inHand();
    const before = client;
    // Five in the hour before, at another client.
    ({ client } = await world.newShop());
    const { held: elsewhere, record: other } = await inHand();
    const owner = await world.database.owner();
    for (let i = 0; i < 5; i++)
      await owner.query(
        `INSERT INTO reveal (client_id, id, claim_id, case_id, agent_id, field, reason, at)
         VALUES ($1, $2, $3, $4, $5, 'iban', 'test', now() - interval '59 minutes')`,
        [client.id, newId(), elsewhere.id, other.id, agent.id],
      );
    client = before;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        agent.post(path('reveals'), { token: held.token, field: 'iban', reason: 'harvest' }),
      ),
    );
    const shown = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 429);
    expect([shown.length, refused.length]).toEqual([25, 75]);
    expect(refused[0]?.body.code).toBe('desk.reveals_exhausted');
    const wait = Number(refused[0]?.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    const counted = await owner.query('SELECT FROM reveal WHERE agent_id = $1', [agent.id]);
    expect(counted.rowCount).toBe(30);
    const noted = await owner.query(
      `SELECT FROM audit_event WHERE client_id = $1 AND action = 'desk.reveals_exhausted' AND subject_id = $2`,
      [OPERATOR_ID, agent.id],
    );
    expect(noted.rowCount).toBe(1);
    await owner.end();
    // The five are an hour old now.
    const later = await world.database.owner();
    await later.query(`UPDATE reveal SET at = at - interval '2 minutes' WHERE reason = 'test'`);
    await later.end();
    const again = await agent.post(path('reveals'), { token: held.token, field: 'iban', reason: 'needed' });
    expect(again.status).toBe(201);
  }, 60_000);
});

describe('what an agent may decide', () => {
  const basis = (...values: string[]) => ({ fact: 'legalBasis', op: 'in', values });
  const rules = [
    { id: 'ask', name: 'Ask a person', when: [basis('goodwill')], then: 'review' },
    {
      id: 'kind',
      name: 'Goodwill',
      when: [basis('goodwill'), { fact: 'itemValue', op: 'lt', value: 5000, currency: 'EUR' }],
      then: 'store_credit',
    },
    { id: 'broken', name: 'Broken', when: [basis('non_conformity')], then: 'replacement' },
    { id: 'back', name: 'Withdrawal', when: [basis('withdrawal')], then: 'refund' },
  ];
  const inReview = (item: Parameters<typeof newItem>[0]) =>
    canary({ state: 'review', items: [newItem({ outcome: 'review', fulfilment: 'none', ...item })] });

  it('is what the published policy gives, with a look at what follows first', async () => {
    await publish(rules);
    const { agent, held, path, screen, record } = await inHand(inReview({ legalBasis: 'goodwill' }), {
      kind: 'review',
    });
    const [item] = (await screen()).body.items;
    expect(item.allowed).toEqual([{ outcome: 'store_credit', needsGround: null }]);
    const decide = (outcome: string, confirm: boolean, more: object = {}) =>
      agent.post(path('resolution'), {
        token: held.token,
        itemId: item.id,
        outcome,
        reason: 'a good customer',
        confirm,
        ...more,
      });
    const beyond = await decide('refund', true);
    expect([beyond.status, beyond.body.code]).toEqual([409, 'decision.not_allowed']);
    const preview = await decide('store_credit', false);
    expect([preview.status, preview.body]).toEqual([
      200,
      {
        preview: {
          consequences: [
            { code: 'store_credit', params: { amountMinor: 1999, currency: 'EUR' } },
            { code: 'customer_told', params: {} },
          ],
        },
        item: null,
      },
    ]);
    expect(await rows('SELECT FROM decision')).toEqual([]);
    const done = await decide('store_credit', true);
    expect(done.body).toEqual({
      preview: null,
      item: { id: item.id, resolution: 'store_credit', fulfilment: 'none' },
    });
    expect(await rows('SELECT decided_by, reason FROM decision WHERE case_id = $1', [record.id])).toEqual([
      { decided_by: `user:${agent.id}`, reason: 'a good customer' },
    ]);
    expect((await decide('store_credit', true)).body.code).toBe('decision.not_allowed');
    const shown = (await screen()).body.items[0];
    expect(shown).toMatchObject({ resolution: 'store_credit', decision: { by: `user:${agent.id}` } });
  });

  it('is nothing without a rule, but the refund that the law leaves alone', async () => {
    const { screen } = await inHand(
      canary({
        state: 'review',
        items: [
          newItem({ outcome: 'review', fulfilment: 'none', legalBasis: 'withdrawal' }),
          newItem({ lineNo: 2, outcome: 'review', fulfilment: 'none', legalBasis: 'non_conformity' }),
        ],
      }),
      { kind: 'review' },
    );
    const { items } = (await screen()).body;
    expect(items.map((item: { allowed: unknown }) => item.allowed)).toEqual([
      [{ outcome: 'refund', needsGround: null }],
      [],
    ]);
  });

  it('turns a replacement that is sold out into a refund, out of one listing into the other', async () => {
    await publish(rules);
    const [record] = decidedCases(
      1,
      'replacement',
      { legalBasis: 'non_conformity' },
      { language: 'de', iban },
    );
    if (!record) throw new Error('no case');
    const { listingId, lineIds } = await enlistCases(
      { db: world.get(Database), get: (type) => world.get(type) },
      ctx(),
      'replacement',
      [record],
    );
    expect(listingId).toBeDefined();
    const owner = await world.database.owner();
    await owner.query(`UPDATE case_item SET fulfilment = 'out_of_stock' WHERE client_id = $1`, [client.id]);
    await owner.end();
    await queue(record, { kind: 'out_of_stock', subjectId: record.items[0]?.id as string });
    const agent = await newAgent();
    const held = await claim(agent);
    const screen = await agent.get(`/v1/desk/claims/${held.id}/screen`, held.token);
    expect(screen.body.items[0].allowed).toEqual([
      { outcome: 'refund', needsGround: ['impossible', 'declined_by_consumer', 'consumer_agreed'] },
    ]);
    const decide = (more: object) =>
      agent.post(`/v1/desk/claims/${held.id}/resolution`, {
        token: held.token,
        itemId: screen.body.items[0].id,
        outcome: 'refund',
        reason: 'no more of them',
        confirm: true,
        ...more,
      });
    expect((await decide({})).body.code).toBe('decision.ground_missing');
    expect((await decide({ ground: 'liability_expired' })).body.code).toBe('decision.ground_missing');
    const preview = await decide({ confirm: false, ground: 'impossible' });
    expect(preview.body.preview.consequences.map((c: { code: string }) => c.code)).toEqual([
      'replacement_withdrawn',
      'refund_listed',
      'refund_account',
      'customer_told',
    ]);
    const both = await Promise.all([decide({ ground: 'impossible' }), decide({ ground: 'impossible' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await rows(`SELECT kind, entry, of_line_id FROM listing_line ORDER BY kind DESC, entry`)).toEqual([
      { kind: 'replacement', entry: 'add', of_line_id: null },
      { kind: 'replacement', entry: 'withdraw', of_line_id: lineIds[0] },
      { kind: 'refund', entry: 'add', of_line_id: null },
    ]);
  });
});

describe('articles and scripts', () => {
  const found = async (caller: Caller, query: string) =>
    (await caller.get(`/v1/desk/articles?${query}`)).body.data as { title: string; kind: string }[];

  it('are written by team leads, found by beginnings of words, and kept in versions', async () => {
    const leader = call(lead);
    const text = { language: 'de', title: 'Überweisung dauert', body: 'Banken brauchen bis zu drei Tage.' };
    const agent = await newAgent();
    expect((await agent.post('/v1/desk/articles', text)).status).toBe(403);
    const made = await leader.post(`/v1/desk/articles?client=${client.code}`, text);
    expect([made.status, made.body.version, made.body.clientId]).toEqual([201, 1, client.id]);
    expect((await found(agent, 'q=uberw%20dau')).map(({ title }) => title)).toEqual(['Überweisung dauert']);
    const replaced = await leader.put(`/v1/desk/articles/${made.body.id}?client=${client.code}`, {
      ...text,
      body: 'Zwei Tage, sagt die Hausbank.',
    });
    expect(replaced.body.version).toBe(2);
    expect(await found(agent, 'q=hausb')).toHaveLength(1);
    expect((await found(agent, 'q=drei')).filter(({ kind }) => kind === 'article')).toEqual([]);
    const versions = await leader.get(`/v1/desk/articles/${made.body.id}/versions?client=${client.code}`);
    expect(versions.body.data.map((v: { version: number }) => v.version)).toEqual([2, 1]);
    const { client: stranger } = await world.newShop();
    expect((await leader.put(`/v1/desk/articles/${made.body.id}?client=${stranger.code}`, text)).status).toBe(
      404,
    );
    expect(await found(await newAgent([stranger.id]), 'q=hausb')).toEqual([]);
    expect((await leader.del(`/v1/desk/articles/${made.body.id}?client=${client.code}`)).status).toBe(204);
    expect(await found(agent, 'q=hausb')).toEqual([]);
  });

  it('finds scripts that come with the service, and nothing breaks a search', async () => {
    const agent = await newAgent();
    expect((await found(agent, 'q=charge%20back')).length).toBeGreaterThanOrEqual(0);
    expect((await found(agent, 'q=sold&language=en')).map(({ kind }) => kind)).toEqual(['script']);
    for (const hostile of ["'", '\\', ':*', '&|!()', '<->', "a' | b:*", '%00x', '🙂'])
      expect((await agent.get(`/v1/desk/articles?q=${encodeURIComponent(hostile)}`)).status).toBe(200);
  });

  it('puts a client’s own script in the place of the operator’s, until it is taken back', async () => {
    const leader = call(lead);
    const own = {
      situation: 'callback',
      titles: { de: 'Rückruf', en: 'Callback' },
      lines: [
        { de: 'Hier ist {{shop}}, es geht um {{order}}.', en: 'This is {{shop}} about {{order}}.' },
        { de: '{{customer}}: $& {{agent}}', en: '{{customer}}: $& {{agent}}' },
      ],
    };
    const bad = { ...own, lines: [{ de: '{{iban}}', en: '{{iban}}' }] };
    expect((await leader.post('/v1/desk/scripts', bad)).status).toBe(400);
    expect((await leader.post('/v1/desk/scripts', { ...own, lines: [{ de: 'nur deutsch' }] })).status).toBe(
      400,
    );
    const made = await leader.post(`/v1/desk/scripts?client=${client.code}`, own);
    expect([made.status, made.body.version]).toEqual([201, 1]);
    const { agent, held, path } = await inHand(
      canary({ customer: { ...canary().customer, id: newId(), name: '{{order}} <b>' } }),
    );
    const script = await agent
      .get(path('script?situation=callback'), held.token)
      .set('accept-language', 'en');
    expect(script.body.lines[0].customer).toMatch(
      new RegExp(`^Hier ist ${client.name}, es geht um O-\\d+\\.$`),
    );
    expect(script.body.lines[1].customer).toBe('{{order}} <b>: $& Test agent');
    expect((await leader.del(`/v1/desk/scripts/${made.body.id}?client=${client.code}`)).status).toBe(204);
    const after = await agent.get(path('script?situation=callback'), held.token);
    expect(after.body.lines.length).toBeGreaterThan(2);
    expect((await leader.del(`/v1/desk/scripts/${newId()}?client=${client.code}`)).body.code).toBe(
      'desk.script_unknown',
    );
  });
});
