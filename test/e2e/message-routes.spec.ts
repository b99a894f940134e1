import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, newId, systemCtx, takeFromOutbox } from '#platform';
import { Cases } from '#cases';
import { MessageDispatch, Notifications } from '#notifications';
import type { Client } from '#clients';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { newCaseRecord, newItem } from '../support/case-factory.js';

const hostile = '<img src=x onerror=alert(1)>"\'</iframe></pre><script>alert(2)</script>';

describe('messages over HTTP', () => {
  let world: ApiWorld;
  let client: Client;
  let key: string;
  const record = newCaseRecord({
    state: 'decided',
    language: 'pl',
    orderRef: 'B-7',
    items: [newItem({ outcome: 'refund', product: hostile })],
  });

  beforeAll(async () => {
    world = await createApiWorld();
    ({ client, key } = await world.newShop());
    const ctx = systemCtx('test', client.id, world.clock.now());
    const db = world.get(Database);
    await db.tx(ctx, async (tx) => {
      await world.get(Cases).write(ctx, tx, [record]);
      await world.get(Notifications).announce(ctx, tx, 'decision', [record]);
    });
    const { taken } = await db.tx({ ...ctx, clientId: null }, (tx) => takeFromOutbox(tx, 'message', 10, 60));
    await world.get(MessageDispatch).perform(taken);
  });
  afterAll(() => world.close());

  const messageId = async () => {
    const ctx = systemCtx('test', client.id, world.clock.now());
    return (await world.get(Notifications).ofCase(ctx, record.id))[0]?.id ?? '';
  };

  it('gives a message as it was sent to its own client only', async () => {
    const path = `/v1/cases/${record.id}/messages/${await messageId()}`;
    const own = await world.request().get(path).set('authorization', `Bearer ${key}`);
    expect(own.status).toBe(200);
    expect(own.body).toMatchObject({ state: 'sent', language: 'pl', attempts: 1 });
    expect(own.body.html).toContain('<html lang="pl"');
    expect(own.body.html).not.toContain('<script>');
    const other = await world.newShop();
    const foreign = await world.request().get(path).set('authorization', `Bearer ${other.key}`);
    const unknown = await world
      .request()
      .get(`/v1/cases/${newId()}/messages/${newId()}`)
      .set('authorization', `Bearer ${other.key}`);
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect(foreign.body.code).toBe(unknown.body.code);
    expect((await world.request().get(path)).status).toBe(401);
  });

  it('shows the demonstration mails as a page that runs nothing', async () => {
    const list = await world.request().get('/mailbox?q=zwrot');
    expect(list.status).toBe(200);
    expect(list.headers['content-type']).toContain('text/html');
    const link = /href="(\/mailbox\/[0-9a-f-]{36})"/.exec(list.text)?.[1] ?? '';
    const page = await world.request().get(link);
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(page.headers['content-security-policy']).not.toContain('script-src');
    expect(page.text).toContain('<iframe sandbox="" ');
    expect(page.text).not.toMatch(/<script|<img/i);
    expect((await world.request().get(`/mailbox/${newId()}`)).status).toBe(404);
    expect((await world.request().get('/mailbox/x')).status).toBe(404);
    const echo = await world.request().get('/mailbox').query({ q: hostile });
    expect(echo.text).not.toMatch(/<script|<img/i);
  });

  it('has no mailbox outside demo mode', async () => {
    const closed = await createApiWorld({ REINTEGRO_DEMO: '0' });
    try {
      expect((await closed.request().get('/mailbox')).status).toBe(404);
    } finally {
      await closed.close();
    }
  });
});
