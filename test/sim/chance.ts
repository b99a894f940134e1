import { createHash } from 'node:crypto';

/**
 * A number between 0 and 1 that follows from a seed and what it is about. Nothing depends on the order in which it is
 * asked, so that a seed draws the same people and the same fate for each one's nth message however the work is interleaved.
 */
export function chance(seed: number, ...about: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update([seed, ...about].join('\n'))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** One of the keys of `shares`, each as likely as its share says; `otherwise` for what is left of 1. */
export function draw<K extends string>(
  at: number,
  shares: Readonly<Partial<Record<K, number>>>,
  otherwise: K,
): K {
  let left = at;
  for (const [key, share] of Object.entries(shares) as [K, number][]) {
    left -= share;
    if (left < 0) return key;
  }
  return otherwise;
}

/** One of these. */
export function pick<T>(at: number, some: readonly T[]): T {
  return some[Math.floor(at * some.length)] as T;
}
