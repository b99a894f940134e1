/** How a text goes over the air: 7-bit characters, or two bytes each where one of them has no 7-bit code. */
export type SmsEncoding = 'GSM-7' | 'UCS-2';

export interface SmsSize {
  readonly encoding: SmsEncoding;
  /** Septets, or units of two bytes. */
  readonly units: number;
  /** What a carrier charges for. */
  readonly segments: number;
}

/** The default alphabet of 3GPP TS 23.038, 6.2.1. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table, 6.2.1.1: an escape and the character. */
const extended = new Set('\f^{}\\[~]|€');

/** Units in a message of one segment, and in each of several: a header takes six bytes of those. */
const room = { 'GSM-7': { alone: 160, each: 153 }, 'UCS-2': { alone: 70, each: 67 } } as const;

/** Typographic characters with a 7-bit character that reads the same. */
const plain: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '`': "'",
  '´': "'",
  '′': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '″': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '-',
  '·': '-',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
};
const typographic = new RegExp(`[${Object.keys(plain).join('').replace('-', '\\-')}]`, 'gu');

/**
 * The text as it is sent: with plain characters for typographic ones where that keeps it in 7 bits, which more than
 * doubles what fits into a segment; otherwise as it is.
 */
export function smsText(text: string): string {
  const simple = text.replace(typographic, (c) => plain[c] as string);
  return encodingOf(simple) === 'GSM-7' ? simple : text;
}

/** The size of a text as it is sent. A character is never split between segments, so each may end a unit early. */
export function smsSize(text: string): SmsSize {
  const encoding = encodingOf(text);
  const { alone, each } = room[encoding];
  let units = 0;
  let segments = 1;
  let used = 0;
  for (const c of text) {
    const size = encoding === 'UCS-2' ? c.length : extended.has(c) ? 2 : 1;
    units += size;
    used += size;
    if (used > each) {
      segments++;
      used = size;
    }
  }
  return { encoding, units, segments: units <= alone ? 1 : segments };
}

function encodingOf(text: string): SmsEncoding {
  for (const c of text) if (!basic.has(c) && !extended.has(c)) return 'UCS-2';
  return 'GSM-7';
}
