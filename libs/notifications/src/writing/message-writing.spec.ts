import { describe, expect, it } from '@jest/globals';
import type { CaseRecord } from '#cases';
import type { Client } from '#clients';
import { newCaseRecord, newItem } from '../../../../test/support/case-factory.js';
import { sampleClient } from '../../../../test/support/world.js';
import type { MessageChannel, MessageFacts, MessagePurpose } from '../message/message-purpose.js';
import { Catalogue } from './catalogue.js';
import type { MessageLanguage } from './languages.js';
import { writeMessage } from './message-writing.js';
import { smsSize } from './sms-segments.js';

const catalogue = Catalogue.load();
const client = {
  ...sampleClient(1),
  id: 'x',
  status: 'active',
  brand: { color: '#0a7d4b', supportPhone: '+49 30 1234567' },
} as unknown as Client;
const now = new Date('2026-03-02T10:00:00Z');

const three = (changes: Partial<CaseRecord> = {}): CaseRecord =>
  newCaseRecord({
    orderRef: 'B-7',
    items: [
      newItem({ id: 'a', quantity: 1, product: 'Cap' }),
      newItem({ id: 'b', quantity: 2, product: 'Coat', lineNo: 2, unitPriceMinor: 5_000, currency: 'SEK' }),
    ],
    ...changes,
  });

const write = (
  purpose: MessagePurpose,
  channel: MessageChannel,
  facts: MessageFacts = {},
  record = three(),
  more: { language?: MessageLanguage; link?: string; client?: Client } = {},
) => {
  const order = { purpose, channel, language: 'en' as MessageLanguage, record, client, facts, now, ...more };
  const written = writeMessage(catalogue, order);
  return { ...written, text: written.text.replaceAll('\u00a0', ' ') };
};

describe('messages', () => {
  it('need a decided case for a decision only', () => {
    expect(() => write('decision', 'email')).toThrow('fact_missing: outcome');
    expect(write('goods_received', 'email').subject).toBe('Your return for order B-7 has arrived');
  });

  it('stop where the fact is missing that they are about', () => {
    const missing: [MessagePurpose, MessageFacts, string][] = [
      ['missing_information', {}, 'asked'],
      ['reminder', { asked: ['price'] }, 'at'],
      ['reminder', { at: '2026-03-01T10:00:00Z' }, 'asked'],
      ['call_missed', {}, 'tries'],
      ['withdrawal_receipt', {}, 'at'],
      ['goods_received', { itemIds: ['of another case'] }, 'items'],
    ];
    for (const [purpose, facts, fact] of missing)
      for (const channel of ['email', 'sms', 'whatsapp', 'voice'] as const)
        expect(() => write(purpose, channel, facts)).toThrow(`fact_missing: ${fact}`);
    const unpriced = three({ items: [newItem({ unitPriceMinor: null })] });
    expect(() => write('refund_paid', 'sms', {}, unpriced)).toThrow('fact_missing: price');
  });

  it('count pieces of the items they are about, and list those only', () => {
    expect(write('goods_received', 'email').text).toContain('We have received 3 items from you');
    const { text, content } = write('goods_received', 'email', { itemIds: ['b'] });
    expect(text).toContain('We have received 2 items from you');
    expect(content?.items.map(({ product }) => product)).toEqual(['Coat']);
  });

  it('name the amount paid, else what the items cost in each currency', () => {
    const amount = { amountMinor: 1234, currency: 'EUR' };
    expect(write('refund_paid', 'sms', { amount }).text).toContain('Amount paid: €12.34');
    expect(write('refund_paid', 'sms').text).toContain('Amount paid: €19.99 and SEK 100.00');
  });

  it('ask for what the announcement names, else for what the case waits for', () => {
    const record = three({ waitsFor: ['price', 'reason'] });
    expect(write('missing_information', 'email', {}, record).text).toContain('we need 2 more details');
    const { text } = write('missing_information', 'email', { asked: ['bank_account'] }, record);
    expect(text).toContain('- Account holder and IBAN for the refund');
    expect(text).not.toContain('The price you paid');
  });

  it('lead to the customer’s page where there is one, else ask for a reply; neither is spoken', () => {
    const asked = { asked: ['reason'] } as const;
    const link = 'https://r.example/c/1';
    const mail = write('missing_information', 'email', asked, three(), { link });
    expect(mail.content?.action?.url).toBe(link);
    expect(mail.text).not.toContain('Please simply reply to this message.');
    expect(write('missing_information', 'email', asked).text).toContain(
      'Please simply reply to this message.',
    );
    for (const channel of ['sms', 'whatsapp'] as const)
      expect(write('missing_information', channel, asked, three(), { link }).text).toContain(link);
    expect(write('missing_information', 'voice', asked, three(), { link }).text).not.toMatch(/https|reply/);
  });

  it('confirm a withdrawal with date and time by the client’s clock, before and after a clock change', () => {
    const at = (instant: string) => write('withdrawal_receipt', 'email', { at: instant }).text;
    expect(at('2026-03-28T23:30:00Z')).toContain('Received on 29 March 2026 at 00:30');
    expect(at('2026-03-29T22:30:00Z')).toContain('Received on 30 March 2026 at 00:30');
    const helsinki = { client: { ...client, zone: 'Europe/Helsinki' } };
    const { text } = write('withdrawal_receipt', 'sms', { at: '2026-03-28T23:30:00Z' }, three(), helsinki);
    expect(text).toContain('Received on 29 March 2026 at 01:30');
  });

  it('remind with the date of the last message by the client’s calendar', () => {
    const facts = { at: '2026-02-27T23:30:00Z', asked: ['choice'] } as const;
    expect(write('reminder', 'email', facts).text).toContain('We last wrote to you on 28 February 2026.');
  });

  it('spell references aloud and leave out what can’t be spoken', () => {
    const facts = { carrier: 'Post (Nord) www.post.example', tracking: 'JJ-0012' };
    const { text } = write('replacement_shipped', 'voice', facts);
    expect(text).toContain('order B, 7.');
    expect(text).toContain('Tracking number: J J, 0 0 1 2');
    expect(text).toContain('Carrier: Post Nord');
  });

  it('say where a replacement goes when nobody knows how', () => {
    expect(write('replacement_shipped', 'email').text).toContain(
      'Delivery address: Lindenweg 1, 10115 Berlin',
    );
    expect(write('replacement_shipped', 'sms').text).toContain('delivery address of the order');
  });

  it('name each outcome of a mixed decision where no table follows', () => {
    const record = three({
      items: [newItem({ outcome: 'refund' }), newItem({ outcome: 'replacement', quantity: 2, lineNo: 2 })],
    });
    expect(write('decision', 'email', {}, record).text).toContain(
      'Our decision for 3 items is listed below.',
    );
    const { text } = write('decision', 'sms', {}, record);
    expect(text).toContain('We are refunding 1 item. We are replacing 2 items free of charge.');
    expect(text).not.toContain('below');
  });

  it('give up the less weighty lines of an SMS for its length, never who and what', () => {
    const long = { ...client, name: 'x'.repeat(90) };
    const facts = { carrier: 'Ł'.repeat(40), tracking: '0'.repeat(20) };
    const { text } = write('replacement_shipped', 'sms', facts, three(), { client: long });
    expect(smsSize(text).segments).toBeLessThanOrEqual(3);
    expect(text).toContain('We have sent you 3 replacement items.');
    expect(text).toContain('Tracking number: 0');
    expect(text).not.toContain('Ł');
  });

  it('are, for WhatsApp, a body approved beforehand and the values that fill it', () => {
    const { text, numbered } = write('replacement_shipped', 'whatsapp', { tracking: '42' });
    const { body, values } = numbered ?? { body: '', values: [] };
    expect(values.reduce((filled, value, i) => filled.replaceAll(`{{${i + 1}}}`, value), body)).toBe(text);
    expect(write('call_missed', 'whatsapp', { tries: 1 }).numbered?.body).toBe(body);
    expect(values).toContain('We have sent you 3 replacement items. Tracking number: 42.');
  });
});
