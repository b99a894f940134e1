/** Whole minor units (cents) plus ISO 4217 code. JSON form of every amount in the API. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** Currencies of Europe whose minor unit is not a hundredth (ISO 4217). */
const minorDigits: Readonly<Record<string, number>> = { ISK: 0, JPY: 0, HUF: 2 };

/** Digits after the decimal separator of a currency (ISO 4217): 2 unless known otherwise. */
export function currencyDigits(currency: string): number {
  return minorDigits[currency] ?? 2;
}

/**
 * A decimal string in minor units, exactly: `"19.99"`, EUR gives 1999. Null when it is not a plain decimal,
 * has more fraction digits than the currency (trailing zeros aside), or exceeds what a bigint column holds safely.
 */
export function parseMinor(decimal: string, currency: string): number | null {
  const match = /^(-?)(\d{1,13})(?:\.(\d*))?$/.exec(decimal);
  if (!match) return null;
  const digits = currencyDigits(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return null;
  const minor = Number(match[2]) * 10 ** digits + Number(fraction.padEnd(digits, '0') || '0');
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] ? 0 - minor : minor;
}

/** Minor units as a decimal string with the given separator: 1999, EUR gives `"19.99"`. */
export function formatMinor(
  amountMinor: number | bigint,
  currency: string,
  decimal: '.' | ',' = '.',
): string {
  const digits = currencyDigits(currency);
  if (typeof amountMinor === 'number' && !Number.isSafeInteger(amountMinor)) {
    throw new RangeError('not a whole number of minor units');
  }
  const isNegative = amountMinor < 0;
  const text = String(isNegative ? -amountMinor : amountMinor).padStart(digits + 1, '0');
  const sign = isNegative ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}${decimal}${text.slice(-digits)}`;
}

/** The one rounding of the product: `numerator / denominator` to the nearest whole, halves away from zero. */
export function divideRoundHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = (n * 2n + d) / (d * 2n);
  return negative ? -quotient : quotient;
}

/** A unit price with four decimals as a whole number of ten-thousandths: `"0.5500"` is 5500n. Null if malformed. */
export function parseUnitPrice(text: string): bigint | null {
  const match = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) return null;
  return BigInt(match[1] as string) * 10_000n + BigInt((match[2] ?? '').padEnd(4, '0'));
}

/** Ten-thousandths as the decimal string of the API: 5500n is `"0.5500"`, -5500n is `"-0.5500"`. */
export function formatUnitPrice(e4: bigint | number): string {
  const value = BigInt(e4);
  const size = value < 0n ? -value : value;
  return `${value < 0n ? '-' : ''}${size / 10_000n}.${(size % 10_000n).toString().padStart(4, '0')}`;
}
