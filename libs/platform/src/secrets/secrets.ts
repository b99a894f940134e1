import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../env/env.js';

const cipher = 'aes-256-gcm';
const [ivBytes, tagBytes] = [12, 16];

interface Root {
  readonly id: string;
  readonly secret: Buffer;
}

/**
 * The installation's secret, from which every key that the system makes for itself is derived (HKDF-SHA-256, one key per
 * purpose). It is `SECRET_KEY` or else a file that is made at first use, readable by its owner only; processes on more
 * than one host need `SECRET_KEY`. After it is changed, `SECRET_KEY_BEFORE` keeps what the earlier one signed and sealed
 * readable.
 */
@Injectable()
export class Secrets {
  private roots: readonly Root[] | undefined;
  private readonly derived = new Map<string, Buffer>();

  constructor(@Inject(ENV) private readonly env: Env) {}

  /** Two characters of base 32 that name the secret in use, and those of earlier ones after it. */
  keyIds(): string[] {
    return this.all().map((root) => root.id);
  }

  /** HMAC-SHA-256 of `text` under the key of `purpose`; null for the id of a secret that is not known here. */
  mac(purpose: string, text: string, keyId = this.current().id): Buffer | null {
    const key = this.key(purpose, keyId);
    return key && createHmac('sha256', key).update(text).digest();
  }

  /** Encrypts (AES-256-GCM); `context` must be the same when it is opened, so that a sealed value fits one row only. */
  seal(purpose: string, context: string, plain: Buffer): Buffer {
    const { id } = this.current();
    const iv = randomBytes(ivBytes);
    const sealing = createCipheriv(cipher, this.key(purpose, id) as Buffer, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([sealing.update(plain), sealing.final()]);
    return Buffer.concat([Buffer.from(id), iv, sealing.getAuthTag(), sealed]);
  }

  /** What `seal` was given; throws when it was sealed by another installation, for another context, or was altered. */
  open(purpose: string, context: string, sealed: Buffer): Buffer {
    const key = this.key(purpose, sealed.toString('latin1', 0, 2));
    if (!key) throw new Error('sealed under a SECRET_KEY that is not set here');
    const iv = sealed.subarray(2, 2 + ivBytes);
    const rest = 2 + ivBytes + tagBytes;
    const opening = createDecipheriv(cipher, key, iv, { authTagLength: tagBytes })
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(2 + ivBytes, rest));
    return Buffer.concat([opening.update(sealed.subarray(rest)), opening.final()]);
  }

  private key(purpose: string, keyId: string): Buffer | null {
    const name = `${keyId}:${purpose}`;
    const known = this.derived.get(name);
    if (known) return known;
    const root = this.all().find(({ id }) => id === keyId);
    if (!root) return null;
    const key = Buffer.from(hkdfSync('sha256', root.secret, 'reintegro', purpose, 32));
    this.derived.set(name, key);
    return key;
  }

  private current(): Root {
    return this.all()[0] as Root;
  }

  private all(): readonly Root[] {
    const { SECRET_KEY, SECRET_KEY_BEFORE = '' } = this.env;
    this.roots ??= [SECRET_KEY ?? fromFile(this.env.DATA_DIR), ...SECRET_KEY_BEFORE.split(',')]
      .filter((text) => text !== '')
      .map((text) => ({ id: idOf(text), secret: Buffer.from(text) }));
    return this.roots;
  }
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function idOf(secret: string): string {
  const number = Buffer.from(hkdfSync('sha256', secret, 'reintegro', 'key id', 2)).readUInt16BE();
  return `${alphabet.charAt(number >>> 11)}${alphabet.charAt((number >>> 6) & 31)}`;
}

/** The secret in `DATA_DIR/secret`, made when it is missing. Of several processes that start at once the first makes it. */
function fromFile(dir: string): string {
  const file = path.join(dir, 'secret');
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < 32) throw new Error(`${file} holds no secret; restore it, or set SECRET_KEY`);
  return secret;
}
