/** Line breaks, tabs and other controls: a cell has none, so a line of the file is always one record. */
const controls = '\\u0001-\\u001f\\u007f-\\u009f\\u2028\\u2029';
/** What spreadsheets skip before they look for a formula: every kind of space, zero-width ones included. */
const blanks = ` \\u00a0\\u1680\\u2000-\\u200f\\u202f\\u205f-\\u2064\\u3000\\ufeff${controls}`;
/** = + - @ in all their widths, and the dashes that an encoding without them turns into a minus. */
const starters =
  '\\-=+@\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b\\u207a-\\u207c\\u208a-\\u208c\\u2010-\\u2015\\u2212';
/** A cell starts at the value's start, and for a reader that takes another delimiter than ours also after one, or a quote. */
const cellStart = '(?:^|[,;|"])';

/** Parts of the pattern of a formula, in the notation that JavaScript and PostgreSQL share. */
export const formulaPattern = { controls, blanks, starters, cellStart } as const;

/** An international number as people write it; the file shows 00 for its plus. */
export const internationalPhone = '^\\+[0-9][0-9 ()./-]*$';

const suspicious = new RegExp(`[${controls}]|${cellStart}[${blanks}]*[${starters}]`);
const phone = new RegExp(internationalPhone);

/**
 * Whether the file must look at a line's texts: one of them could be taken for a formula or would break its line. Asked
 * once when the line is written, in one pass over all of them, so that writing a million lines needs no pattern.
 */
export function mustGuard(texts: readonly (string | null)[], phoneNumber: string | null): boolean {
  if (phoneNumber !== null && !phone.test(phoneNumber) && suspicious.test(phoneNumber)) return true;
  return suspicious.test(texts.join(','));
}
