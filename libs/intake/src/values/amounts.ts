import { parseMinor } from '#platform';

export type DecimalStyle = '.' | ',';

const shape = /^-?(?:\d{1,13}(?:[.,]\d*)?|\d{1,3}(?:[.,' \u00a0\u202f’]\d{3})+(?:[.,]\d{1,4})?)$/;

/** What one cell says about its column: a style, or null when `1.234` could be either. */
export function decimalEvidence(text: string): DecimalStyle | null {
  const comma = text.lastIndexOf(',');
  const dot = text.lastIndexOf('.');
  if (comma >= 0 && dot >= 0) return comma > dot ? ',' : '.';
  const at = Math.max(comma, dot);
  if (at < 0) return null;
  const separator = comma >= 0 ? ',' : '.';
  if (text.indexOf(separator) !== at) return separator === ',' ? '.' : ',';
  const after = /^\d*/.exec(text.slice(at + 1))?.[0].length ?? 0;
  const before = text.slice(0, at).replace(/\D/g, '').length;
  // Three digits after one to three others is how thousands look; anything else is a fraction.
  if (after === 3 && before >= 1 && before <= 3 && !text.startsWith('0')) return null;
  return separator;
}

/**
 * An amount as people write it (`1.234,56`, `1 234.5`, `19`) as a plain decimal string, or null. `style` settles what a
 * cell alone leaves open; with `strict` it settles everything.
 */
export function plainDecimal(text: string, style: DecimalStyle, strict = false): string | null {
  if (!shape.test(text)) return null;
  if (/^-?\d+(?:\.\d{1,2})?$/.test(text) && (!strict || style === '.')) return text;
  const decimal = strict ? style : (decimalEvidence(text) ?? style);
  const at = text.lastIndexOf(decimal);
  const whole = (at < 0 ? text : text.slice(0, at)).replace(/[^\d-]/g, '');
  const fraction = at < 0 ? '' : text.slice(at + 1);
  if (fraction !== '' && !/^\d+$/.test(fraction)) return null;
  // A second decimal separator in front of the last one is not a number in this style.
  if (at >= 0 && text.slice(0, at).includes(decimal)) return null;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Text without the currency in front or behind, and that currency's text: `€ 19,99` is `19,99` and `€`. */
export function splitCurrency(text: string): { amount: string; currency: string } {
  const match =
    /^([^\d\s.,'’-]{0,5})[\s\u00a0\u202f]*(-?\d[\d.,'’ \u00a0\u202f]*?)[\s\u00a0\u202f]*([^\d\s.,'’-][^\d\s]{0,4})?$/u.exec(
      text,
    );
  if (!match) return { amount: text, currency: '' };
  return { amount: match[2] ?? text, currency: match[1] || match[3] || '' };
}

/** A decimal in minor units; `row.amount_too_precise` when the currency has no such fraction, `row.amount_invalid` otherwise. */
export function minorUnits(
  decimal: string,
  currency: string,
): { minor: number } | { code: 'row.amount_invalid' | 'row.amount_too_precise' } {
  const minor = parseMinor(decimal, currency);
  if (minor !== null) return { minor };
  return { code: /^-?\d{1,13}\.\d+$/.test(decimal) ? 'row.amount_too_precise' : 'row.amount_invalid' };
}
