import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import DKIM from 'nodemailer/lib/dkim';
import { createTransport } from 'nodemailer';
import { generateKeyPairSync } from 'node:crypto';
import { connect } from 'node:net';
import {
  newId,
  recordInOutbox,
  takeFromOutbox,
  type ClientCtx,
  type OutboxOutcome,
  type Tx,
} from '#platform';
import { Cases, type CaseRecord } from '#cases';
import type { Client } from '#clients';
import { ContactMeter, type ContactDraft, type ContactVerdict } from '#contacts';
import { WorkItems } from '#desk';
import { reportBy, type ReportOptions } from '../../../../test/support/bounces.js';
import { newCaseRecord, newItem } from '../../../../test/support/case-factory.js';
import { letter } from '../../../../test/support/outside-answers.js';
import { OutsideMail, seeded } from '../../../../test/support/outside-mail.js';
import { createWorld, type World } from '../../../../test/support/world.js';
import { MailDns } from '../mail/mail-dns.service.js';
import { MessageDispatch } from '../mail/message-dispatch.service.js';
import { NotificationsModule } from '../notifications.module.js';
import { Notifications } from '../notifications.service.js';
import { InboundReplies } from './inbound-replies.service.js';
import { InboundServer } from './inbound-server.service.js';
import { InboundWork } from './inbound-work.service.js';
import { SenderAuthentication } from './sender-authentication.service.js';
import { SignedAddresses } from './signed-addresses.service.js';
import { UnverifiedMails } from './unverified-mails.service.js';

class PlainMeter extends ContactMeter {
  async judge(_: ClientCtx, __: Tx, drafts: readonly ContactDraft[]): Promise<ContactVerdict[]> {
    return drafts.map((d) => ({ billable: d.outcome === 'accepted', reason: d.outcome }));
  }
  async charge(): Promise<void> {}
  retract(): Promise<void> {
    return Promise.resolve();
  }
}

@Global()
@Module({ providers: [{ provide: ContactMeter, useClass: PlainMeter }], exports: [ContactMeter] })
class MeterModule {}

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** A mail signed for a domain of the outside world. */
async function signed(raw: Buffer, domainName: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  const dkim = new DKIM({ domainName, keySelector: 's1', privateKey });
  for await (const part of dkim.sign(raw) as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

describe('mail that comes back', () => {
  let outside: OutsideMail;
  let world: World;
  let client: Client;
  let port: number;
  /** The domain name system as the test says. */
  const zone = new Map<string, string[][] | 'SERVFAIL'>();

  beforeAll(async () => {
    outside = await OutsideMail.start({ keepRaw: true });
    world = await createWorld([MeterModule, NotificationsModule], {
      env: {
        SMTP_URL: outside.url(),
        SECRET_KEY: 'a secret of tests, thirty-two long',
        INBOUND_DOMAIN: 'returns.desk.example',
      },
    });
    world.get(MailDns).resolve = (name, type) => {
      const found = zone.get(`${type} ${name}`);
      if (found === undefined || found === 'SERVFAIL') {
        return Promise.reject(
          Object.assign(new Error(name), { code: found === undefined ? 'ENOTFOUND' : 'ESERVFAIL' }),
        );
      }
      return Promise.resolve(found);
    };
    client = await world.newClient();
    port = (await world.get(InboundServer).start()) ?? 0;
  });
  afterEach(async () => {
    zone.clear();
    outside.deliveries.length = 0;
    const owner = await world.database.owner();
    await owner.query('DELETE FROM outbox');
    await owner.query('DELETE FROM stranger_mail');
    await owner.end();
  });
  afterAll(async () => {
    await world.close();
    await outside.close();
  });

  const publish = (domain: string) => {
    zone.set(`TXT s1._domainkey.${domain}`, [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]]);
    zone.set(`TXT _dmarc.${domain}`, [['v=DMARC1; p=reject']]);
  };

  /** A case whose message went out, with what the outside world got. */
  async function sent(changes: Partial<CaseRecord> = {}) {
    const [one] = await sentMany(1, changes);
    if (!one) throw new Error('nothing sent');
    return one;
  }
  async function sentMany(n: number, changes: Partial<CaseRecord> = {}) {
    const ctx = world.as(client);
    const records = Array.from({ length: n }, () =>
      newCaseRecord({
        state: 'decided',
        deadlineOn: '2026-03-16',
        items: [newItem({ outcome: 'refund' })],
        ...changes,
      }),
    );
    await world.db.tx(ctx, async (tx) => {
      await world.get(Cases).write(ctx, tx, records);
      await world.get(Notifications).announce(ctx, tx, 'decision', records);
    });
    const before = outside.deliveries.length;
    await drain('message', world.get(MessageDispatch));
    return outside.deliveries.slice(before).map((delivery) => {
      const record = records.find((r) => r.customer.email === delivery.to[0]);
      if (!record) throw new Error('a mail to nobody');
      const replyTo = /^Reply-To: <([^>]+)>/im.exec(delivery.raw.toString('latin1'))?.[1] ?? '';
      return { record, delivery, replyTo, returnPath: delivery.from, customer: delivery.to[0] ?? '' };
    });
  }
  async function drain(
    kind: string,
    handler: { perform: MessageDispatch['perform'] },
  ): Promise<OutboxOutcome[]> {
    const owner = await world.database.owner();
    await owner.query('UPDATE outbox SET next_at = now() WHERE kind = $1', [kind]);
    await owner.end();
    const { taken } = await world.db.tx(world.across, (tx) => takeFromOutbox(tx, kind, 500, 120));
    const outcomes = [...(await handler.perform(taken))];
    await world.db.tx(world.across, (tx) => recordInOutbox(tx, kind, outcomes));
    return outcomes;
  }
  const work = () => drain('inbound_mail', world.get(InboundWork));

  /** Hands a mail to the listener over real SMTP and has it worked off. */
  async function arrive(from: string, to: string | string[], raw: Buffer): Promise<void> {
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    await transport.sendMail({ envelope: { from, to }, raw });
    transport.close();
    await work();
  }
  const messageOf = async (record: CaseRecord) =>
    (await world.get(Notifications).ofCase(world.as(client), record.id)).at(-1);
  const repliesOf = (record: CaseRecord) => world.get(InboundReplies).ofCase(world.as(client), record.id);
  const timeline = async (record: CaseRecord) =>
    (await world.get(Cases).get(world.as(client), record.id)).timeline.map((event) => event.kind);
  const items = async (kind: 'reply' | 'unverified_mail', record: CaseRecord) =>
    (await world.get(WorkItems).list(world.as(client), { limit: 200, kind, caseId: record.id })).data;
  const box = async (as: Client = client) =>
    (await world.get(UnverifiedMails).list(world.as(as), { limit: 200 })).data;
  const strangers = async () => (await world.get(UnverifiedMails).list(world.across, { limit: 200 })).data;
  const suppressed = async () =>
    world.db.tx(world.as(client), async (tx) =>
      (await tx.query<{ address: string }>('SELECT address FROM suppression')).map((row) => row.address),
    );
  const report = (returnPath: string, about: string, changes: Partial<ReportOptions> = {}) =>
    reportBy('postfix', { to: returnPath, about, status: '5.1.1', ...changes });

  it('goes to addresses of ours that are in what we send', async () => {
    const { returnPath, replyTo, delivery } = await sent();
    for (const [address, letterOf] of [
      [returnPath, 'b'],
      [replyTo, 'r'],
    ] as const) {
      expect(address).toMatch(
        new RegExp(`^${letterOf}\\.[0-9a-z]{32}\\.[0-9a-z]{26}@returns\\.desk\\.example$`),
      );
      expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
    }
    const head = delivery.raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
    expect(head).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(head).toMatch(/^X-Auto-Response-Suppress: OOF, AutoReply$/m);
    expect(head).not.toMatch(/^List-Unsubscribe/im);
  });

  it('sets the message’s status and takes a dead address out of use', async () => {
    const { record, returnPath, customer } = await sent();
    await arrive('', returnPath, report(returnPath, customer));
    expect(await messageOf(record)).toMatchObject({
      state: 'bounced',
      reason: expect.stringMatching(/^5\.1\.1/),
    });
    expect(await suppressed()).toContain(customer);
    expect(await items('unverified_mail', record)).toEqual([]);
  });

  it('sets the message’s status without giving up an address that lives', async () => {
    const { record, returnPath, customer } = await sent();
    await arrive('', returnPath, report(returnPath, customer, { status: '5.2.2', words: 'mailbox full' }));
    expect(await messageOf(record)).toMatchObject({ state: 'bounced' });
    expect(await suppressed()).not.toContain(customer);
  });

  it('only notes a delay; a delivery is one', async () => {
    const { record, returnPath, customer } = await sent();
    await arrive('', returnPath, report(returnPath, customer, { status: '4.4.1', action: 'delayed' }));
    expect(await messageOf(record)).toMatchObject({ state: 'sent' });
    expect(await timeline(record)).toContain('message.delayed');
    await arrive('', returnPath, report(returnPath, customer, { status: '2.0.0', action: 'delivered' }));
    expect(await messageOf(record)).toMatchObject({ state: 'delivered' });
  });

  it('is taken in upper case too, as some servers write addresses', async () => {
    const { record, returnPath, customer } = await sent();
    await arrive('', returnPath.toUpperCase(), report(returnPath, customer));
    expect(await messageOf(record)).toMatchObject({ state: 'bounced' });
  });

  it('counts as a report at its message’s return address only', async () => {
    const [one, other] = await sentMany(2);
    if (!one || !other) throw new Error('two were sent');
    await arrive('', one.replyTo, report(one.replyTo, one.customer));
    await arrive('', 'info@returns.desk.example', report('info@returns.desk.example', one.customer));
    const forged = one.returnPath.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@'));
    await arrive('', forged, report(forged, one.customer));
    // The right signature of another message says nothing of this one.
    await arrive('', other.returnPath, report(one.returnPath, one.customer));
    expect(await messageOf(one.record)).toMatchObject({ state: 'sent' });
    expect(await messageOf(other.record)).toMatchObject({ state: 'bounced' });
  });

  it('is an answer on its case when the customer’s domain stands behind it', async () => {
    const { record, replyTo, customer, delivery } = await sent();
    publish('example.org');
    const text = `Wann kommt das Geld?\r\n\r\nAm 2. März 2026 um 11:00 schrieb Shop <${replyTo}>:\r\n> Guten Tag`;
    const raw = letter(customer, replyTo, `${newId()}@example.org`, 'Re: Rücksendung', text, [
      `In-Reply-To: <${delivery.messageId}>`,
    ]);
    await arrive(customer, replyTo, await signed(raw, 'example.org'));
    const [reply] = await repliesOf(record);
    expect(reply).toMatchObject({
      text: 'Wann kommt das Geld?',
      channel: 'email',
      vouchedBy: 'dkim',
      messageId: delivery.messageId.split('@')[0],
    });
    expect(await items('reply', record)).toMatchObject([
      { subjectId: reply?.id, reason: 'email', language: 'de' },
    ]);
    expect(await timeline(record)).toContain('reply.received');
    expect(await box()).not.toContainEqual(expect.objectContaining({ caseId: record.id }));
  });

  it('is taken once, however often it comes', async () => {
    const { record, replyTo, customer } = await sent();
    publish('example.org');
    const raw = await signed(
      letter(customer, replyTo, `${newId()}@example.org`, 'Re', 'Hallo'),
      'example.org',
    );
    await Promise.all([1, 2, 3].map(() => arrive(customer, replyTo, raw)));
    await arrive(customer, replyTo.toUpperCase(), raw);
    await work();
    expect(await repliesOf(record)).toHaveLength(1);
    expect(await items('reply', record)).toHaveLength(1);
  });

  it('keeps the customer’s files, as what they are', async () => {
    const { record, replyTo, customer } = await sent();
    publish('example.org');
    const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(3_000_000, 7)]);
    const raw = Buffer.concat([
      Buffer.from(
        `From: ${customer}\r\nTo: ${replyTo}\r\nMessage-ID: <${newId()}@example.org>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSo sieht es aus.\r\n--b\r\nContent-Type: text/html; name="schaden.jpg"\r\nContent-Disposition: attachment; filename="schaden.jpg"\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
      ),
      Buffer.from(jpeg.toString('base64').replace(/.{76}/g, '$&\r\n')),
      Buffer.from('\r\n--b--\r\n'),
    ]);
    await arrive(customer, replyTo, await signed(raw, 'example.org'));
    const [reply] = await repliesOf(record);
    const [file] = reply?.attachments ?? [];
    expect(file).toMatchObject({ name: 'schaden.jpg', mediaType: 'image/jpeg', byteCount: jpeg.length });
    const read = await world.get(InboundReplies).attachment(world.as(client), record.id, file?.id ?? '');
    const parts: Buffer[] = [];
    for await (const part of read.content as AsyncIterable<Buffer>) parts.push(part);
    expect(Buffer.concat(parts).equals(jpeg)).toBe(true);
    const other = await world.newClient();
    await expect(
      world.get(InboundReplies).attachment(world.as(other), record.id, file?.id ?? ''),
    ).rejects.toMatchObject({ code: 'attachment.unknown' });
  });

  describe('from whom it may not be', () => {
    const cases: Record<
      string,
      (mail: { replyTo: string; customer: string; returnPath: string }) => Promise<{
        from: string;
        to: string;
        raw: Buffer;
        reason: string | null;
      }>
    > = {
      'another sender, rightly signed': async ({ replyTo }) => {
        publish('evil.example');
        const raw = letter('eve@evil.example', replyTo, `${newId()}@x`, 'Re', 'Pay me');
        return {
          from: 'eve@evil.example',
          to: replyTo,
          raw: await signed(raw, 'evil.example'),
          reason: 'other_sender',
        };
      },
      'the customer’s name over another address': async ({ replyTo, customer }) => {
        publish('evil.example');
        const text = letter('eve@evil.example', replyTo, `${newId()}@x`, 'Re', 'Pay me').toString();
        const raw = Buffer.from(text.replace('From: Customer', `From: "${customer}"`));
        return {
          from: 'eve@evil.example',
          to: replyTo,
          raw: await signed(raw, 'evil.example'),
          reason: 'other_sender',
        };
      },
      'the customer’s address, signed by another domain': async ({ replyTo, customer }) => {
        publish('evil.example');
        publish('example.org');
        const raw = letter(customer, replyTo, `${newId()}@x`, 'Re', 'Pay me');
        return {
          from: customer,
          to: replyTo,
          raw: await signed(raw, 'evil.example'),
          reason: 'not_authenticated',
        };
      },
      'the customer’s address, unsigned, where the domain signs': async ({ replyTo, customer }) => {
        publish('example.org');
        const raw = letter(customer, replyTo, `${newId()}@x`, 'Re', 'Pay me');
        return { from: customer, to: replyTo, raw, reason: 'not_authenticated' };
      },
      'a signed mail with another text': async ({ replyTo, customer }) => {
        publish('example.org');
        const raw = await signed(letter(customer, replyTo, `${newId()}@x`, 'Re', 'Thanks'), 'example.org');
        const altered = Buffer.from(raw.toString().replace('Thanks', 'Pay Eve'));
        return { from: customer, to: replyTo, raw: altered, reason: 'not_authenticated' };
      },
      'two senders': async ({ replyTo, customer }) => {
        publish('example.org');
        const text = letter(customer, replyTo, `${newId()}@x`, 'Re', 'Hi').toString();
        const raw = Buffer.from(`From: eve@evil.example\r\n${text}`);
        return { from: customer, to: replyTo, raw: await signed(raw, 'example.org'), reason: 'other_sender' };
      },
      'its own word that it was checked': async ({ replyTo, customer }) => {
        publish('example.org');
        const raw = letter(customer, replyTo, `${newId()}@x`, 'Re', 'Hi', [
          'Authentication-Results: returns.desk.example; dmarc=pass header.from=example.org',
        ]);
        return { from: customer, to: replyTo, raw, reason: 'not_authenticated' };
      },
      'the customer, at an address with a wrong signature': async ({ replyTo, customer }) => {
        publish('example.org');
        const forged = replyTo.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@'));
        const raw = letter(customer, forged, `${newId()}@x`, 'Re', 'Hi');
        return {
          from: customer,
          to: forged,
          raw: await signed(raw, 'example.org'),
          reason: 'forged_address',
        };
      },
      'the customer, at a return address': async ({ returnPath, customer }) => {
        publish('example.org');
        const raw = letter(customer, returnPath, `${newId()}@x`, 'Re', 'Hi');
        return {
          from: customer,
          to: returnPath,
          raw: await signed(raw, 'example.org'),
          reason: 'at_return_address',
        };
      },
    };

    it.each(Object.keys(cases))('%s: nothing on the case, one mail in the box', async (name) => {
      const one = await sent();
      const mail = await cases[name]?.(one);
      if (!mail) throw new Error(name);
      await arrive(mail.from, mail.to, mail.raw);
      expect(await repliesOf(one.record)).toEqual([]);
      expect(await items('reply', one.record)).toEqual([]);
      const isForged = mail.reason === 'forged_address';
      const found = (await box()).filter((m) => m.recipient === mail.to);
      expect(found).toMatchObject([{ reason: mail.reason, caseId: isForged ? null : one.record.id }]);
      const queued = (
        await world.get(WorkItems).list(world.as(client), { limit: 200, kind: 'unverified_mail' })
      ).data;
      expect(queued.filter((item) => item.subjectId === found[0]?.id)).toMatchObject([
        { reason: mail.reason, caseId: isForged ? null : one.record.id },
      ]);
    });

    it('another client’s secret part in the address: nothing of either client is touched', async () => {
      const other = await world.newClient();
      const one = await sent();
      const theirs = world.get(SignedAddresses).make(other.id, 'reply', one.record.id) ?? '';
      publish('example.org');
      const raw = await signed(letter(one.customer, theirs, `${newId()}@x`, 'Re', 'Hi'), 'example.org');
      await arrive(one.customer, theirs, raw);
      expect(await repliesOf(one.record)).toEqual([]);
      expect(await box(other)).toMatchObject([{ reason: 'other_sender', caseId: null }]);
    });
  });

  it('is the customer’s by its address alone where their domain publishes nothing', async () => {
    const { record, replyTo, customer } = await sent();
    await arrive(customer, replyTo, letter(customer, replyTo, `${newId()}@x`, 'Re', 'Hallo'));
    expect(await repliesOf(record)).toMatchObject([{ vouchedBy: 'address' }]);
  });

  it('is the customer’s by the server that sent it, when it comes straight from there', async () => {
    const senders = world.get(SenderAuthentication);
    const raw = letter('anna@example.net', 'r@x.example', 'x@y', 'Re', 'Hi');
    const { readMail } = await import('./mail-reading.js');
    const read = await readMail(raw);
    if (!read) throw new Error('not readable');
    zone.set('TXT example.net', [['v=spf1 ip4:198.51.100.7 -all']]);
    const from = (remoteIp: string, envelopeFrom = 'anna@example.net') =>
      senders.judge({ raw, remoteIp, helo: 'mx.example.net', envelopeFrom }, read);
    expect(await from('198.51.100.7')).toBe('spf');
    expect(await from('198.51.100.8')).toBe('fail');
    expect(await from('198.51.100.7', 'eve@evil.example')).toBe('none');
    zone.set('TXT _dmarc.example.net', [['v=DMARC1; p=none']]);
    expect(await from('198.51.100.7', 'eve@evil.example')).toBe('fail');
  });

  it('waits for the domain name system, and is for a person when that stays away', async () => {
    const { record, replyTo, customer } = await sent();
    publish('example.org');
    zone.set('TXT s1._domainkey.example.org', 'SERVFAIL');
    zone.set('TXT _dmarc.example.org', 'SERVFAIL');
    const raw = await signed(letter(customer, replyTo, `${newId()}@x`, 'Re', 'Hallo'), 'example.org');
    await arrive(customer, replyTo, raw);
    expect(await box()).not.toContainEqual(expect.objectContaining({ caseId: record.id }));
    expect((await work()).map((o) => o.result)).toEqual(['retry']);
    for (let i = 0; i < 4; i++) await work();
    expect(await box()).toContainEqual(expect.objectContaining({ caseId: record.id, reason: 'not_checked' }));
  });

  it('is only noted when a program wrote it', async () => {
    const { record, replyTo, returnPath, customer } = await sent();
    const away = (to: string) =>
      letter(customer, to, `${newId()}@x`, 'Automatische Antwort: Rücksendung', 'Bin weg.', [
        'Auto-Submitted: auto-replied',
      ]);
    await arrive('', returnPath, away(returnPath));
    await arrive(customer, replyTo, away(replyTo));
    expect((await timeline(record)).filter((kind) => kind === 'mail.automatic')).toHaveLength(2);
    expect(await repliesOf(record)).toEqual([]);
    expect([...(await items('reply', record)), ...(await items('unverified_mail', record))]).toEqual([]);
    expect(await messageOf(record)).toMatchObject({ state: 'sent' });
  });

  it('ends where it goes round: our own mail, too many hops, too many in an hour', async () => {
    const { record, replyTo, customer, delivery } = await sent();
    await arrive(customer, replyTo, delivery.raw);
    const hops = Array.from(
      { length: 60 },
      (_, i) => `Received: from a${i}.example by b.example; Mon, 2 Mar 2026`,
    );
    await arrive(customer, replyTo, letter(customer, replyTo, `${newId()}@x`, 'Re', 'round', hops));
    expect(await repliesOf(record)).toEqual([]);
    expect((await timeline(record)).filter((kind) => kind === 'mail.ignored')).toHaveLength(2);
    for (let i = 0; i < 30; i++) {
      await arrive(customer, replyTo, letter(customer, replyTo, `${newId()}@x`, 'Re', `ping ${i}`));
    }
    expect(await repliesOf(record)).toHaveLength(20);
    expect(outside.deliveries).toHaveLength(1);
  });

  it('never makes us write', async () => {
    const before = outside.deliveries.length;
    await arrive(
      'eve@evil.example',
      'postmaster@returns.desk.example',
      letter('eve@evil.example', 'x', 'x@y', 'Hi', 'x'),
    );
    await drain('message', world.get(MessageDispatch));
    expect(outside.deliveries).toHaveLength(before);
  });

  it('of strangers waits in a box of its own until staff say whose it is', async () => {
    const { record } = await sent();
    const raw = letter(
      'eve@evil.example',
      'info@returns.desk.example',
      `${newId()}@x`,
      'Frage\u202e',
      'Wo ist mein Paket?',
    );
    await arrive('eve@evil.example', 'info@returns.desk.example', raw);
    const [mail] = await strangers();
    expect(mail).toMatchObject({
      from: 'eve@evil.example',
      subject: 'Frage',
      reason: 'stranger',
      caseId: null,
    });
    const mails = world.get(UnverifiedMails);
    await expect(
      mails.list({ ...world.asRole('agent', client), clientId: null }, { limit: 5 }),
    ).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    await expect(
      mails.assign(world.asRole('agent', client), mail?.id ?? '', record.id),
    ).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    const lead = world.asRole('team_lead', client);
    await expect(mails.assign(lead, mail?.id ?? '', newId())).rejects.toMatchObject({ code: 'case.unknown' });
    const other = await world.newClient();
    const both = await Promise.allSettled([
      mails.assign(lead, mail?.id ?? '', record.id),
      mails.assign(lead, mail?.id ?? '', record.id),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await strangers()).toEqual([]);
    expect(await repliesOf(record)).toMatchObject([{ text: 'Wo ist mein Paket?', vouchedBy: 'staff' }]);
    expect(await box(other)).toEqual([]);
  });

  it('in a client’s box is put on a case or discarded, once', async () => {
    const { record, replyTo } = await sent();
    const eve = (text: string) => letter('eve@evil.example', replyTo, `${newId()}@x`, 'Re', text);
    await arrive('eve@evil.example', replyTo, eve('Ich bin seine Frau.'));
    await arrive('eve@evil.example', replyTo, eve('Buy now'));
    const mails = world.get(UnverifiedMails);
    const lead = world.asRole('team_lead', client);
    const [spam, wife] = (await box()).filter((mail) => mail.caseId === record.id);
    expect(await mails.get(lead, wife?.id ?? '')).toMatchObject({
      text: expect.stringContaining('seine Frau'),
    });
    await mails.assign(lead, wife?.id ?? '', record.id);
    await mails.discard(lead, spam?.id ?? '');
    await expect(mails.discard(lead, spam?.id ?? '')).rejects.toMatchObject({ code: 'inbound_mail.unknown' });
    await expect(mails.assign(lead, wife?.id ?? '', record.id)).rejects.toMatchObject({
      code: 'inbound_mail.unknown',
    });
    expect(await repliesOf(record)).toHaveLength(1);
    expect(await items('unverified_mail', record)).toEqual([]);
    const other = await world.newClient();
    await expect(mails.get(world.as(other), wife?.id ?? '')).rejects.toMatchObject({
      code: 'inbound_mail.unknown',
    });
  });

  it('ends in the same state in whatever order and number it comes', async () => {
    const mails = await sentMany(60);
    const random = seeded(60);
    const answers = await outside.answer(port, {
      random,
      weights: { none: 2, hard_bounce: 2, soft_bounce: 1, delayed: 1, delivered: 2, away: 1, reply: 2 },
      twice: 0.3,
    });
    for (let round = 0; round < 20 && (await work()).length > 0; round++);
    for (const { record, returnPath, replyTo } of mails) {
      const kinds = new Set(
        answers.filter((a) => a.to === returnPath || a.to === replyTo).map((a) => a.kind),
      );
      const expected =
        kinds.has('hard_bounce') || kinds.has('soft_bounce')
          ? 'bounced'
          : kinds.has('delivered')
            ? 'delivered'
            : 'sent';
      expect([...kinds, (await messageOf(record))?.state]).toEqual([...kinds, expected]);
      expect(await repliesOf(record)).toHaveLength(kinds.has('reply') ? 1 : 0);
    }
  });

  describe('over SMTP', () => {
    /** Says lines one after the other, each after the answer to the one before; returns the answers. */
    async function talk(lines: readonly string[]): Promise<string[]> {
      const socket = connect(port, '127.0.0.1');
      const answers: string[] = [];
      let heard = '';
      let wake: () => void = () => undefined;
      let isClosed = false;
      socket.on('data', (part: Buffer) => {
        heard += part.toString();
        wake();
      });
      socket.on('close', () => {
        isClosed = true;
        wake();
      });
      socket.on('error', () => undefined);
      const answer = async (): Promise<string> => {
        while (!/^\d{3} .*\r\n/m.test(heard)) {
          if (isClosed) return 'closed';
          await new Promise<void>((resolve) => (wake = resolve));
        }
        const whole = heard;
        heard = '';
        return whole.trim();
      };
      answers.push(await answer());
      for (const line of lines) {
        socket.write(`${line}\r\n`);
        answers.push(await answer());
      }
      socket.destroy();
      return answers;
    }

    it('relays nothing, and tells nobody which addresses exist', async () => {
      const { replyTo } = await sent();
      const forged = replyTo.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@'));
      const answers = await talk([
        'EHLO eve.example',
        'MAIL FROM:<eve@evil.example>',
        'RCPT TO:<anna@example.org>',
        'RCPT TO:<anna%example.org@desk.example>',
        'RCPT TO:<@returns.desk.example:anna@example.org>',
        `RCPT TO:<${replyTo}>`,
        `RCPT TO:<${forged}>`,
        'RCPT TO:<nobody@returns.desk.example>',
      ]);
      expect(answers.slice(3, 6).map((a) => a.slice(0, 1))).toEqual(['5', '5', '5']);
      const [right, wrong, nobody] = answers.slice(6);
      expect(right).toMatch(/^250/);
      expect([wrong, nobody]).toEqual([right, right]);
    });

    it('refuses what is too big and keeps the service up', async () => {
      const { replyTo, customer } = await sent();
      const big = letter(customer, replyTo, 'big@x', 'Re', 'a'.repeat(16 * 1024 * 1024));
      await expect(arrive(customer, replyTo, big)).rejects.toMatchObject({ responseCode: 552 });
      await arrive(customer, replyTo, letter(customer, replyTo, `${newId()}@x`, 'Re', 'klein'));
    });

    it('bounds recipients, commands and connections', async () => {
      const rcpt = (n: number) => `RCPT TO:<x${n}@returns.desk.example>`;
      const answers = await talk([
        'EHLO a',
        'MAIL FROM:<a@b.example>',
        ...Array.from({ length: 7 }, (_, n) => rcpt(n)),
      ]);
      expect(answers.filter((a) => a.startsWith('250 ')).length).toBeLessThanOrEqual(8);
      expect(answers.at(-1)).toMatch(/^[45]/);
      const nonsense = await talk(Array.from({ length: 40 }, () => 'NONSENSE'));
      expect(nonsense.at(-1)).toMatch(/^421|closed/);
    });
  });
});
