import { randomFillSync } from 'node:crypto';

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Random bytes are fetched for many ids at a time: one by one they cost more than all the rest of an id. */
const pool = Buffer.alloc(16 * 1024);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/**
 * A new UUIDv7 (RFC 9562, method 1: a counter of 32 bits after the millisecond): ids of a process grow strictly, so they append
 * to indexes instead of scattering over them.
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
  const a = pool[used] as number;
  const at = (byte: number): string => hex[byte & 0xff] as string;
  const id = `${at(high >>> 24)}${at(high >>> 16)}${at(high >>> 8)}${at(high)}-${at(low >>> 8)}${at(low)}-${at(0x70 | (sequence >>> 28))}${at(sequence >>> 20)}-${at(0x80 | ((sequence >>> 14) & 0x3f))}${at(sequence >>> 6)}-${at(((sequence << 2) & 0xff) | (a & 3))}${at(pool[used + 1] as number)}${at(pool[used + 2] as number)}${at(pool[used + 3] as number)}${at(pool[used + 4] as number)}${at(pool[used + 5] as number)}`;
  used += 6;
  return id;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether text is a UUID; anything else in an id's place is an unknown id. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
