import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, newId, systemCtx } from '#platform';
import { Cases } from '#cases';
import type { Client } from '#clients';
import { AgentProfiles, Claims, WorkItems, type NewWorkItem } from '#desk';
import type { User } from '#identity';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { newCaseRecord, newItem } from '../support/case-factory.js';

describe('the desk over HTTP', () => {
  let world: ApiWorld;
  let client: Client;
  let lead: string;

  beforeAll(async () => {
    world = await createApiWorld();
    // The desk's times are the database's.
    world.clock.set(new Date());
    ({ client } = await world.newShop());
    lead = await world.signIn(await world.newUser('team_lead'));
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    const owner = await world.database.owner();
    await owner.query(
      'DELETE FROM claim_note; DELETE FROM handling_segment; DELETE FROM claim; DELETE FROM work_item; DELETE FROM presence_interval',
    );
    await owner.end();
  });

  const system = () => systemCtx('test', client.id, world.clock.now());
  const call = (cookie: string) => ({
    get: (path: string) => world.request().get(path).set('cookie', cookie),
    post: (path: string, body: object = {}, key?: string) => {
      const request = world.request().post(path).set('cookie', cookie).set('sec-fetch-site', 'same-origin');
      return (key ? request.set('idempotency-key', key) : request).send(body);
    },
    put: (path: string, body: object) =>
      world.request().put(path).set('cookie', cookie).set('sec-fetch-site', 'same-origin').send(body),
  });
  type Caller = ReturnType<typeof call> & { user: User };
  const newAgent = async (): Promise<Caller> => {
    const user = await world.newUser('agent');
    await world.get(AgentProfiles).save(systemCtx('test', null, world.clock.now()), user.id, {
      languages: { de: 'native' },
      skills: ['voice', 'mail', 'cases'],
      clientIds: null,
      phone: null,
    });
    return { ...call(await world.signIn(user)), user };
  };
  const queue = async (changes: Partial<NewWorkItem> = {}): Promise<string> => {
    const record = newCaseRecord({
      state: 'decided',
      items: [newItem({ outcome: 'refund', fulfilment: 'listed' })],
    });
    const ctx = system();
    await world.get(Database).tx(ctx, async (tx) => {
      await world.get(Cases).write(ctx, tx, [record]);
      await world.get(WorkItems).queue(ctx, tx, [
        {
          kind: 'reply',
          caseId: record.id,
          subjectId: newId(),
          reason: 'email',
          language: 'de',
          ...changes,
        },
      ]);
    });
    return record.id;
  };
  const itemId = async (): Promise<string> => {
    const page = await call(lead).get(`/v1/desk/work-items?client=${client.code}`);
    return (page.body as { data: { id: string }[] }).data[0]?.id ?? '';
  };

  it('carries an item from claim to wrap-up', async () => {
    const agent = await newAgent();
    expect((await agent.post('/v1/desk/claims')).status).toBe(204);
    const caseId = await queue();
    const claimed = await agent.post('/v1/desk/claims');
    expect(claimed.status).toBe(201);
    expect(claimed.body).toMatchObject({ caseId, kind: 'reply', clientId: client.id });
    const { id, token } = claimed.body as { id: string; token: string };
    const again = await agent.post('/v1/desk/claims');
    expect([again.status, again.body.id]).toEqual([200, id]);
    const beat = await agent.post(`/v1/desk/claims/${id}/heartbeat`, { token });
    expect(beat.status).toBe(200);
    expect(beat.body.handlingSeconds).toBeGreaterThanOrEqual(0);

    const me = await agent.get('/v1/desk/me');
    expect(me.body).toMatchObject({
      agent: { id: agent.user.id, profile: { languages: { de: 'native' } } },
      presence: { state: 'on_contact' },
      claim: { id },
      today: { contacts: 0, ahtSeconds: null, budgetSeconds: 90 },
      calling: { twilio: false },
    });
    const first = await agent.put(`/v1/desk/claims/${id}/note`, { token, text: 'Asks', version: 0 });
    expect(first.body.version).toBe(1);
    const stale = await agent.put(`/v1/desk/claims/${id}/note`, { token, text: 'Other tab', version: 0 });
    expect([stale.status, stale.body.code]).toEqual([409, 'desk.note_changed']);
    expect(stale.body.errors).toMatchObject([
      { pointer: '/text', detail: 'Asks' },
      { pointer: '/version', detail: '1' },
    ]);

    const done = await agent.post(`/v1/desk/claims/${id}/wrap-up`, {
      token,
      disposition: 'answered',
      note: 'Asks. Told.',
    });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({
      billable: true,
      billingReason: 'inbound_answered',
      nextWorkItemId: null,
    });
    const after = await agent.get('/v1/desk/me');
    expect(after.body).toMatchObject({
      presence: { state: 'available' },
      claim: null,
      today: { contacts: 1 },
    });
  });

  it('answers a repeated wrap-up by its key with the first answer, and another tab with 409', async () => {
    const agent = await newAgent();
    await queue();
    const { id, token } = (await agent.post('/v1/desk/claims')).body as { id: string; token: string };
    const key = newId();
    const body = { token, disposition: 'answered', note: '' };
    const first = await agent.post(`/v1/desk/claims/${id}/wrap-up`, body, key);
    const second = await agent.post(`/v1/desk/claims/${id}/wrap-up`, body, key);
    expect([second.status, second.body]).toEqual([200, first.body]);
    const tab = await agent.post(`/v1/desk/claims/${id}/wrap-up`, { ...body, note: 'typed elsewhere' });
    expect([tab.status, tab.body.code]).toEqual([409, 'desk.claim_lost']);
    const clicks = await Promise.all(
      Array.from({ length: 10 }, () => agent.post(`/v1/desk/claims/${id}/wrap-up`, body)),
    );
    expect(new Set(clicks.map(({ status }) => status))).toEqual(new Set([409]));
    const contacts = await world.get(Database).tx(system(), (tx) => tx.query('SELECT FROM contact'));
    expect(contacts.length).toBeGreaterThan(0);
    const notes = await world
      .get(Database)
      .tx(system(), (tx) =>
        tx.query<{ text: string }>('SELECT text FROM claim_note WHERE claim_id = $1', [id]),
      );
    expect(notes).toEqual([{ text: 'typed elsewhere' }]);
  });

  it('gives two agents who race two items, and refuses the token of the other', async () => {
    const [one, two] = [await newAgent(), await newAgent()];
    await queue();
    await queue();
    const [first, second] = await Promise.all([one.post('/v1/desk/claims'), two.post('/v1/desk/claims')]);
    expect(first.body.workItemId).not.toBe(second.body.workItemId);
    for (const route of ['heartbeat', 'release', 'wrap-up']) {
      const answer = await two.post(`/v1/desk/claims/${first.body.id}/${route}`, {
        token: first.body.token,
        ...(route === 'release' ? { reason: 'mine now' } : {}),
        ...(route === 'wrap-up' ? { disposition: 'done' } : {}),
      });
      expect([route, answer.status]).toEqual([route, 409]);
    }
    const note = { token: first.body.token, text: 'x', version: 0 };
    expect((await two.put(`/v1/desk/claims/${first.body.id}/note`, note)).status).toBe(409);
    expect((await one.put(`/v1/desk/claims/${newId()}/note`, note)).status).toBe(409);
  });

  it('keeps what a sleeping laptop sends late as a draft', async () => {
    const agent = await newAgent();
    await queue();
    const { id, token } = (await agent.post('/v1/desk/claims')).body as { id: string; token: string };
    const owner = await world.database.owner();
    await owner.query(`UPDATE work_item SET lease_until = now() - interval '1 second'`);
    await owner.end();
    await world.get(Claims).sweep(world.clock.now());
    const late = await agent.post(`/v1/desk/claims/${id}/wrap-up`, {
      token,
      disposition: 'answered',
      note: 'typed in a tunnel',
    });
    expect([late.status, late.body.code]).toEqual([409, 'desk.claim_lost']);
    const rows = await world
      .get(Database)
      .tx(system(), (tx) =>
        tx.query('SELECT n.text, c.state, c.contact_id FROM claim_note n JOIN claim c ON c.id = n.claim_id'),
      );
    expect(rows).toEqual([{ text: 'typed in a tunnel', state: 'lost', contact_id: null }]);
  });

  it('lets a team lead assign, prioritise and break, and no agent', async () => {
    const [agent, other] = [await newAgent(), await newAgent()];
    await queue();
    const id = await itemId();
    const path = `/v1/desk/work-items/${id}`;
    const at = `?client=${client.code}`;
    expect((await agent.post(`${path}/assign${at}`, { agentId: agent.user.id })).status).toBe(403);
    const boss = call(lead);
    expect((await boss.post(`${path}/assign${at}`, { agentId: newId() })).body.code).toBe(
      'desk.agent_unknown',
    );
    expect((await boss.post(`${path}/assign${at}`, { agentId: other.user.id })).status).toBe(204);
    expect((await boss.post(`${path}/prioritise${at}`, { priority: 50 })).status).toBe(204);
    expect((await boss.post(`${path}/prioritise${at}`, { priority: 5_000 })).status).toBe(400);
    expect((await agent.post('/v1/desk/claims')).status).toBe(204);
    const claimed = await other.post('/v1/desk/claims');
    expect(claimed.status).toBe(201);
    expect((await boss.post(`${path}/assign${at}`, { agentId: agent.user.id })).body.code).toBe(
      'desk.work_item_held',
    );
    const broken = `/v1/desk/claims/${claimed.body.id}/break${at}`;
    expect((await agent.post(broken, { reason: 'mine' })).status).toBe(403);
    expect((await boss.post(broken, { reason: 'went home' })).status).toBe(204);
    expect((await boss.post(broken, { reason: 'went home' })).status).toBe(404);
    const beat = await other.post(`/v1/desk/claims/${claimed.body.id}/heartbeat`, {
      token: claimed.body.token,
    });
    expect(beat.body.code).toBe('desk.claim_lost');
  });

  it('keeps profiles, weights, settings and dispositions for the team lead', async () => {
    const boss = call(lead);
    const user = await world.newUser('agent');
    const plain = call(await world.signIn(user));
    expect((await plain.post('/v1/desk/claims')).body.code).toBe('desk.no_agent');
    const profile = { languages: { pl: 'C1' }, skills: ['mail'], clientIds: [client.id], phone: null };
    expect((await plain.put(`/v1/desk/agents/${user.id}/profile`, profile)).status).toBe(403);
    expect((await boss.put(`/v1/desk/agents/${newId()}/profile`, profile)).status).toBe(404);
    expect((await boss.put(`/v1/desk/agents/${user.id}/profile`, profile)).body).toEqual(profile);
    const agents = await boss.get('/v1/desk/agents');
    expect(agents.body.data).toContainEqual(expect.objectContaining({ id: user.id, profile }));
    expect((await plain.post('/v1/desk/claims')).status).toBe(204);

    const weight = { kind: 'language', key: 'pl', weight: 50 };
    expect((await boss.put('/v1/desk/weights', weight)).status).toBe(204);
    expect((await boss.get('/v1/desk/weights')).body).toEqual({ data: [weight] });

    const at = `?client=${client.code}`;
    const settings = await boss.put(`/v1/desk/settings${at}`, { wrapUp: { mode: 'timed' } });
    expect(settings.body).toMatchObject({
      wrapUp: { mode: 'timed', seconds: 30 },
      recording: { isOn: false },
    });
    expect((await plain.get(`/v1/desk/settings${at}`)).body).toEqual(settings.body);

    const set = (await plain.get(`/v1/desk/dispositions${at}`)).body as { data: { hotkey: string }[] };
    expect(set.data.length).toBeGreaterThan(9);
    const two = set.data.slice(0, 2).toReversed();
    expect((await plain.put(`/v1/desk/dispositions${at}`, { data: two })).status).toBe(403);
    const same = two.map((one) => ({ ...one, hotkey: 'a' }));
    expect((await boss.put(`/v1/desk/dispositions${at}`, { data: same })).status).toBe(400);
    const many = Array.from({ length: 16 }, (_, n) => ({
      ...set.data[0],
      code: `c_${n}`,
      hotkey: n.toString(36),
    }));
    expect((await boss.put(`/v1/desk/dispositions${at}`, { data: many })).status).toBe(400);
    await boss.put(`/v1/desk/dispositions${at}`, { data: two });
    expect((await boss.get(`/v1/desk/dispositions${at}`)).body).toEqual({ data: two });
    const swapped = two.map((one, n) => ({ ...one, hotkey: two[1 - n]?.hotkey }));
    await boss.put(`/v1/desk/dispositions${at}`, { data: swapped });
    expect((await boss.get(`/v1/desk/dispositions${at}`)).body).toEqual({ data: swapped });
  });

  it('shows an agent no case but by a claim', async () => {
    const agent = await newAgent();
    const caseId = await queue();
    const at = `?client=${client.code}`;
    for (const path of [`/v1/cases${at}`, `/v1/cases/${caseId}${at}`, `/v1/suppressions${at}`])
      expect([path, (await agent.get(path)).status]).toEqual([path, 403]);
  });
});
