import { describe, expect, it } from '@jest/globals';
import { readEnv } from '#platform';
import { letter } from '../../../../test/support/outside-answers.js';
import { MailDns } from '../mail/mail-dns.service.js';
import { readMail } from './mail-reading.js';
import { SenderAuthentication } from './sender-authentication.service.js';

const from = 'anna@example.net';

/** Asks who stands behind a mail with these header fields. */
async function judge(fields: string[], remoteIp: string, env: Record<string, string> = {}): Promise<string> {
  const dns = new MailDns();
  dns.resolve = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  const raw = letter(from, 'r@x.example', 'x@y', 'Re', 'Hi', fields);
  // What a server adds stands on top.
  const mail = Buffer.from(`${fields.map((field) => `${field}\r\n`).join('')}${raw.toString()}`);
  const read = await readMail(fields.length > 0 ? mail : raw);
  if (!read) throw new Error('not readable');
  const senders = new SenderAuthentication(readEnv({ INBOUND_RELAYS: '10.0.0.0/8', ...env }), dns);
  return senders.judge({ raw: mail, remoteIp, helo: 'mx.example.net', envelopeFrom: from }, read);
}

describe('the word of the operator’s own mail server', () => {
  const trusted = { TRUSTED_AUTHSERV_ID: 'mx.desk.example' };
  const result = (dmarc: string, domain = 'example.net', id = 'mx.desk.example') =>
    `Authentication-Results: ${id} (checked); spf=pass smtp.mailfrom=${domain};\r\n dmarc=${dmarc} (p=REJECT) header.from=${domain}`;

  it.each([
    [[result('pass')], 'relay'],
    [[result('fail')], 'fail'],
    [[result('none')], 'none'],
    [[result('temperror')], 'fail'],
    [[result('pass', 'evil.example')], 'fail'],
    [[result('pass', 'example.net', 'mx.evil.example')], 'fail'],
    [[result('fail'), result('pass')], 'fail'],
    [[], 'fail'],
  ])('%j: %s', async (fields, verdict) => {
    expect(await judge(fields, '10.1.2.3', trusted)).toBe(verdict);
  });

  it('counts from its own network only', async () => {
    expect(await judge([result('pass')], '198.51.100.7', trusted)).toBe('none');
  });

  it('counts only where it is named', async () => {
    expect(await judge([result('pass')], '10.1.2.3')).toBe('none');
  });
});
