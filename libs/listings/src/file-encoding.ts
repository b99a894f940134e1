import { StringDecoder } from 'node:string_decoder';
import iconv from 'iconv-lite';
import type { ListingFormat } from '#clients';

type Encoding = ListingFormat['encoding'];

/** Letters without a decomposition, and signs, as they are written where an encoding lacks them. */
const substitutes: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ŋ: 'n',
  Ŋ: 'N',
  ŧ: 't',
  Ŧ: 'T',
  '€': 'EUR',
  '…': '...',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201b': "'",
  '\u201c': "'",
  '\u201d': "'",
  '\u201e': "'",
  '«': "'",
  '»': "'",
  '\u00a0': ' ',
  '\u202f': ' ',
};

const lacking = new Map<Encoding, RegExp>();

/** Matches each character that a single-byte encoding lacks; null for the Unicode ones, which lack none. */
function lackingIn(encoding: Encoding): RegExp | null {
  if (encoding.startsWith('utf')) return null;
  let pattern = lacking.get(encoding);
  if (!pattern) {
    const upper = iconv.decode(Buffer.from(Array.from({ length: 128 }, (_, i) => 128 + i)), encoding);
    const known = Array.from(upper)
      .filter((c) => c !== '\ufffd')
      .map((c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
    pattern = new RegExp(`[^\\0-\\x7f${known.join('')}]`, 'gu');
    lacking.set(encoding, pattern);
  }
  return pattern;
}

/**
 * What is written for a character that the encoding lacks: its letter without marks (`ő` gives `o`), a usual substitute
 * (`ł` gives `l`, `€` gives `EUR`), else a question mark. Never a delimiter, quote or line break, so columns stay whole.
 */
function substitute(character: string): string {
  const known = substitutes[character];
  if (known !== undefined) return known;
  const letters = character.normalize('NFD').replace(/\p{M}/gu, '');
  if (/^[A-Za-z0-9]+$/.test(letters)) return letters;
  return /\p{M}/u.test(character) ? '' : '?';
}

/** Text in the encoding, as `encodeFile` writes it. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  const pattern = lackingIn(encoding);
  return iconv.encode(pattern ? text.replace(pattern, substitute) : text, encoding);
}

function byteOrderMark(encoding: Encoding): Buffer | null {
  if (encoding === 'utf-8-bom') return Buffer.from([0xef, 0xbb, 0xbf]);
  return encoding === 'utf-16le' ? Buffer.from([0xff, 0xfe]) : null;
}

/**
 * Turns UTF-8 with `\n` into the client's encoding and line end, chunk by chunk. `utf-8-bom` and `utf-16le` start
 * with their byte order mark. Every `\n` is a line end: cells have none.
 */
export async function* encodeFile(
  content: AsyncIterable<Buffer>,
  format: Pick<ListingFormat, 'encoding' | 'lineEnd'>,
): AsyncGenerator<Buffer> {
  const { encoding, lineEnd } = format;
  const mark = byteOrderMark(encoding);
  if (mark) yield mark;
  const decoder = new StringDecoder('utf8');
  const bytewise = encoding === 'utf-8' || encoding === 'utf-8-bom';
  for await (const chunk of content) {
    if (bytewise && lineEnd === '\n') yield chunk;
    // One character per byte: no byte of a longer UTF-8 sequence is a line feed, so nothing needs decoding.
    else if (bytewise) yield Buffer.from(chunk.toString('latin1').replaceAll('\n', lineEnd), 'latin1');
    else {
      const text = decoder.write(chunk);
      yield encodeText(lineEnd === '\n' ? text : text.replaceAll('\n', lineEnd), encoding);
    }
  }
}

/** The label of an encoding in a media type. */
export function charsetOf(encoding: Encoding): string {
  return encoding === 'utf-8-bom' ? 'utf-8' : encoding;
}
