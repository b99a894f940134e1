import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as 43 URL-safe characters: nothing to guess, so a plain hash is enough to store it by. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is stored instead of a secret. */
export function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
