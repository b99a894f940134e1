import { describe, expect, it } from '@jest/globals';
import { decimalEvidence, plainDecimal, splitCurrency } from './amounts.js';
import { readEmail, readIban, readPhone } from './contacts.js';
import { languageOfCountry, readCountry, readLanguage } from './countries.js';
import { crownOf, readCurrency } from './currencies.js';
import { dateReader } from './dates.js';
import { isNothing } from './fold.js';
import { fullName, orderedName } from './names.js';
import { readCondition, readLegalBasis, readReason } from './words.js';

describe('amounts', () => {
  it.each([
    ['19.99', '.', '19.99'],
    ['19,99', '.', '19.99'],
    ['1.234,56', '.', '1234.56'],
    ['1,234.56', ',', '1234.56'],
    ['1.234', ',', '1234'],
    ['1.234', '.', '1.234'],
    ['1 234,5', '.', '1234.5'],
    ["1'234.50", '.', '1234.50'],
    ['1.234.567', '.', '1234567'],
    ['0.125', ',', '0.125'],
    ['7', ',', '7'],
  ] as const)('%s in a column with %s is %s', (text, style, wanted) => {
    expect(plainDecimal(text, style)).toBe(wanted);
  });

  it('refuses what is no amount', () => {
    for (const text of ['', 'abc', '1,2,3', '12..5', '1e5', '0x10', '--5', '1.2.3', 'NaN', 'Infinity']) {
      expect(plainDecimal(text, '.')).toBeNull();
    }
  });

  it('does as the mapping says, even against the look of a cell', () => {
    expect(plainDecimal('12.50', ',', true)).toBe('1250');
    expect(plainDecimal('12,50', '.', true)).toBe('1250');
  });

  it('knows which cells settle a column and which do not', () => {
    expect(decimalEvidence('1.234')).toBeNull();
    expect(decimalEvidence('12.5')).toBe('.');
    expect(decimalEvidence('1.234,00')).toBe(',');
    expect(decimalEvidence('1.234.567')).toBe(',');
  });

  it('parts currencies from amounts', () => {
    expect(splitCurrency('€ 19,99')).toEqual({ amount: '19,99', currency: '€' });
    expect(splitCurrency('1.299,00 zł')).toEqual({ amount: '1.299,00', currency: 'zł' });
    expect(splitCurrency('GBP4.65')).toEqual({ amount: '4.65', currency: 'GBP' });
    expect(splitCurrency('19.99')).toEqual({ amount: '19.99', currency: '' });
  });
});

describe('currencies', () => {
  it('are ISO codes, symbols, and crowns by country', () => {
    expect(['eur', '€', '£', 'zł', 'Kč', 'Ft', 'lei', 'лв', 'XYZ'].map((t) => readCurrency(t))).toEqual([
      'EUR',
      'EUR',
      'GBP',
      'PLN',
      'CZK',
      'HUF',
      'RON',
      'BGN',
      null,
    ]);
    expect([crownOf('kr', 'SE'), crownOf('kr.', 'DK'), crownOf('kr', 'DE')]).toEqual(['SEK', 'DKK', null]);
  });
});

describe('dates', () => {
  const read = dateReader('Europe/Berlin', 'dmy');
  it.each([
    ['2026-03-02', '2026-03-02'],
    ['2026-03-02 09:49:00', '2026-03-02'],
    ['2026-03-01T23:30:00Z', '2026-03-02'],
    ['2026-07-01T22:30:00.16196Z', '2026-07-02'],
    ['2010-12-01 09:49:00 +0000', '2010-12-01'],
    ['2026-03-02T00:30:00+02:00', '2026-03-01'],
    ['20260302', '2026-03-02'],
    ['02.03.2026', '2026-03-02'],
    ['2.3.26', '2026-03-02'],
    ['02/03/2026', '2026-03-02'],
    ['12/31/2026', '2026-12-31'],
    ['2 mars 2026', '2026-03-02'],
    ['2. März 2026', '2026-03-02'],
    ['2 de marzo de 2026', '2026-03-02'],
    ['Mar 2, 2026', '2026-03-02'],
    ['2 marca 2026', '2026-03-02'],
    ['46083', '2026-03-02'],
  ])('%s is %s', (text, wanted) => {
    expect(read(text)).toBe(wanted);
  });

  it('follow the column where a cell leaves day and month open', () => {
    expect(dateReader('UTC', 'mdy')('02/03/2026')).toBe('2026-02-03');
  });

  it('must exist', () => {
    for (const text of ['2026-02-30', '31/04/2026', '00.01.2026', 'yesterday', '2026-13-01', '9999-01-01']) {
      expect(read(text)).toBeNull();
    }
  });
});

describe('countries and languages', () => {
  it.each([
    ['DE', 'DE'],
    ['deu', 'DE'],
    ['Allemagne', 'DE'],
    ['EIRE', 'IE'],
    ['United Kingdom', 'GB'],
    ['UK', 'GB'],
    ['Česko', 'CZ'],
    ['Czech Republic', 'CZ'],
    ['Ελλάδα', 'GR'],
    ['Channel Islands', 'JE'],
    ['Saudi Arabia', 'SA'],
    ['European Community', null],
    ['Atlantis', undefined],
  ])('%s is %s', (text, wanted) => {
    expect(readCountry(text)).toBe(wanted);
  });

  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['pt_BR', 'pt'],
    ['deu', 'de'],
    ['German', 'de'],
    ['polski', 'pl'],
    ['no', 'nb'],
    ['Norsk', 'nb'],
    ['nn', 'nn'],
    ['nynorsk', 'nn'],
    ['nor', 'nb'],
    ['sr', 'sr'],
    ['sr-RS', 'sr'],
    ['sr-Latn', 'sr-Latn'],
    ['sr_Latn_RS', 'sr-Latn'],
    ['sr_RS@latin', 'sr-Latn'],
    ['sh', 'sr-Latn'],
    ['sr-Cyrl-ME', 'sr-Cyrl'],
    ['српски', 'sr'],
    ['srpski (latinica)', 'sr-Latn'],
    ['Serbian (Cyrillic)', 'sr-Cyrl'],
    ['crnogorski', 'sr'],
    ['ca-ES', 'ca'],
    ['ca_ES@valencia', 'ca'],
    ['mo', 'ro'],
    ['de_DE.UTF-8', 'de'],
    ['Deutsch (Österreich)', 'de'],
    ['English (United States)', 'en'],
    ['Vlaams', 'nl'],
    ['cze', 'cs'],
    ['cym', 'cy'],
    ['Klingon', null],
  ])('%s is %s', (text, wanted) => {
    expect(readLanguage(text)).toBe(wanted);
  });

  const written =
    'bg hr cs da nl en et fi fr de el hu ga it lv lt mt pl pt ro sk sl es sv ru tr uk sr sr-Latn bs sq mk nb nn is lb ca be gl eu cy'.split(
      ' ',
    );

  it.each(written)('%s is known by its code and by its name in each of the languages', (language) => {
    expect(readLanguage(language)).toBe(language);
    const names = written.map((in_) => new Intl.DisplayNames(in_, { type: 'language' }).of(language) ?? '');
    // Irish has one name for Romanian and Romansh.
    expect([...new Set(names.map(readLanguage))]).toEqual([language]);
  });

  it.each([
    ['MT', 'en'],
    ['IE', 'en'],
    ['LU', 'fr'],
    ['NO', 'nb'],
    ['RS', 'sr'],
    ['ME', 'sr'],
    ['XK', 'sq'],
    ['BY', 'ru'],
    ['HU', 'hu'],
    ['GL', 'da'],
    ['JP', null],
  ])('people in %s are written to in %s', (country, language) => {
    expect(languageOfCountry(country)).toBe(language);
  });
});

describe('names', () => {
  it('puts the family name first in Hungarian', () => {
    expect(fullName('Anna', 'Kovács', 'hu')).toBe('Kovács Anna');
    expect(fullName('Anna', 'Kovács', 'de')).toBe('Anna Kovács');
  });

  it.each([
    ['Kovács, Anna', 'hu', 'Kovács Anna'],
    ['Kovács, Anna', 'de', 'Anna Kovács'],
    ['Dr. Müller-Lüdenscheidt, Hans', 'de', 'Dr. Hans Müller-Lüdenscheidt'],
    ['dr. Szabó,Éva', 'hu', 'dr. Szabó Éva'],
    ["O'Neill, Mary Ann", 'en', "Mary Ann O'Neill"],
    ['Παπαδόπουλος, Γιώργος', 'el', 'Γιώργος Παπαδόπουλος'],
    ['Sroka, Jan', 'pl', 'Jan Sroka'],
    ['St. John, Mary', 'en', 'Mary St. John'],
    ['King, Jr.', 'en', 'King, Jr.'],
    ['Novák, Ph.D.', 'cs', 'Novák, Ph.D.'],
    ['Muster, GmbH', 'de', 'Muster, GmbH'],
    ['Muster GmbH, Wien', 'de', 'Muster GmbH, Wien'],
    ['Anna, Peter, Marie', 'de', 'Anna, Peter, Marie'],
    ['Flat 3, London', 'en', 'Flat 3, London'],
    ['Anna Kovács', 'hu', 'Anna Kovács'],
  ])('%s in %s is %s', (text, language, wanted) => {
    expect(orderedName(text, language)).toBe(wanted);
  });
});

describe('contacts', () => {
  it('takes exactly one plain address', () => {
    expect(readEmail("o'neil+x@Example.ORG")).toBe("o'neil+x@example.org");
    const refused = [
      'a@b',
      'a@example.org,b@example.org',
      'a@example.org b@example.org',
      'a@example.org;b@example.org',
      'a＠example.org',
      'a@example.org\r\nBcc: b@example.org',
      'a@exa\u0000mple.org',
      '<a@example.org>',
      'Name <a@example.org>',
      '"a b"@example.org',
      'a..b@example.org',
      '.a@example.org',
      'a@-example.org',
      `${'a'.repeat(65)}@example.org`,
      'ä@example.org',
    ];
    for (const text of refused) expect(readEmail(text)).toBeNull();
  });

  it('puts phone numbers into E.164 by calling code or country', () => {
    expect(readPhone('+44 7400 123456', 'DE')).toBe('+447400123456');
    expect(readPhone('0049 (0)30 123456', 'FR')).toBe('+4930123456');
    expect(readPhone('030 123456', 'DE')).toBe('+4930123456');
    expect(readPhone('+49 1', 'DE')).toBeNull();
    expect(readPhone('hello', 'DE')).toBeNull();
  });

  it('checks the digits of an IBAN', () => {
    expect(readIban('DE89 3704 0044 0532 0130 00')).toBe('DE89370400440532013000');
    expect(readIban('DE88370400440532013000')).toBeNull();
  });
});

describe('words of shops', () => {
  it.each([
    ['passt nicht', 'does_not_fit'],
    ['Taille trop petite', 'does_not_fit'],
    ['defekt', 'defective'],
    ['No funciona', 'defective'],
    ['Falscher Artikel', 'wrong_item'],
    ['transportschaden', 'damaged_in_transit'],
    ['Gefällt nicht', 'changed_mind'],
    ['odstąpienie od umowy', 'changed_mind'],
    ['changed_mind', 'changed_mind'],
    ['Changed my mind', 'changed_mind'],
    ['the dog ate it', 'other'],
  ])('%s is the reason %s', (text, wanted) => {
    expect(readReason(text)).toBe(wanted);
  });

  it('reads conditions and legal bases', () => {
    expect(
      ['neu', 'unopened', 'opened', 'A_GOODS', 'DEFECTIVE', 'używany', 'zzz'].map((t) => readCondition(t)),
    ).toEqual(['new', 'new', 'opened', 'new', 'damaged', 'used', null]);
    expect(
      ['Widerruf', 'Gewährleistung', 'rétractation', 'non_conformity', 'zzz'].map((t) => readLegalBasis(t)),
    ).toEqual(['withdrawal', 'non_conformity', 'withdrawal', 'non_conformity', null]);
  });

  it('takes dashes and the like for nothing', () => {
    expect(['', '-', '--', 'n/a', 'N.A.', 'Unspecified', 'unbekannt'].every(isNothing)).toBe(true);
    expect(['0', 'x', '€', 'Nina'].some(isNothing)).toBe(false);
  });
});
