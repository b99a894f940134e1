import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { Database, newId, systemCtx, takeFromOutbox } from '#platform';
import { Cases } from '#cases';
import type { Client } from '#clients';
import { InboundReplies, InboundServer, MailDns, SignedAddresses } from '#notifications';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { newCaseRecord } from '../support/case-factory.js';
import { letter } from '../support/outside-answers.js';

const hostile = '"; filename="evil.html"\r\nX-Evil: 1\u202e<script>.html';

describe('inbound mail over HTTP', () => {
  let world: ApiWorld;
  let client: Client;
  let key: string;
  let lead: string;
  let agent: string;
  let admin: string;
  const record = newCaseRecord();

  beforeAll(async () => {
    world = await createApiWorld({
      SECRET_KEY: 'a secret of tests, thirty-two long',
      INBOUND_DOMAIN: 'returns.desk.example',
    });
    ({ client, key } = await world.newShop());
    const ctx = systemCtx('test', client.id, world.clock.now());
    await world.get(Database).tx(ctx, (tx) => world.get(Cases).write(ctx, tx, [record]));
    lead = await world.signIn(await world.newUser('team_lead'));
    agent = await world.signIn(await world.newUser('agent'));
    admin = await world.signIn(await world.newUser('administrator'));
  });
  afterAll(() => world.close());

  const scope = () => ({ client: client.code });
  async function arrive(to: string, raw: Buffer): Promise<void> {
    const server = world.get(InboundServer);
    const port = server.port ?? (await server.start());
    const transport = createTransport({ host: '127.0.0.1', port: port ?? 0, ignoreTLS: true });
    await transport.sendMail({ envelope: { from: 'eve@evil.example', to: [to] }, raw });
    transport.close();
  }

  it('shows a case’s answers, and their files as downloads, to its own client only', async () => {
    const ctx = systemCtx('test', client.id, world.clock.now());
    const replies = world.get(InboundReplies);
    const attachments = await replies.storeAttachments(ctx, [
      { name: hostile.replace(/[\r\n]/g, ''), content: Buffer.from('<script>alert(1)</script>') },
    ]);
    await world.get(Database).tx(ctx, (tx) =>
      replies.take(ctx, tx, {
        caseId: record.id,
        messageId: null,
        channel: 'sms',
        text: '<b>Wann?</b>',
        receivedAt: world.clock.now(),
        sourceKey: 'SM1',
        vouchedBy: 'provider',
        attachments,
      }),
    );
    const path = `/v1/cases/${record.id}`;
    const list = await world.request().get(`${path}/replies`).set('authorization', `Bearer ${key}`);
    expect(list.status).toBe(200);
    expect(list.body.data).toMatchObject([{ channel: 'sms', text: '<b>Wann?</b>', vouchedBy: 'provider' }]);
    const [file] = list.body.data[0].attachments;
    const got = await world
      .request()
      .get(`${path}/attachments/${file.id}`)
      .set('authorization', `Bearer ${key}`)
      .buffer(true);
    expect(got.status).toBe(200);
    expect(got.headers['content-type']).toBe('application/octet-stream');
    expect(got.headers['content-disposition']).toMatch(
      /^attachment; filename="attachment"; filename\*=UTF-8''[\w.%~-]+$/,
    );
    expect(got.headers['x-content-type-options']).toBe('nosniff');
    expect(got.headers['x-evil']).toBeUndefined();
    const other = await world.newShop();
    const foreign = await world
      .request()
      .get(`${path}/attachments/${file.id}`)
      .set('authorization', `Bearer ${other.key}`);
    const theirs = await world.request().get(`${path}/replies`).set('authorization', `Bearer ${other.key}`);
    expect([foreign.status, foreign.body.code]).toEqual([404, 'attachment.unknown']);
    expect(theirs.body.data).toEqual([]);
  });

  it('keeps strangers’ mails for team leads, who say whose they are', async () => {
    const to = 'info@returns.desk.example';
    await arrive(to, letter('eve@evil.example', to, `${newId()}@x`, 'Frage', 'Wo ist es?'));
    const path = '/v1/unverified-mails';
    expect((await world.request().get(path).set('authorization', `Bearer ${key}`)).status).toBe(403);
    expect((await world.request().get(path).set('cookie', agent)).status).toBe(403);
    const list = await world.request().get(path).set('cookie', lead);
    expect(list.body.data).toMatchObject([{ from: 'eve@evil.example', reason: 'stranger' }]);
    const { id } = list.body.data[0];
    const detail = await world.request().get(`${path}/${id}`).set('cookie', lead);
    expect(detail.body).toMatchObject({ text: expect.stringContaining('Wo ist es?') });
    const assign = (who: string, caseId: string) =>
      world
        .request()
        .post(`${path}/${id}/assignment`)
        .query(scope())
        .set('cookie', who)
        .set('sec-fetch-site', 'same-origin')
        .send({ caseId });
    expect((await assign(agent, record.id)).status).toBe(403);
    expect((await assign(lead, newId())).body.code).toBe('case.unknown');
    expect((await assign(lead, record.id)).status).toBe(204);
    expect((await assign(lead, record.id)).body.code).toBe('inbound_mail.unknown');
    const replies = await world
      .request()
      .get(`/v1/cases/${record.id}/replies`)
      .query(scope())
      .set('cookie', lead);
    expect(replies.body.data).toContainEqual(
      expect.objectContaining({ vouchedBy: 'staff', channel: 'email' }),
    );
  });

  it('stores a mail to a client before it says 250', async () => {
    const to = world.get(SignedAddresses).make(client.id, 'reply', record.id) ?? '';
    await arrive(to, letter('eve@evil.example', to, `${newId()}@x`, 'Re', 'Pay me'));
    const across = systemCtx('test', null, world.clock.now());
    const { taken } = await world
      .get(Database)
      .tx(across, (tx) => takeFromOutbox(tx, 'inbound_mail', 10, 60));
    expect(taken).toMatchObject([{ clientId: client.id }]);
  });

  it('makes, shows and checks signing keys for administrators', async () => {
    const path = '/v1/dkim-keys';
    const post = (at: string, who: string) =>
      world.request().post(at).query(scope()).set('cookie', who).set('sec-fetch-site', 'same-origin');
    expect((await post(path, lead)).status).toBe(403);
    const made = await post(path, admin);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ state: 'pending', record: { type: 'TXT' } });
    expect(JSON.stringify(made.body)).not.toMatch(/private|sealed/i);
    const zone = [[made.body.record.value]];
    world.get(MailDns).resolve = () => Promise.resolve(zone);
    const checked = await post(`${path}/${made.body.id}/check`, admin);
    expect(checked.body).toMatchObject({ state: 'verified', problem: null });
    const list = await world.request().get(path).query(scope()).set('cookie', admin);
    expect(list.body.data).toMatchObject([{ id: made.body.id, state: 'verified' }]);
    expect((await post(`${path}/${newId()}/check`, admin)).body.code).toBe('dkim_key.unknown');
  });
});
