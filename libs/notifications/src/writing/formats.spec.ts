import { describe, expect, it } from '@jest/globals';
import { newClientSchema } from '#clients';
import { formatsOf } from './formats.js';
import { announcedLanguage, formatLocale, messageLanguage, messageLanguages } from './languages.js';

const europe =
  'AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GL GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK'.split(
    ' ',
  );

/** Non-breaking blanks as plain ones. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('formats', () => {
  it.each([
    ['bg', 'BG', '1 март 2026 г.', '1234,50 €'],
    ['be', 'BY', '1 сакавіка 2026 г.', '1234,50 €'],
    ['ca', 'ES', '1 de març del 2026', '1.234,50 €'],
    ['cy', 'GB', '1 Mawrth 2026', '€1,234.50'],
    ['de', 'LU', '1. März 2026', '1.234,50 €'],
    ['en', 'MT', '01 March 2026', '€1,234.50'],
    ['en', 'FR', '1 March 2026', '€1,234.50'],
    ['en', 'HR', '1 March 2026', '€1,234.50'],
    ['en', null, '1 March 2026', '€1,234.50'],
    ['eu', 'ES', '2026ko martxoaren 1a', '1.234,50 €'],
    ['fr', 'LU', '1er mars 2026', '1.234,50 €'],
    ['ga', 'IE', '1 Márta 2026', '€1,234.50'],
    ['hu', 'HU', '2026. március 1.', '1234,50 EUR'],
    ['lb', 'LU', '1. Mäerz 2026', '1.234,50 €'],
    ['lv', 'LV', '2026. gada 1. marts', '1234,50 €'],
    ['lt', 'LT', '2026 m. kovo 1 d.', '1 234,50 €'],
    ['mt', 'MT', '1 ta’ Marzu 2026', '€1,234.50'],
    ['nn', 'NO', '1. mars 2026', '1 234,50 €'],
    ['pt', 'PT', '1 de março de 2026', '1234,50 €'],
    ['pt', 'DE', '1 de março de 2026', '1234,50 €'],
    ['sr', 'ME', '1. март 2026.', '1.234,50 €'],
    ['sr', null, '1. март 2026.', '1.234,50 €'],
    ['sr-Latn', 'RS', '1. mart 2026.', '1.234,50 €'],
    ['sr-Latn', 'DE', '1. mart 2026.', '1.234,50 €'],
    ['tr', 'TR', '1 Mart 2026', '€1.234,50'],
  ])('in %s for %s are the customary ones', (language, country, date, money) => {
    const formats = formatsOf(language as never, country);
    expect(plain(formats.date('2026-03-01'))).toBe(date);
    expect(plain(formats.money(123_450, 'EUR'))).toBe(money);
  });

  it.each(messageLanguages)('in %s are never those of another language, script or continent', (language) => {
    const month = (tag: string) =>
      new Intl.DateTimeFormat(tag, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 2, 1));
    const countries = new Map([null, ...europe, 'QQ'].map((code) => [formatLocale(language, code), code]));
    for (const [locale, country] of countries) {
      const resolved = new Intl.DateTimeFormat(locale).resolvedOptions().locale;
      expect([country, new Intl.Locale(resolved).language]).toEqual([country, language.split('-')[0]]);
      expect([country, month(locale)]).toEqual([country, month(language)]);
      const order = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
        .formatToParts(Date.UTC(2026, 2, 1))
        .map((part) => part.type);
      expect([country, order[0]]).not.toEqual([country, 'month']);
      expect(formatsOf(language, country).date('2026-03-01')).not.toMatch(/[()]/);
      expect(formatsOf(language, country).list(['1', 'x', 'e'])).not.toMatch(/[()]/);
      expect(formatsOf(language, country).country('DE')).not.toBe('DE');
    }
  });

  it('in Basque close a date with the endings that its numbers have', () => {
    const date = (iso: string) => formatsOf('eu', 'ES').date(iso);
    expect(date('2026-11-22')).toBe('2026ko azaroaren 22a');
    expect(date('2025-01-11')).toBe('2025eko urtarrilaren 11');
    expect(date('2030-12-31')).toBe('2030eko abenduaren 31');
    expect(date('2027-05-10')).toBe('2027ko maiatzaren 10a');
  });

  it('join lists by the sound that follows in Luxembourgish and Welsh', () => {
    const list = (language: string, ...parts: string[]) => formatsOf(language as never, null).list(parts);
    expect(list('lb', 'Box', 'Dësch')).toBe('Box an Dësch');
    expect(list('lb', 'Box', 'Wäin')).toBe('Box a Wäin');
    expect(list('lb', 'Box', 'Éier')).toBe('Box an Éier');
    expect(list('cy', 'bws', 'afal')).toBe('bws ac afal');
    expect(list('cy', 'bws', 'car')).toBe('bws a car');
  });
});

describe('the language of a message', () => {
  it('is Serbian in the script that the case says, else in the client’s, else in Latin', () => {
    expect(messageLanguage('sr', 'de')).toBe('sr-Latn');
    expect(messageLanguage('sr', 'de', 'latin')).toBe('sr-Latn');
    expect(messageLanguage('sr', 'de', 'cyrillic')).toBe('sr');
    expect(messageLanguage('sr-Latn', 'de', 'cyrillic')).toBe('sr-Latn');
    expect(messageLanguage('sr-Cyrl', 'de', 'latin')).toBe('sr');
    expect(messageLanguage('ka', 'sr', 'cyrillic')).toBe('sr');
  });

  it.each(messageLanguages)('may be %s for all of a client’s cases that have none', (language) => {
    const { defaultLanguage } = newClientSchema.shape;
    expect(defaultLanguage.parse(language)).toBe(language);
    expect(messageLanguage('ka', language, 'cyrillic')).toBe(language);
  });

  it('is Nynorsk for who says so, Bokmål for Norwegian as such', () => {
    expect(messageLanguage('nn', 'de')).toBe('nn');
    expect(messageLanguage('no', 'de')).toBe('nb');
  });

  it('stays what it was when the message was announced', () => {
    expect(announcedLanguage('sr', 'de')).toBe('sr');
    expect(announcedLanguage('sr-Latn', 'sr')).toBe('sr-Latn');
    expect(announcedLanguage('ka', 'de')).toBe('de');
  });
});
