import { getExampleNumber, isValidPhoneNumber, type CountryCode } from 'libphonenumber-js';
import examples from 'libphonenumber-js/mobile/examples';
import { messageLanguages, type MessageLanguage } from '#notifications';
import { chance, pick } from './chance.js';

/** Where people who speak a language mostly live. */
const homes: Readonly<Record<MessageLanguage, CountryCode>> = {
  bg: 'BG',
  hr: 'HR',
  cs: 'CZ',
  da: 'DK',
  nl: 'NL',
  en: 'IE',
  et: 'EE',
  fi: 'FI',
  fr: 'FR',
  de: 'DE',
  el: 'GR',
  hu: 'HU',
  ga: 'IE',
  it: 'IT',
  lv: 'LV',
  lt: 'LT',
  mt: 'MT',
  pl: 'PL',
  pt: 'PT',
  ro: 'RO',
  sk: 'SK',
  sl: 'SI',
  es: 'ES',
  sv: 'SE',
  ru: 'LV',
  tr: 'TR',
  uk: 'UA',
  sr: 'RS',
  'sr-Latn': 'RS',
  bs: 'BA',
  sq: 'AL',
  mk: 'MK',
  nb: 'NO',
  nn: 'NO',
  is: 'IS',
  lb: 'LU',
  ca: 'ES',
  be: 'BY',
  gl: 'ES',
  eu: 'ES',
  cy: 'GB',
};

const names = [
  'Jürgen Groß',
  'Ελένη Παππά',
  'Łucja Żółć',
  'Иван Петров',
  'Nagy Anna',
  'Chloé Roux',
  'Åsa Öberg',
];

/** One case of the simulated client's file: language, country and phone follow from its number. */
export interface SimCase {
  readonly ref: string;
  readonly language: MessageLanguage;
  readonly country: CountryCode;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly reason: string;
  readonly legalBasis: string;
  readonly quantity: number;
  readonly price: string;
  readonly iban: string;
}

const grounds = [
  ['changed_mind', 'withdrawal'],
  ['does_not_fit', 'withdrawal'],
  ['defective', 'non_conformity'],
  ['wrong_item', 'wrong_item'],
  ['', ''],
] as const;

/** Cases numbered from `from`, the languages in turn; every fifth lacks its reason and is asked for it. */
export function simCases(seed: number, prefix: string, from: number, count: number): SimCase[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const language = messageLanguages[n % messageLanguages.length] as MessageLanguage;
    const country = homes[language];
    const ref = `${prefix}-${n + 1}`;
    const [reason, legalBasis] = pick(chance(seed, ref, 'ground'), grounds);
    return {
      ref,
      language,
      country,
      name: pick(chance(seed, ref, 'name'), names),
      email: `${ref.toLowerCase()}@customer.example`,
      phone: phoneOf(country, n),
      reason,
      legalBasis,
      quantity: 1 + Math.floor(chance(seed, ref, 'quantity') * 3),
      price: (5 + chance(seed, ref, 'price') * 200).toFixed(2),
      iban: 'DE89370400440532013000',
    };
  });
}

/** A mobile number that nobody else in the simulation has. */
function phoneOf(country: CountryCode, n: number): string {
  const example = getExampleNumber(country, examples)?.number ?? '+4915123456789';
  for (let tried = 0; ; tried++) {
    const phone = `${example.slice(0, -5)}${String((n * 7 + tried * 1_009) % 100_000).padStart(5, '0')}`;
    if (isValidPhoneNumber(phone, country) && !taken.has(phone)) {
      taken.add(phone);
      return phone;
    }
    if (tried > 5_000) throw new Error(`no number left in ${country}`);
  }
}
const taken = new Set<string>();

const columns = [
  'case_ref',
  'order_ref',
  'ordered_on',
  'delivered_on',
  'requested_on',
  'received_on',
  'reason',
  'legal_basis',
  'customer_name',
  'customer_email',
  'customer_phone',
  'language',
  'country',
  'sku',
  'product',
  'quantity',
  'unit_price',
  'currency',
  'condition',
  'iban',
  'account_holder',
] as const;

/** The cases as the client's file, dated so that withdrawals are in time. */
export function toFile(cases: readonly SimCase[], today: Date): Buffer {
  const day = (before: number): string =>
    new Date(today.getTime() - before * 86_400_000).toISOString().slice(0, 10);
  const lines = cases.map((c, i) =>
    [
      c.ref,
      `B-${c.ref}`,
      day(20),
      day(10),
      day(3),
      day(1),
      c.reason,
      c.legalBasis,
      c.name,
      c.email,
      c.phone,
      c.language,
      c.country,
      `SKU-${i % 50}`,
      `Regenjacke № ${i % 50}`,
      String(c.quantity),
      c.price,
      'EUR',
      'opened',
      c.iban,
      c.name,
    ].join(';'),
  );
  return Buffer.from([columns.join(';'), ...lines, ''].join('\r\n'));
}
