import { domainToASCII } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { dkimVerify } from 'mailauth';
import type { Client } from '#clients';
import { ContactMeter } from '#contacts';
import { OutsideMail } from '../../../../test/support/outside-mail.js';
import { createWorld, type World } from '../../../../test/support/world.js';
import { NotificationsModule } from '../notifications.module.js';
import { DkimKeys } from './dkim-keys.service.js';
import { MailDns } from './mail-dns.service.js';
import { MailSigning } from './mail-signing.service.js';
import { MailTransport, sendDeadline } from './mail-transport.service.js';
import { toMime } from './mime.js';

@Global()
@Module({ providers: [{ provide: ContactMeter, useValue: {} }], exports: [ContactMeter] })
class NoMeterModule {}

const greek = 'Αγαπητή κυρία Παπαδοπούλου, η επιστροφή χρημάτων σας έχει εγκριθεί.';
const texts: Record<string, string> = {
  Greek: `${greek}\n\n${greek}`,
  'long lines': `${'Rücksendung '.repeat(400)}\n${'x'.repeat(3_000)}`,
  'lines that begin with dots': '.\n..\n.a\n...\n\n.\n',
  'blanks at the ends of lines': 'a \nb\t\n  \nc  \n\n\n',
  'empty lines at the end': 'Text\n\n\n\n\n',
  'no text at all': '',
  'words like From': 'From me\nFrom: you\n--=_boundary\n',
};

describe('signing keys', () => {
  let outside: OutsideMail;
  let world: World;
  let keys: DkimKeys;
  const zone = new Map<string, string[][] | Error>();

  beforeAll(async () => {
    outside = await OutsideMail.start({ keepRaw: true });
    world = await createWorld([NoMeterModule, NotificationsModule], {
      env: { SMTP_URL: outside.url(), SECRET_KEY: 'a secret of tests, thirty-two long' },
    });
    keys = world.get(DkimKeys);
    world.get(MailDns).resolve = (name) => {
      const found = zone.get(name) ?? Object.assign(new Error(name), { code: 'ENOTFOUND' });
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    };
  });
  afterAll(async () => {
    await world.close();
    await outside.close();
  });

  const publish = (record: { name: string; value: string }) =>
    // As servers give it: in pieces of 255 characters.
    zone.set(record.name, [record.value.match(/.{1,255}/g) ?? []]);
  async function verified(client: Client) {
    const key = await keys.create(world.as(client));
    publish(key.record);
    return keys.check(world.as(client), key.id);
  }
  const mailOf = (client: Client, text: string) =>
    toMime({
      from: { name: client.sender.name, address: client.sender.email },
      to: 'maria@example.gr',
      replyTo: 'r.1.2@returns.example',
      subject: `Επιστροφή παραγγελίας: ${greek}`,
      messageId: `1@${client.code.toLowerCase()}.example`,
      date: new Date('2026-03-02T10:00:00Z'),
      language: 'el',
      text,
      html: `<p>${text}</p>`,
    });
  /** What arrives at the other end when the client's mail is sent. */
  async function arrived(client: Client, text = greek): Promise<Buffer> {
    const sign = await world.get(MailSigning).signerOf(world.as(client), client);
    const deadline = sendDeadline(10_000);
    const { email: from } = client.sender;
    const mail = { from, to: 'maria@example.gr', raw: await sign(mailOf(client, text)) };
    await world.get(MailTransport).send(mail, deadline.signal, () => Promise.resolve());
    deadline.clear();
    const raw = outside.deliveries.at(-1)?.raw;
    if (!raw) throw new Error('nothing arrived');
    return raw;
  }
  const verdict = async (raw: Buffer) => {
    const { results } = await dkimVerify(raw, {
      resolver: (name: string) => world.get(MailDns).resolve(name, 'TXT') as Promise<never>,
    });
    return results.map(({ status }) => status.result);
  };

  it('are shown with their record, which is checked before anything is signed', async () => {
    const client = await world.newClient();
    const ctx = world.as(client);
    const key = await keys.create(ctx);
    const domain = client.sender.email.split('@')[1] ?? '';
    expect(key).toMatchObject({ state: 'pending', domain, problem: null, checkedAt: null });
    expect(key.record.name).toBe(`${key.selector}._domainkey.${domain}`);
    expect(key.record.value).toMatch(/^v=DKIM1; k=rsa; p=MIIBIjANBgkq[\w+/=]{300,}$/);
    expect(await keys.check(ctx, key.id)).toMatchObject({ state: 'pending', problem: 'not_published' });
    zone.set(key.record.name, [['v=spf1 -all'], ['v=DKIM1; k=rsa; p=AAAA']]);
    expect(await keys.check(ctx, key.id)).toMatchObject({ state: 'pending', problem: 'different' });
    zone.set(key.record.name, Object.assign(new Error(), { code: 'ETIMEOUT' }));
    expect(await keys.check(ctx, key.id)).toMatchObject({ state: 'pending', problem: 'dns_unavailable' });
    expect(await verdict(await arrived(client))).toEqual(['none']);
    publish(key.record);
    expect(await keys.check(ctx, key.id)).toMatchObject({ state: 'verified', problem: null });
  });

  it.each(Object.keys(texts))('sign what another library verifies after SMTP: %s', async (name) => {
    const client = await world.newClient();
    const key = await verified(client);
    const raw = await arrived(client, texts[name]);
    const header =
      raw
        .toString('latin1')
        .split('\r\n\r\n')[0]
        ?.replace(/\r\n\s+/g, ' ') ?? '';
    expect(header).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; /);
    expect(header).toContain(` s=${key.selector};`);
    expect(/ h=([^;]*);/.exec(header)?.[1]?.split(':')).toEqual(
      expect.arrayContaining(['from', 'to', 'subject', 'reply-to', 'message-id', 'date', 'auto-submitted']),
    );
    expect(await verdict(raw)).toEqual(['pass']);
    const altered = Buffer.from(raw.toString('latin1').replace('maria@', 'eve@'), 'latin1');
    expect(await verdict(altered)).toEqual(['fail']);
  });

  it('are rotated without an unsigned mail in between', async () => {
    const client = await world.newClient();
    const ctx = world.as(client);
    const first = await verified(client);
    const second = await keys.create(ctx);
    expect(await verdict(await arrived(client))).toEqual(['pass']);
    publish(second.record);
    await Promise.all([keys.check(ctx, second.id), keys.check(ctx, second.id)]);
    expect((await keys.list(ctx)).map(({ id, state }) => [id, state])).toEqual([
      [second.id, 'verified'],
      [first.id, 'retired'],
    ]);
    world.clock.advance(61_000);
    const raw = await arrived(client);
    expect(raw.toString('latin1')).toContain(`s=${second.selector};`);
    expect(await verdict(raw)).toEqual(['pass']);
    await expect(keys.check(ctx, first.id)).rejects.toMatchObject({ code: 'dkim_key.unknown' });
  });

  it('go on signing when their record can’t be found for a while, and say so', async () => {
    const client = await world.newClient();
    const key = await verified(client);
    zone.set(key.record.name, Object.assign(new Error(), { code: 'ETIMEOUT' }));
    expect(await keys.check(world.as(client), key.id)).toMatchObject({
      state: 'verified',
      problem: 'dns_unavailable',
    });
  });

  it('lie encrypted in the database, and belong to one client', async () => {
    const client = await world.newClient();
    const other = await world.newClient();
    const key = await verified(client);
    const owner = await world.database.owner();
    const { rows } = await owner.query<{ sealed: Buffer }>(
      'SELECT sealed_private AS sealed FROM dkim_key WHERE id = $1',
      [key.id],
    );
    await owner.end();
    expect(rows[0]?.sealed.includes(Buffer.from('2a864886f70d010101', 'hex'))).toBe(false);
    expect(await keys.list(world.as(other))).toEqual([]);
    await expect(keys.check(world.as(other), key.id)).rejects.toMatchObject({ code: 'dkim_key.unknown' });
    await expect(keys.create(world.asRole('team_lead', client))).rejects.toMatchObject({
      code: 'request.forbidden',
    });
    expect(await verdict(await arrived(other))).toEqual(['none']);
  });

  it('sign fast enough to send', async () => {
    const client = await world.newClient();
    await verified(client);
    const sign = await world.get(MailSigning).signerOf(world.as(client), client);
    const raw = mailOf(client, greek.repeat(60));
    await sign(raw);
    // Time of the processor: what else runs on the machine does not count.
    const start = process.cpuUsage();
    const mails = 300;
    for (let i = 0; i < mails; i++) await sign(raw);
    const { user, system } = process.cpuUsage(start);
    const msPerMail = (user + system) / 1_000 / mails;
    process.stdout.write(`a signature on ${raw.length} bytes costs ${msPerMail.toFixed(2)} ms of a core\n`);
    expect(msPerMail).toBeLessThan(10);
  });
});

function inAscii(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}

describe('one address per message', () => {
  const hostile = [
    'a@example.org,b@example.org',
    'a@example.org;b@example.org',
    'a@example.org b@example.org',
    'a@example.org\tb@example.org',
    'a@example.org\u00a0b@example.org',
    'a@example.org\u2028b@example.org',
    'a@example.org\r\nRCPT TO:<b@example.org>',
    'a@example.org>\r\nRCPT TO:<b@example.org',
    'a@example.org\nBcc: b@example.org',
    'a@example.org\0b@example.org',
    'a＠example.org',
    'a@example.org＠evil.example',
    'a﹫example.org',
    'a@example.org，b@example.org',
    'a@example.org、b@example.org',
    'Friends: a@example.org, b@example.org;',
    'undisclosed-recipients:;',
    'a(comment, b@example.org)@example.org',
    'a@example.org (b@example.org)',
    '"a@example.org,b"@example.org',
    '"a b"@example.org',
    '"a\\"@evil.example"@example.org',
    'Anna <a@example.org>',
    '<a@example.org>',
    '<a@example.org>,<b@example.org>',
    '@evil.example:a@example.org',
    'a@b@example.org',
    'a%evil.example@',
    'a@[127.0.0.1]',
    'a@[IPv6:::1]',
    'a@127.0.0.1',
    'a@localhost',
    'a@example.org.',
    'a@example..org',
    'a@.example.org',
    'a@-example.org',
    'a@exam_ple.org',
    'a@xn--.example',
    '.a@example.org',
    'a.@example.org',
    'a..b@example.org',
    '@example.org',
    'a@',
    '',
    'a@example.org SIZE=1',
    'a@example.org> NOTIFY=SUCCESS',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
    `a@${'b.'.repeat(130)}org`,
    'а@example.org',
    'a@example。org',
    'a@example．org',
    'a@exam\u200bple.org',
    'a@exam\u00adple.org',
    'a@\u202eexample.org',
    'a@ex／ample.org',
    'a@℀.example',
  ];
  /** What may look strange and is one address: goes to it, in ASCII. */
  const harmless: Record<string, string> = {
    'a+b@example.org': 'a+b@example.org',
    "o'brien@example.org": "o'brien@example.org",
    'user%evil.example@example.org': 'user%evil.example@example.org',
    'user!host@example.org': 'user!host@example.org',
    '-oQ/tmp@example.org': '-oQ/tmp@example.org',
    'anna@müller.example': 'anna@xn--mller-kva.example',
    'anna@παράδειγμα.example': 'anna@xn--hxajbheg2az3al.example',
    // The Cyrillic look-alike is another domain, and its ASCII form shows that.
    'anna@exаmple.org': 'anna@xn--exmple-4nf.org',
  };
  let outside: OutsideMail;

  beforeAll(async () => {
    outside = await OutsideMail.start();
  });
  afterAll(() => outside.close());

  async function send(to: string): Promise<readonly (readonly string[])[]> {
    const { oneAddress } = await import('./mail-address.js');
    outside.deliveries.length = 0;
    const address = oneAddress(to);
    if (address === null) return [];
    const transport = createTransport(outside.url());
    await transport.sendMail({
      envelope: { from: 's@shop.example', to: [address] },
      raw: 'Subject: x\r\n\r\nx\r\n',
    });
    transport.close();
    // The server shows the domain as people read it; on the wire it was ASCII.
    return outside.deliveries.map((delivery) => delivery.to.map(inAscii));
  }

  it.each(hostile)('nothing goes to %j', async (to) => {
    expect(await send(to)).toEqual([]);
  });

  it.each(Object.keys(harmless))('exactly one recipient for %j', async (to) => {
    expect(await send(to)).toEqual([[harmless[to]]]);
  });
});
