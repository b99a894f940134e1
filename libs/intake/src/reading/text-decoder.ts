import { isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';

/** The bytes are not of the encoding that was assumed; `sample` holds those around the place. */
export class WrongEncoding extends Error {
  constructor(readonly sample: Buffer) {
    super('wrong encoding');
  }
}

export interface Decoder {
  write(bytes: Buffer): string;
  end(): string;
}

/** A streaming decoder. UTF-8 is strict and raises `WrongEncoding`; a byte order mark is taken off. */
export function decoderOf(encoding: string): Decoder {
  if (encoding === 'utf-8') return new Utf8();
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' };
}

/** Ten times faster than `TextDecoder` with `fatal`, since validity is checked on whole chunks by the runtime. */
class Utf8 implements Decoder {
  private rest: Buffer = Buffer.alloc(0);
  private started = false;

  write(bytes: Buffer): string {
    const all = this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : bytes;
    const end = completeUntil(all);
    const whole = all.subarray(0, end);
    this.rest = all.subarray(end);
    if (!isUtf8(whole)) throw new WrongEncoding(all);
    const text = whole.toString('utf8');
    if (this.started || text === '') return text;
    this.started = true;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  end(): string {
    if (this.rest.length > 0) throw new WrongEncoding(this.rest);
    return '';
  }
}

/** Where the last complete UTF-8 sequence ends. */
function completeUntil(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** What a byte order mark or the pattern of zero bytes says; null when neither does. */
export function encodingByMark(head: Buffer): string | null {
  if (head.length >= 3 && head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head.length >= 2 && head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head.length >= 2 && head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  const half = sample.length / 2;
  // Text in European languages has a zero in nearly every other byte of UTF-16, and elsewhere has none.
  if (odd > half * 0.3 && even === 0) return 'utf-16le';
  if (even > half * 0.3 && odd === 0) return 'utf-16be';
  return null;
}

/** Single-byte encodings that texts in a language came in before UTF-8. */
const byLanguage: Readonly<Record<string, readonly string[]>> = {
  cs: ['windows-1250', 'iso-8859-2'],
  sk: ['windows-1250', 'iso-8859-2'],
  pl: ['windows-1250', 'iso-8859-2'],
  hu: ['windows-1250', 'iso-8859-2'],
  ro: ['windows-1250', 'iso-8859-2'],
  hr: ['windows-1250', 'iso-8859-2'],
  sl: ['windows-1250', 'iso-8859-2'],
  bs: ['windows-1250', 'iso-8859-2'],
  sq: ['windows-1252', 'iso-8859-1'],
  el: ['windows-1253', 'iso-8859-7'],
  bg: ['windows-1251', 'iso-8859-5'],
  ru: ['windows-1251', 'koi8-r'],
  uk: ['windows-1251', 'koi8-u'],
  mk: ['windows-1251'],
  be: ['windows-1251'],
  sr: ['windows-1250', 'windows-1251'],
  'sr-Latn': ['windows-1250', 'iso-8859-2'],
  'sr-Cyrl': ['windows-1251', 'windows-1250'],
  tr: ['windows-1254', 'iso-8859-9'],
  et: ['windows-1257', 'iso-8859-15'],
  lv: ['windows-1257', 'iso-8859-13'],
  lt: ['windows-1257', 'iso-8859-13'],
};
const western = ['windows-1252', 'iso-8859-15'];

/** Letters that a language has beyond a to z; a reading that gives these is likelier than one that gives others. */
const lettersOf: Readonly<Record<string, string>> = {
  'windows-1250': 'áčďéěíňóřšťúůýžąćęłńóśźżäöüôĺľŕőűâăîșţţđ€„”’–',
  'iso-8859-2': 'áčďéěíňóřšťúůýžąćęłńóśźżäöüôĺľŕőűâăîșţđ',
  'windows-1252': 'äöüßéèêëàâçîïôûùÿœæåøñáíóúìòãõđ€„”’–«»°',
  'iso-8859-15': 'äöüßéèêëàâçîïôûùÿœæåøñáíóúìòãõ€',
  'windows-1254': 'çğıİöşüâîû€’',
  'windows-1257': 'āčēģīķļņšūžąęėįųõäöü€„”’',
};

/** How much a text looks like words in European languages: letters in words, no strange signs, no mixed scripts. */
function plausibility(text: string, familiar: string | undefined): number {
  let score = 0;
  const lower = text.toLowerCase();
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0x80) continue;
    const c = text[i] as string;
    const before = text[i - 1] ?? ' ';
    const after = text[i + 1] ?? ' ';
    if (c === '\ufffd' || /\p{Cc}|\p{Cn}|\p{Co}/u.test(c)) score -= 20;
    else if (/\p{L}/u.test(c)) {
      const inWord = /\p{L}/u.test(before) || /\p{L}/u.test(after);
      score += inWord ? 2 : 0;
      if (/\p{Lu}/u.test(c) && /\p{Ll}/u.test(before)) score -= 4;
      const foreign = /[\p{Script=Greek}\p{Script=Cyrillic}]/u;
      const neighbours = [before, after].filter((n) => /\p{L}/u.test(n));
      if (neighbours.some((n) => foreign.test(n) !== foreign.test(c))) score -= 6;
      if (familiar !== undefined && !foreign.test(c)) score += familiar.includes(lower[i] as string) ? 1 : -2;
    } else if (/\p{L}/u.test(before) && /\p{L}/u.test(after) && !/[’'·-]/.test(c)) score -= 3;
    else if (/[€£„“”’–«»°§²³]/.test(c)) score += 1;
    else score -= 1;
  }
  return score;
}

/**
 * The likeliest single-byte encoding of bytes that are not UTF-8: candidates are read and weighed by how much they look
 * like words, with a nod to what the detector says and to the encodings of the client's language.
 */
export function guessEncoding(sample: Buffer, language: string): string {
  const bytes = wordsAround(sample);
  const own = byLanguage[language] ?? western;
  const all = [...new Set([...own, ...western, ...Object.values(byLanguage).flat()])];
  const detected = new Map(chardet.analyse(bytes).map((m) => [m.name.toLowerCase(), m.confidence]));
  let best = own[0] as string;
  let bestScore = -Infinity;
  for (const encoding of all) {
    const text = iconv.decode(bytes, encoding);
    const nonAscii = [...text].filter((c) => c.charCodeAt(0) >= 0x80).length || 1;
    const score =
      plausibility(text, lettersOf[encoding]) / nonAscii +
      (detected.get(encoding) ?? 0) / 100 +
      (own.includes(encoding) ? 0.5 : 0) -
      all.indexOf(encoding) / 1000;
    if (score > bestScore) {
      best = encoding;
      bestScore = score;
    }
  }
  return best;
}

/** The words with bytes beyond ASCII, at most 16 KiB of them: the rest of a table says nothing about its encoding. */
function wordsAround(sample: Buffer): Buffer {
  const parts: Buffer[] = [];
  let total = 0;
  for (let i = 0; i < sample.length && total < 16_384; i++) {
    if ((sample[i] as number) < 0x80) continue;
    let from = i;
    while (from > 0 && isWordByte(sample[from - 1] as number)) from--;
    let to = i + 1;
    while (to < sample.length && isWordByte(sample[to] as number)) to++;
    const word = sample.subarray(from, to);
    parts.push(word, Buffer.from(' '));
    total += word.length + 1;
    i = to;
  }
  return Buffer.concat(parts);
}

function isWordByte(byte: number): boolean {
  return byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}
