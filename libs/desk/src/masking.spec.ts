import { describe, expect, it } from '@jest/globals';
import { masked, maskedEmail, maskedIban, maskedPhone, withoutPersonalData } from './masking.js';

const hidden = {
  email: 'Anna.Schmidt@example.org',
  phone: '+493012345678',
  iban: 'DE89370400440532013000',
  street: 'Lindenweg 1',
};
const shown = (text: string) => withoutPersonalData(text, hidden);

describe('what agents see of personal data', () => {
  it('is enough to recognise it, not to use it', () => {
    expect(maskedEmail('anna@example.org')).toBe('a…@example.org');
    expect(maskedEmail('@')).toBe('…');
    expect(maskedPhone('+49 30 12345678')).toBe('… 78');
    expect(maskedIban('DE89 3704 0044 0532 0130 00')).toBe('DE… 3000');
    expect(maskedIban('DE1')).toBe('…');
  });

  it.each([
    ['as stored', 'DE89370400440532013000'],
    ['in groups of four', 'DE89 3704 0044 0532 0130 00'],
    ['in small letters', 'de89370400440532013000'],
    ['with dashes', 'DE89-3704-0044-0532-0130-00'],
    ['of somebody else', 'GR1601101250000000012300695'],
  ])('masks an account number %s', (_, iban) => {
    const text = shown(`My account is ${iban}, thank you`);
    expect(text).not.toContain(iban);
    expect(text).toMatch(/^My account is (DE|GR)… \d{4}, thank you$/);
  });

  it('leaves references that only look like account numbers', () => {
    expect(shown('Order AB12 3456 7890 1234 5678')).toBe('Order AB12 3456 7890 1234 5678');
  });

  it.each(['+493012345678', '+49 30 1234 5678', '030/12345678', '0049 30 12345678', '(030) 12 34 56 78'])(
    'masks the phone number written as %s',
    (phone) => {
      expect(shown(`Call ${phone}!`)).toBe('Call … 78!');
    },
  );

  it('leaves the shop’s own number and address', () => {
    const text = 'Contact: +49 30 999999, service@shop.example';
    expect(shown(text)).toBe(text);
  });

  it('masks the e-mail address in any letter case, as often as it occurs', () => {
    expect(shown('ANNA.SCHMIDT@EXAMPLE.ORG and anna.schmidt@example.org')).toBe(
      'A…@example.org and A…@example.org',
    );
  });

  it('masks the links of customers’ pages', () => {
    expect(shown('https://desk.example/c/abcdefghijklmnopqrstuvwxyz012345')).toBe('https://desk.example/c/…');
  });

  it('goes through whole answers', () => {
    const value = { a: ['x', { b: 'DE89370400440532013000', c: 5, d: null }], at: true };
    expect(masked(value, hidden)).toEqual({ a: ['x', { b: 'DE… 3000', c: 5, d: null }], at: true });
  });

  it('takes little time for hostile text', () => {
    const started = performance.now();
    shown(`${'AA00 '.repeat(2_000)}${'1 '.repeat(10_000)}${'+((('.repeat(5_000)}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
