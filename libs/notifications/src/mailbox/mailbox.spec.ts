import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { ContactMeter } from '#contacts';
import { createWorld, type World } from '../../../../test/support/world.js';
import { MailTransport, sendDeadline } from '../mail/mail-transport.service.js';
import { countMails, trimMails } from './mailbox.queries.js';
import { Mailbox } from './mailbox.service.js';
import { toMime } from '../mail/mime.js';
import { NotificationsModule } from '../notifications.module.js';

@Global()
@Module({ providers: [{ provide: ContactMeter, useValue: {} }], exports: [ContactMeter] })
class NoMeterModule {}

const mail = (n: number, text = `Hallo ${n}, schöne Grüße`) => ({
  from: 'service@shop.example',
  to: `c${n}@example.org`,
  raw: toMime({
    from: { name: 'Größer & "Söhne"', address: 'service@shop.example' },
    to: `c${n}@example.org`,
    replyTo: null,
    subject: `Rücksendung ${n}: eine Überschrift, die länger ist als eine Zeile eines Kopffeldes sein darf – ja`,
    messageId: `${n}@shop.example`,
    date: new Date('2026-03-02T10:00:00Z'),
    language: 'de',
    text,
    html: `<p>${text}</p>`,
  }),
});

const noted = (): Promise<void> => Promise.resolve();

describe('the built-in mailbox', () => {
  let world: World;
  let mailbox: Mailbox;
  const send = async (count: number, text?: string) => {
    const deadline = sendDeadline(30_000);
    const transport = world.get(MailTransport);
    const sent = await Promise.all(
      Array.from({ length: count }, (_, n) => transport.send(mail(n, text), deadline.signal, noted)),
    );
    deadline.clear();
    expect(sent.filter((d) => d.result !== 'accepted')).toEqual([]);
  };

  beforeAll(async () => {
    world = await createWorld([NoMeterModule, NotificationsModule]);
    mailbox = world.get(Mailbox);
  });
  afterAll(() => world.close());

  it('takes mail over real SMTP and finds it by address and by text', async () => {
    await send(120);
    const all = await mailbox.list(world.across, '', undefined);
    expect([all.total, all.mails.length]).toEqual([120, 50]);
    const second = await mailbox.list(world.across, '', all.next ?? undefined);
    expect(second.mails).toHaveLength(50);
    expect(new Set([...all.mails, ...second.mails].map((m) => m.id)).size).toBe(100);
    const [byAddress] = (await mailbox.list(world.across, 'C17@example', undefined)).mails;
    expect(byAddress?.recipients).toEqual(['c17@example.org']);
    expect((await mailbox.list(world.across, 'schöne grüße', undefined)).mails).toHaveLength(50);
    expect((await mailbox.list(world.across, '%', undefined)).mails).toEqual([]);
    const one = await mailbox.get(world.across, byAddress?.id ?? '');
    expect(one.subject).toBe(
      'Rücksendung 17: eine Überschrift, die länger ist als eine Zeile eines Kopffeldes sein darf – ja',
    );
    expect(one.text.trim()).toBe('Hallo 17, schöne Grüße');
    expect(one.html).toContain('<p>Hallo 17, schöne Grüße</p>');
    expect(one.headers).toContain('Message-ID: <17@shop.example>');
  });

  it.each([
    'plain',
    '.dot at the start\n.\n..\n\n.end',
    'trailing blank \ntab\t\n=3D equals = sign',
    'a'.repeat(500) + 'é'.repeat(300) + '.'.repeat(200),
    'Ελληνικά '.repeat(60),
    '😀 '.repeat(80),
  ])('carries any text unchanged: %j', async (text) => {
    await send(1, text);
    const [newest] = (await mailbox.list(world.across, '', undefined)).mails;
    const got = await mailbox.get(world.across, newest?.id ?? '');
    expect(got.text.replaceAll('\r\n', '\n').replace(/\n$/, '')).toBe(text);
    expect(got.html).toContain(text.split('\n')[0]);
  });

  it('keeps the newest mails only', async () => {
    const before = await mailbox.list(world.across, '', undefined);
    await world.db.tx(world.across, (tx) => trimMails(tx, 10));
    const after = await mailbox.list(world.across, '', undefined);
    expect(after.mails).toEqual(before.mails.slice(0, 10));
  });

  it('is closed to the scope of a client', async () => {
    const client = await world.newClient();
    await expect(world.db.tx(world.as(client), countMails)).rejects.toMatchObject({ code: '42501' });
  });

  it('does not exist outside demo mode, nor where all goes to the outside', async () => {
    const env = (values: object) => new Mailbox(world.db, { REINTEGRO_DEMO: '1', ...values } as never);
    for (const values of [
      { REINTEGRO_DEMO: '0' },
      { SMTP_URL: 'smtp://mail.example', TWILIO_ACCOUNT_SID: 'AC1' },
    ]) {
      await expect(env(values).list(world.across, '', undefined)).rejects.toMatchObject({
        code: 'mailbox.unknown',
      });
      await expect(env(values).get(world.across, client0)).rejects.toMatchObject({ code: 'mailbox.unknown' });
    }
  });
});

const client0 = '00000000-0000-7000-8000-000000000000';
