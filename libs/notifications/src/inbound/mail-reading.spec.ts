import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { letter } from '../../../../test/support/outside-answers.js';
import { whyAutomatic } from './automatic-mail.js';
import { deliveryReport } from './delivery-report.js';
import { readMail, type ReadMail } from './mail-reading.js';
import { mediaTypeOf } from './media-type.js';
import { ownWords } from './quoted-text.js';

const from = 'anna@example.org';
const to = 'r.0.0@returns.example';

async function read(raw: Buffer): Promise<ReadMail> {
  const mail = await readMail(raw);
  if (!mail) throw new Error('not readable');
  return mail;
}

describe('reading a mail', () => {
  it.each([
    ['windows-1250', 'Prosím, kdy přijde náhrada? Žluťoučký kůň'],
    ['iso-8859-7', 'Πότε θα έρθει η επιστροφή;'],
    ['koi8-r', 'Когда придёт замена?'],
    ['windows-1251', 'Кога ще пристигне?'],
    ['utf-16le', 'Wann kommt der Ersatz? äöü'],
    ['iso-2022-jp', '返金はいつですか'],
  ])('in %s', async (charset, text) => {
    const encoded = charset === 'iso-2022-jp' ? null : iconv.encode(text, charset);
    const body = encoded?.toString('base64') ?? Buffer.from('\x1b$BJV6b\x1b(B', 'latin1').toString('base64');
    const raw = Buffer.from(
      `From: ${from}\r\nSubject: =?UTF-8?B?${Buffer.from('Frage – ö').toString('base64')}?=\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`,
    );
    const mail = await read(raw);
    expect(mail.subject).toBe('Frage – ö');
    expect(mail.text).toContain(encoded ? text : '返金');
  });

  it('takes the text out of HTML, and nothing that would run', async () => {
    const raw = Buffer.from(
      `From: ${from}\r\nContent-Type: text/html\r\n\r\n<p>Wann?</p><script>alert(1)</script><style>p{}</style><img src=x onerror=alert(2)>`,
    );
    const { text } = await read(raw);
    expect(text).toContain('Wann?');
    expect(text).not.toMatch(/alert|onerror|<p>/);
  });

  it.each([
    [`From: ${from}, eve@evil.example`],
    [`From: ${from}\r\nFrom: eve@evil.example`],
    ['Subject: x'],
    ['From: Friends: anna@example.org, eve@evil.example;'],
  ])('knows no sender in %j', async (header) => {
    expect((await read(Buffer.from(`${header}\r\n\r\nx`))).from).toBeNull();
  });

  it('sees the sender behind a name that looks like another', async () => {
    const raw = Buffer.from(`From: "anna@example.org" <eve@evil.example>\r\n\r\nx`);
    expect((await read(raw)).from).toBe('eve@evil.example');
  });

  it('names files harmlessly and knows them by their content', async () => {
    const raw = Buffer.from(
      `From: ${from}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\nContent-Type: image/png; name="../../etc/passwd"\r\nContent-Disposition: attachment; filename="../../etc/pass\u202Ewd"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('<script>').toString('base64')}\r\n--b--\r\n`,
    );
    const [file] = (await read(raw)).attachments;
    expect(file?.name).not.toMatch(/[/\\\u202e]|^\./);
    expect(mediaTypeOf(file?.content ?? Buffer.alloc(0))).toBe('application/octet-stream');
    expect(mediaTypeOf(Buffer.from('ffd8ffe000104a46', 'hex'))).toBe('image/jpeg');
    expect(mediaTypeOf(Buffer.from('%PDF-1.7'))).toBe('application/pdf');
  });
});

const nested = (depth: number): string => {
  let head = '';
  for (let i = 0; i < depth; i++)
    head += `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`;
  return `From: ${from}\r\n${head}Content-Type: text/plain\r\n\r\ndeep\r\n`;
};
const parts = (n: number): string =>
  `From: ${from}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(n)}--b--\r\n`;
const forwarded = (depth: number): string =>
  `From: ${from}\r\n${'Content-Type: message/rfc822\r\n\r\nFrom: a@b.example\r\n'.repeat(depth)}\r\nx\r\n`;
const mega = 1024 * 1024;

/** Mails that are built to take long or to take much. */
const hostile: Record<string, () => string> = {
  '10,000 parts': () => parts(10_000),
  '900 parts': () => parts(900),
  'parts nested 5,000 deep': () => nested(5_000),
  'mails within mails 2,000 deep': () => forwarded(2_000),
  'a header of 10 MB': () => `From: ${from}\r\nX-Long: ${'a'.repeat(10 * mega)}\r\n\r\nx`,
  '200,000 header fields': () => `From: ${from}\r\n${'X: y\r\n'.repeat(200_000)}\r\nx`,
  '100,000 folded lines in one field': () => `From: ${from}\r\nX: y\r\n${' z\r\n'.repeat(60_000)}\r\nx`,
  '50,000 addresses': () => `From: ${'a@b.example, '.repeat(19_000)}${from}\r\n\r\nx`,
  'an address of brackets': () => `From: ${'<'.repeat(100_000)}${'('.repeat(100_000)}\r\n\r\nx`,
  'comments in comments': () => `From: ${'('.repeat(100_000)}${')'.repeat(100_000)} ${from}\r\n\r\nx`,
  '200,000 encoded words': () => `From: ${from}\r\nSubject: ${'=?utf-8?q?=41?= '.repeat(15_000)}\r\n\r\nx`,
  'a broken encoded word': () => `From: ${from}\r\nSubject: ${'=?utf-8?q?'.repeat(25_000)}\r\n\r\nx`,
  '20,000 parameters': () =>
    `From: ${from}\r\nContent-Type: text/plain; ${Array.from({ length: 12_000 }, (_, i) => `a*${i}*=x`).join('; ')}\r\n\r\nx`,
  'references without end': () => `From: ${from}\r\nReferences: ${'<a@b> '.repeat(40_000)}\r\n\r\nx`,
  'HTML of 200,000 open tags': () =>
    `From: ${from}\r\nContent-Type: text/html\r\n\r\n${'<div>'.repeat(200_000)}`,
  'HTML of 5 MB of tables': () =>
    `From: ${from}\r\nContent-Type: text/html\r\n\r\n${'<table><tr><td>x'.repeat(18_000)}`,
  'HTML of broken tags': () =>
    `From: ${from}\r\nContent-Type: text/html\r\n\r\n${'<a href="'.repeat(30_000)}`,
  '14 MB of one line': () => `From: ${from}\r\n\r\n${'a'.repeat(14 * mega)}`,
  '14 MB of line ends': () => `From: ${from}\r\n\r\n${'\n'.repeat(14 * mega)}`,
  '14 MB of boundaries': () =>
    `From: ${from}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n'.repeat(2 * mega)}`,
  '14 MB of base64': () =>
    `From: ${from}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${'QUFB'.repeat(19)}\r\n`.repeat(185_000)}`,
  '14 MB of quoted-printable': () =>
    `From: ${from}\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${`${'=41'.repeat(25)}=\r\n`.repeat(180_000)}`,
  'a report of 100,000 recipients': () =>
    `From: ${from}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${'Action: failed\r\nStatus: 5.1.1\r\n\r\n'.repeat(100_000)}\r\n--b--\r\n`,
  'spaces without end': () =>
    `From: ${from}\r\nSubject: Mail delivery failed\r\n\r\n${' '.repeat(5 * mega)}:`,
  'lines that look like introductions': () => `From: ${from}\r\n\r\n${'a@b 2026 wrote \n'.repeat(200_000)}`,
};

describe('a mail built to do harm', () => {
  it.each(Object.keys(hostile))('is done with in 5 s and 200 MB: %s', async (name) => {
    const raw = Buffer.from(hostile[name]?.() ?? '', 'latin1');
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const mail = await readMail(raw);
    if (mail) {
      deliveryReport(mail);
      whyAutomatic(mail, from);
      ownWords(mail.text);
      expect(mail.text.length).toBeLessThanOrEqual(100_000);
      expect(mail.attachments.length).toBeLessThanOrEqual(20);
    }
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * mega);
  });
});

describe('mail of programs', () => {
  const why = async (more: string[], subject = 'Re: return', sender = from) =>
    whyAutomatic(await read(letter(from, to, 'x@y', subject, 'text', more)), sender);

  it.each([
    [['Auto-Submitted: auto-replied'], 'auto_submitted'],
    [['Auto-Submitted: auto-generated (vacation)'], 'auto_submitted'],
    [['X-Autoreply: yes'], 'x_autoreply'],
    [['X-Autorespond: away'], 'x_autoreply'],
    [['Precedence: bulk'], 'precedence'],
    [['Precedence: auto_reply'], 'precedence'],
    [['X-Auto-Response-Suppress: All'], 'x_auto_response_suppress'],
    [['List-Id: <shop.example>'], 'list'],
    [['Auto-Submitted: no'], null],
    [['Precedence: first-class'], null],
    [[], null],
  ])('%j: %s', async (more, reason) => {
    expect(await why(more)).toBe(reason);
  });

  it('is what has no sender', async () => {
    expect(await why([], 'Re: return', '')).toBe('null_sender');
  });

  it.each([
    'Automatic reply: your return',
    'Out of Office: back on Monday',
    'Automatische Antwort: Rücksendung',
    'Abwesenheitsnotiz',
    'Réponse automatique : retour',
    'Respuesta automática: devolución',
    'Risposta automatica: reso',
    'Automatisch antwoord: retour',
    'Odpowiedź automatyczna: zwrot',
    'Automatická odpověď: vratka',
    'Αυτόματη απάντηση: επιστροφή',
    'Automaattinen vastaus: palautus',
    'Autosvar: retur',
    'Автоматичен отговор: връщане',
    'Automatikus válasz: visszaküldés',
  ])('is seen by its subject: %s', async (subject) => {
    expect(await why([], subject)).toBe('subject');
  });

  it('is not seen in a person’s subject', async () => {
    expect(await why([], 'Re: Automatische Antwort auf meine Frage?')).toBeNull();
  });
});

describe('a reply’s own words', () => {
  it.each([
    ['Wann?\n\nAm Mo., 2. März 2026 um 10:00 Uhr schrieb Shop <r.1@x.example>:\n> Guten Tag\n> Text'],
    ['Wann?\n\nOn Mon, 2 Mar 2026 at 10:00, Shop <r.1@x.example> wrote:\n> Hello'],
    ['Wann?\n\nLe lun. 2 mars 2026 à 10:00, Shop\n<r.1@x.example> a écrit :\n\n> Bonjour'],
    ['Wann?\n\n-----Ursprüngliche Nachricht-----\nVon: Shop <r@x.example>\nGesendet: Montag'],
    ['Wann?\n\n________________________________\nFrom: Shop <r@x.example>\nSent: Monday'],
    ['Wann?\n\nVon: Shop <r@x.example>\nGesendet: Montag\nAn: Anna'],
    ['Wann?\n-- \nAnna Muster\nTel. 0123'],
    ['Wann?\n\n2026-03-02 10:00, Shop <r@x.example> napisał(a):\n> Dzień dobry'],
  ])('%j', (text) => {
    expect(ownWords(text)).toBe('Wann?');
  });

  it('are all of it where a person writes below the quote', () => {
    expect(ownWords('> Wann kam es an?\nGestern.')).toBe('Gestern.');
    expect(ownWords('> only a quote')).toBe('> only a quote');
  });

  it('keep what merely looks like an introduction', () => {
    expect(ownWords('Meine Adresse: Lindenweg 1\nDanke')).toBe('Meine Adresse: Lindenweg 1\nDanke');
  });
});
