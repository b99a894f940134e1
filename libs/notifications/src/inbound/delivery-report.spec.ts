import { describe, expect, it } from '@jest/globals';
import { letter } from '../../../../test/support/outside-answers.js';
import { reportBy, reporters, type ReportOptions } from '../../../../test/support/bounces.js';
import { deliveryReport } from './delivery-report.js';
import { readMail } from './mail-reading.js';

const about = 'anna@example.org';
const to = 'b.0.0@returns.example';

async function reportIn(raw: Buffer) {
  const mail = await readMail(raw);
  if (!mail) throw new Error('not readable');
  return deliveryReport(mail);
}
const by = (reporter: (typeof reporters)[number], options: Omit<ReportOptions, 'to' | 'about'>) =>
  reportIn(reportBy(reporter, { to, about, ...options }));

describe('reports of delivery', () => {
  it.each(reporters)('of %s: an unknown user is a dead address', async (reporter) => {
    const report = await by(reporter, { status: '5.1.1' });
    expect(report).toMatchObject({ action: 'failed', status: '5.1.1', isHard: true });
    expect(report?.words).toContain('User unknown');
    expect(report?.words).not.toContain('@');
  });

  it.each(reporters)('of %s: a full mailbox failed, and may be written to again', async (reporter) => {
    expect(await by(reporter, { status: '5.2.2', words: 'Mailbox full' })).toMatchObject({
      action: 'failed',
      status: '5.2.2',
      isHard: false,
    });
  });

  it.each(['postfix', 'exim', 'exchange', 'gmail'] as const)(
    'of %s: a delay is no failure',
    async (reporter) => {
      expect(await by(reporter, { status: '4.4.1', action: 'delayed' })).toMatchObject({
        action: 'delayed',
        isHard: false,
      });
    },
  );

  it.each([
    ['5.1.1', true],
    ['5.1.2', true],
    ['5.1.3', true],
    ['5.1.6', true],
    ['5.1.10', true],
    ['5.2.1', true],
    ['5.1.8', false],
    ['5.2.2', false],
    ['5.2.3', false],
    ['5.3.4', false],
    ['5.4.4', false],
    ['5.6.1', false],
    ['5.7.1', false],
    ['5.7.26', false],
    ['4.4.7', false],
    ['4.1.1', false],
  ])('with %s: the address is dead: %s', async (status, isHard) => {
    expect(await by('postfix', { status, words: 'refused' })).toMatchObject({
      action: 'failed',
      status,
      isHard,
    });
  });

  it('say delivered, and relayed', async () => {
    expect(await by('postfix', { status: '2.0.0', action: 'delivered' })).toMatchObject({
      action: 'delivered',
    });
    expect(await by('postfix', { status: '2.0.0', action: 'relayed' })).toMatchObject({ action: 'relayed' });
  });

  it('are not misled by numbers in the message that they return', async () => {
    const original = Buffer.from('Subject: 5.1.1 user unknown\r\nX-Version: 5.1.1\r\n\r\n');
    const report = await by('qmail', { status: '5.2.2', words: 'mailbox is full', original });
    expect(report).toMatchObject({ status: '5.2.2', isHard: false });
  });

  it('are read in the words of servers without codes', async () => {
    const raw = letter(
      'mailer-daemon@mx.example',
      to,
      'x@mx',
      'Undeliverable: your mail',
      `<${about}>: user unknown`,
    );
    expect(await reportIn(raw)).toMatchObject({ action: 'failed', status: '5.0.0', isHard: true });
  });

  it.each([
    letter(about, to, 'x@y', 'Re: Undelivered Mail', 'My parcel: 5.1.1 user unknown'),
    letter(about, to, 'x@y', 'Where is it?', 'Action: failed\r\nStatus: 5.1.1'),
    letter('postmaster@example.org', to, 'x@y', 'Question', '550 5.1.1'),
  ])('are not seen in what a person writes', async (raw) => {
    expect(await reportIn(raw)).toBeNull();
  });

  it('are not seen in a report on something else', async () => {
    const raw = reportBy('postfix', { to, about, status: '5.1.1' })
      .toString()
      .replace('report-type=delivery-status', 'report-type=disposition-notification')
      .replace('message/delivery-status', 'message/disposition-notification');
    expect(await reportIn(Buffer.from(raw))).toBeNull();
  });
});
