import type { CaseRecord } from '#cases';

const zones: Readonly<Record<string, string>> = {
  AD: 'Europe/Andorra',
  AL: 'Europe/Tirane',
  AT: 'Europe/Vienna',
  BA: 'Europe/Sarajevo',
  BE: 'Europe/Brussels',
  BG: 'Europe/Sofia',
  BY: 'Europe/Minsk',
  CH: 'Europe/Zurich',
  CY: 'Asia/Nicosia',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  EE: 'Europe/Tallinn',
  ES: 'Europe/Madrid',
  FI: 'Europe/Helsinki',
  FO: 'Atlantic/Faroe',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GE: 'Asia/Tbilisi',
  GG: 'Europe/Guernsey',
  GI: 'Europe/Gibraltar',
  GL: 'America/Nuuk',
  GR: 'Europe/Athens',
  HR: 'Europe/Zagreb',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IM: 'Europe/Isle_of_Man',
  IS: 'Atlantic/Reykjavik',
  IT: 'Europe/Rome',
  JE: 'Europe/Jersey',
  LI: 'Europe/Vaduz',
  LT: 'Europe/Vilnius',
  LU: 'Europe/Luxembourg',
  LV: 'Europe/Riga',
  MC: 'Europe/Monaco',
  MD: 'Europe/Chisinau',
  ME: 'Europe/Podgorica',
  MK: 'Europe/Skopje',
  MT: 'Europe/Malta',
  NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon',
  RO: 'Europe/Bucharest',
  RS: 'Europe/Belgrade',
  RU: 'Europe/Moscow',
  SE: 'Europe/Stockholm',
  SI: 'Europe/Ljubljana',
  SK: 'Europe/Bratislava',
  SM: 'Europe/San_Marino',
  TR: 'Europe/Istanbul',
  UA: 'Europe/Kyiv',
  VA: 'Europe/Vatican',
  XK: 'Europe/Belgrade',
};

/** Parts of countries that keep another time, by how their postal codes begin. */
const elsewhere: readonly { readonly country: string; readonly code: RegExp; readonly zone: string }[] = [
  { country: 'ES', code: /^(35|38)/, zone: 'Atlantic/Canary' },
  { country: 'PT', code: /^9[5-9]/, zone: 'Atlantic/Azores' },
  { country: 'PT', code: /^9[0-4]/, zone: 'Atlantic/Madeira' },
  { country: 'FR', code: /^971/, zone: 'America/Guadeloupe' },
  { country: 'FR', code: /^972/, zone: 'America/Martinique' },
  { country: 'FR', code: /^973/, zone: 'America/Cayenne' },
  { country: 'FR', code: /^974/, zone: 'Indian/Reunion' },
  { country: 'FR', code: /^975/, zone: 'America/Miquelon' },
  { country: 'FR', code: /^976/, zone: 'Indian/Mayotte' },
  { country: 'FR', code: /^987/, zone: 'Pacific/Tahiti' },
  { country: 'FR', code: /^988/, zone: 'Pacific/Noumea' },
  { country: 'RU', code: /^236/, zone: 'Europe/Kaliningrad' },
];

/** The zone in which a customer lives; the client's where the country is unknown or has none that we know. */
export function zoneOf(record: Pick<CaseRecord, 'country' | 'postalCode'>, clientZone: string): string {
  const { country, postalCode } = record;
  if (country === null) return clientZone;
  const code = postalCode?.trim() ?? '';
  const special = elsewhere.find((part) => part.country === country && part.code.test(code));
  return special?.zone ?? zones[country] ?? clientZone;
}
