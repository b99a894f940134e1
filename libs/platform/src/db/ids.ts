import { randomFillSync } from 'node:crypto';

/** Random bytes are fetched for many ids at a time: one by one they cost more than all the rest of an id. */
const pool = Buffer.alloc(16 * 1024);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

const digits = Buffer.from('0123456789abcdef');
/** An id's text under construction; its dashes stay. */
const text = Buffer.from('00000000-0000-0000-0000-000000000000');

function put(at: number, byte: number): void {
  text[at] = digits[(byte >>> 4) & 15] as number;
  text[at + 1] = digits[byte & 15] as number;
}

/**
 * A new UUIDv7 (RFC 9562, method 1: a counter of 32 bits after the millisecond): ids of a process grow strictly, so they
 * append to indexes instead of scattering over them. The text is made in one piece: joined from parts it would be
 * put together anew wherever its characters are read.
 */
export function newId(): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // The highest bit stays free, so that the counter does not run over within a millisecond.
    sequence = pool.readUInt32LE(used) >>> 1;
    used += 4;
  } else if (++sequence > 0xffffffff) {
    lastMs++;
    sequence = 0;
  }
  const high = Math.floor(lastMs / 0x10000);
  const low = lastMs % 0x10000;
  put(0, high >>> 24);
  put(2, high >>> 16);
  put(4, high >>> 8);
  put(6, high);
  put(9, low >>> 8);
  put(11, low);
  put(14, 0x70 | (sequence >>> 28));
  put(16, sequence >>> 20);
  put(19, 0x80 | ((sequence >>> 14) & 0x3f));
  put(21, sequence >>> 6);
  put(24, (sequence << 2) | ((pool[used] as number) & 3));
  for (let i = 1; i <= 5; i++) put(24 + 2 * i, pool[used + i] as number);
  used += 6;
  return text.toString('latin1');
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether text is a UUID; anything else in an id's place is an unknown id. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
