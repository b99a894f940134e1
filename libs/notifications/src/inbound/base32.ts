/** Crockford's digits in lower case: none looks like another, and mail servers that change the case do no harm. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** Five bits a character; bytes in multiples of five have no rest. */
export function toBase32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += digits.charAt((held >>> (bits - 5)) & 31);
    held &= 31;
  }
  return bits > 0 ? text + digits.charAt((held << (5 - bits)) & 31) : text;
}

/** Null for anything that `toBase32` does not write. */
export function fromBase32(text: string): Buffer | null {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const digit of text) {
    const value = digits.indexOf(digit);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bytes.push((held >>> (bits - 8)) & 255);
      bits -= 8;
    }
    held &= 255;
  }
  const buffer = Buffer.from(bytes);
  return toBase32(buffer) === text ? buffer : null;
}
