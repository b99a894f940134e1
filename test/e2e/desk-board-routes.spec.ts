import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, newId, systemCtx, type Ctx } from '#platform';
import type { Client } from '#clients';
import { AgentProfiles, Claims, WorkItems } from '#desk';
import type { User } from '#identity';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { pastContacts } from '../support/desk-days.js';

interface Event {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** An open stream of events, as a browser reads it. */
class Listener {
  readonly events: Event[] = [];
  headers: http.IncomingHttpHeaders = {};
  isOver = false;
  private text = '';

  constructor(private readonly request: http.ClientRequest) {
    request.on('error', () => (this.isOver = true));
    request.on('response', (answer) => {
      this.headers = answer.headers;
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => this.read(chunk));
      answer.on('close', () => (this.isOver = true));
      answer.on('error', () => (this.isOver = true));
    });
  }

  close(): void {
    this.request.destroy();
  }

  of(event: string): Record<string, unknown>[] {
    return this.events.filter((e) => e.event === event).map((e) => e.data);
  }

  private read(chunk: string): void {
    const blocks = (this.text + chunk).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const [event, data] = [field('event'), field('data')];
      if (event && data) this.events.push({ event, data: JSON.parse(data) as Record<string, unknown> });
    }
  }
}

async function until(what: () => boolean): Promise<void> {
  for (let waited = 0; !what(); waited += 20) {
    if (waited > 15_000) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the team leads’ side of the desk over HTTP', () => {
  let world: ApiWorld;
  let port: number;
  let shop: Client;
  let [agent, lead]: User[] = [];
  let [agentCookie, leadCookie]: string[] = [];
  const open: Listener[] = [];

  beforeAll(async () => {
    world = await createApiWorld();
    await world.app.listen(0, '127.0.0.1');
    ({ port } = world.app.getHttpServer().address() as AddressInfo);
    shop = (await world.newShop()).client;
    agent = await world.newUser('agent');
    lead = await world.newUser('team_lead');
    agentCookie = await world.signIn(agent);
    leadCookie = await world.signIn(lead);
    await world.get(AgentProfiles).save(systemCtx('test', null, world.clock.now()), agent.id, {
      languages: { de: 'native' },
      skills: ['voice', 'mail', 'cases'],
      clientIds: null,
      phone: null,
    });
  });
  afterEach(() => {
    for (const listener of open.splice(0)) listener.close();
  });
  afterAll(() => world.close());

  const ask = (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    cookie: string | undefined,
    body?: object,
  ) => {
    const call = world.request()[method](path);
    return call
      .set('cookie', cookie ?? '')
      .set('sec-fetch-site', 'same-origin')
      .send(body);
  };
  const listen = async (cookie: string | undefined): Promise<Listener> => {
    const request = http.get({
      port,
      host: '127.0.0.1',
      path: '/v1/desk/events',
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'last-event-id': '7' },
    });
    const listener = new Listener(request);
    open.push(listener);
    await until(() => listener.of('queue').length > 0 || listener.isOver);
    return listener;
  };
  const asAgent = (): Ctx => ({
    actor: { kind: 'user', id: agent?.id as string, role: 'agent', permissions: new Set(['desk.work']) },
    clientId: null,
    locale: 'en',
    requestId: newId(),
    now: world.clock.now(),
  });
  const queue = (count: number) => {
    const ctx = systemCtx('test', shop.id, world.clock.now());
    const items = Array.from({ length: count }, () => ({
      kind: 'review' as const,
      caseId: null,
      subjectId: newId(),
      reason: 'no_rule',
      language: 'de',
    }));
    return world.get(Database).tx(ctx, (tx) => world.get(WorkItems).queue(ctx, tx, items));
  };

  it('is closed to agents, to clients and to nobody signed in', async () => {
    const forLeads = [
      ['get', '/v1/desk/board'],
      ['get', '/v1/desk/statistics?by=agent&from=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z'],
      ['get', '/v1/desk/staffing?on=2026-03-02'],
      ['get', '/v1/desk/staffing/settings'],
      ['put', '/v1/desk/staffing/settings', {}],
      ['get', '/v1/desk/reviews/sample'],
      ['get', '/v1/desk/reviews/calibration'],
      ['put', '/v1/desk/review-form', { questions: [] }],
      ['post', `/v1/desk/reviews?client=${shop.code}`, {}],
      ['post', '/v1/desk/shifts', {}],
      ['delete', `/v1/desk/shifts/${newId()}`],
    ] as const;
    const operations = await world.signIn(await world.newUser('operations', shop));
    for (const [method, path, body] of forLeads) {
      for (const cookie of [agentCookie, operations]) {
        expect([path, (await ask(method, path, cookie, body)).status]).toEqual([path, 403]);
      }
      expect([path, (await ask(method, path, undefined, body)).status]).toEqual([path, 401]);
    }
    expect((await ask('get', '/v1/desk/events', operations)).status).toBe(403);
    expect((await ask('get', '/v1/desk/events', undefined)).status).toBe(401);
  });

  it('gives team leads the board, of one client where they ask for it, and knows no other', async () => {
    await queue(2);
    const board = await ask('get', '/v1/desk/board', leadCookie);
    expect([board.status, board.body.waiting]).toEqual([200, 2]);
    const other = (await world.newShop()).client;
    expect((await ask('get', `/v1/desk/board?client=${other.code}`, leadCookie)).body.queues).toEqual([]);
    expect((await ask('get', '/v1/desk/board?client=NOBODY', leadCookie)).status).toBe(404);
    const settings = await ask('put', '/v1/desk/staffing/settings', leadCookie, {
      agentCostPerHour: { amountMinor: 2_400, currency: 'EUR' },
    });
    expect(settings.body).toMatchObject({ occupancyCap: 0.85, serviceLevel: { share: 0.8 } });
    const plan = await ask('get', '/v1/desk/staffing?on=2026-03-29', leadCookie);
    expect([plan.status, plan.body.halfHours.length]).toEqual([200, 46]);
    expect((await ask('get', '/v1/desk/staffing?on=yesterday', leadCookie)).status).toBe(400);
  });

  it('plans shifts, and an agent sees their own', async () => {
    const body = { agentId: agent?.id, from: '2026-03-03T08:00:00Z', until: '2026-03-03T16:00:00Z' };
    const made = await ask('post', '/v1/desk/shifts', leadCookie, body);
    expect([made.status, made.body.agentName]).toEqual([201, 'Test agent']);
    const again = await ask('post', '/v1/desk/shifts', leadCookie, body);
    expect([again.status, again.body.code]).toEqual([409, 'shift.overlap']);
    const day = 'from=2026-03-03T00:00:00Z&until=2026-03-04T00:00:00Z';
    const own = await ask('get', `/v1/desk/shifts?${day}&agentId=${lead?.id}`, agentCookie);
    expect(own.body.data).toEqual([made.body]);
    expect((await ask('delete', `/v1/desk/shifts/${made.body.id}`, leadCookie)).status).toBe(204);
    const late = await ask('post', '/v1/desk/shifts', leadCookie, { ...body, until: body.from });
    expect([late.status, late.body.errors[0].pointer]).toEqual([400, '/until']);
  });

  it('takes a review from the sample to the agent who is reviewed', async () => {
    const ctx = systemCtx('test', shop.id, world.clock.now());
    const past = { agentId: agent?.id as string, takenAt: new Date('2026-03-01T08:00:00Z'), seconds: 80 };
    await pastContacts({ db: world.get(Database), get: (type) => world.get(type) }, ctx, [past]);
    const sample = await ask('get', '/v1/desk/reviews/sample?size=5', leadCookie);
    const [drawn] = sample.body.data;
    expect(drawn).toMatchObject({ clientCode: shop.code, agentName: 'Test agent', isReviewed: false });
    const form = (await ask('get', `/v1/desk/review-form?client=${shop.code}`, leadCookie)).body;
    const scores = Object.fromEntries(form.questions.map((q: { code: string }) => [q.code, 4]));
    const body = {
      claimId: drawn.claimId,
      form: form.form,
      formVersion: form.version,
      scores,
      comment: 'Well done',
    };
    const other = (await world.newShop()).client;
    expect((await ask('post', `/v1/desk/reviews?client=${other.code}`, leadCookie, body)).status).toBe(404);
    const made = await ask('post', `/v1/desk/reviews?client=${shop.code}`, leadCookie, body);
    expect([made.status, made.body.score]).toEqual([201, 80]);
    expect((await ask('get', '/v1/desk/reviews', agentCookie)).body.data).toEqual([made.body]);
    const stranger = await world.signIn(await world.newUser('agent'));
    expect((await ask('get', `/v1/desk/reviews?agentId=${agent?.id}`, stranger)).body.data).toEqual([]);
  });

  describe('events', () => {
    it('begin with how things stand and go on with what changes, without the board for agents', async () => {
      const events = await listen(agentCookie);
      expect(events.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-request-id': expect.any(String),
      });
      expect(events.of('claim')).toEqual([{ claim: null, ended: null }]);
      expect(events.of('presence')).toEqual([{ state: 'offline', since: null }]);
      const waiting = Number(events.of('queue')[0]?.['waiting']);
      await queue(3);
      await until(() => events.of('queue').at(-1)?.['waiting'] === waiting + 3);
      const claim = await world.get(Claims).claimNext(asAgent());
      await until(() => events.of('claim').length === 2);
      expect(events.of('claim')[1]).toMatchObject({
        claim: { id: claim?.claim.id, kind: 'review' },
        ended: null,
      });
      expect(JSON.stringify(events.of('claim'))).not.toContain(claim?.claim.token);
      expect(events.of('presence').at(-1)).toMatchObject({ state: 'on_contact' });
      await world
        .get(Claims)
        .break(
          systemCtx('test', null, world.clock.now()),
          shop.id,
          claim?.claim.id as string,
          'needed elsewhere',
        );
      await until(() => events.of('claim').length === 3);
      expect(events.of('claim')[2]).toEqual({ claim: null, ended: { id: claim?.claim.id, state: 'broken' } });
      expect(events.of('board')).toEqual([]);
    });

    it('show team leads the board every two seconds', async () => {
      const events = await listen(leadCookie);
      await until(() => events.of('board').length >= 2);
      expect(events.of('board')[0]).toMatchObject({
        contacts: { today: 0 },
        serviceLevel: { targetSeconds: 300 },
      });
    });

    it('end when the session does, and when the role changes', async () => {
      const user = await world.newUser('team_lead');
      const cookie = await world.signIn(user);
      const events = await listen(cookie);
      expect((await ask('delete', '/v1/session', cookie)).status).toBe(204);
      await until(() => events.isOver);
      const again = await world.signIn(user);
      const promoted = await listen(again);
      const owner = await world.database.owner();
      await owner.query(`UPDATE user_account SET role = 'agent' WHERE id = '${user.id}'`);
      await until(() => promoted.isOver);
    });

    it('are told to all who come at the same time, and none is taken for signed out', async () => {
      const users = await Promise.all(Array.from({ length: 4 }, () => world.newUser('agent')));
      const cookies = await Promise.all(users.map((user) => world.signIn(user)));
      const listeners = await Promise.all(
        Array.from({ length: 60 }, async (_, i) => {
          await new Promise((resolve) => setTimeout(resolve, i * 8));
          return listen(cookies[i % 4]);
        }),
      );
      expect(listeners.filter((listener) => listener.isOver)).toEqual([]);
    });

    it('are twenty to a session: the oldest gives way to one more', async () => {
      const cookie = await world.signIn(await world.newUser('agent'));
      const first = await listen(cookie);
      const others = await Promise.all(Array.from({ length: 19 }, () => listen(cookie)));
      expect([first, ...others].some((listener) => listener.isOver)).toBe(false);
      await listen(cookie);
      await until(() => first.isOver);
      expect(others.some((listener) => listener.isOver)).toBe(false);
    });

    it('end when the session has been unused for too long', async () => {
      const user = await world.newUser('agent');
      const events = await listen(await world.signIn(user));
      const owner = await world.database.owner();
      await owner.query(
        `UPDATE user_session SET seen_at = seen_at - interval '13 hours' WHERE user_id = '${user.id}'`,
      );
      await until(() => events.isOver);
    });
  });
});

describe('a service that stops', () => {
  it('ends its event streams instead of waiting for them', async () => {
    const world = await createApiWorld();
    await world.app.listen(0, '127.0.0.1');
    const { port } = world.app.getHttpServer().address() as AddressInfo;
    const cookie = await world.signIn(await world.newUser('agent'));
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    const listener = new Listener(http.get({ port, host: '127.0.0.1', path: '/v1/desk/events', headers }));
    await until(() => listener.of('queue').length > 0);
    const began = Date.now();
    await world.close();
    await until(() => listener.isOver);
    expect(Date.now() - began).toBeLessThan(10_000);
  });
});
