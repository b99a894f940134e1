import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clients } from '#clients';
import { Clock, ENV, Secrets, systemCtx, type Env } from '#platform';
import { fromBase32, toBase32 } from './base32.js';

/** What an address is for: mail that comes back about one message, or a customer's answer about a case. */
export type AddressKind = 'return' | 'reply';

/** What an address of ours says; `refId` is null when it names a client but its signature is wrong. */
export interface NamedAddress {
  readonly clientId: string;
  readonly kind: AddressKind | 'unknown';
  readonly refId: string | null;
}

const purpose = 'mail-address';
/** Names the client in 32 bits, so that an address stays within the 64 characters of a local part. */
const tagBytes = 4;
/** 120 bits, of which nobody guesses one by sending mails. */
const macBytes = 15;
const letters: Readonly<Record<AddressKind, string>> = { return: 'b', reply: 'r' };
const shape = /^([br])\.([0-9a-z]{32})\.([0-9a-z]{2})([0-9a-z]{24})$/;
const readsAgainMs = 1_000;

/**
 * Addresses below `INBOUND_DOMAIN` that say, signed, what a mail to them is about: `b.<id>.<mac>` and `r.<id>.<mac>`. The
 * id is the client's tag and the message or case, the mac begins with the id of the key.
 */
@Injectable()
export class SignedAddresses {
  private byTag: Promise<Map<string, string[]>> | undefined;
  private readAgainAt = 0;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly clients: Clients,
  ) {}

  /** The address; null without `INBOUND_DOMAIN`, when mail can't come back here. */
  make(clientId: string, kind: AddressKind, refId: string): string | null {
    if (this.env.INBOUND_DOMAIN === undefined) return null;
    const [keyId = ''] = this.secrets.keyIds();
    const id = Buffer.concat([this.tag(clientId, keyId), Buffer.from(refId.replaceAll('-', ''), 'hex')]);
    const mac = this.sign(clientId, kind, refId, keyId) as Buffer;
    return `${letters[kind]}.${toBase32(id)}.${keyId}${toBase32(mac)}@${this.env.INBOUND_DOMAIN}`;
  }

  /** What an address says; null for one that names no client. Looks the same from outside whatever is wrong with it. */
  async read(address: string): Promise<NamedAddress | null> {
    const match = shape.exec(address.slice(0, address.lastIndexOf('@')).toLowerCase());
    if (!match) return null;
    const [, letter, idText = '', keyId = '', macText = ''] = match;
    const id = fromBase32(idText);
    const mac = fromBase32(macText);
    if (!id || !mac) return null;
    const kind = letter === 'b' ? 'return' : 'reply';
    const refId = toUuid(id.subarray(tagBytes));
    const candidates = await this.clientsOf(`${keyId}${id.toString('hex', 0, tagBytes)}`);
    for (const clientId of candidates) {
      const right = this.sign(clientId, kind, refId, keyId);
      if (right && timingSafeEqual(right, mac)) return { clientId, kind, refId };
    }
    const [clientId] = candidates;
    return clientId === undefined ? null : { clientId, kind: 'unknown', refId: null };
  }

  private sign(clientId: string, kind: AddressKind, refId: string, keyId: string): Buffer | null {
    const mac = this.secrets.mac(purpose, `${kind}\n${clientId}\n${refId}`, keyId);
    return mac && mac.subarray(0, macBytes);
  }

  private tag(clientId: string, keyId: string): Buffer {
    return (this.secrets.mac(purpose, `client\n${clientId}`, keyId) as Buffer).subarray(0, tagBytes);
  }

  /** A tag that is not known may be of a client that was added meanwhile: looked up again, a second after the last time. */
  private async clientsOf(tag: string): Promise<readonly string[]> {
    const found = (await this.byTag)?.get(tag);
    if (found) return found;
    if (this.byTag === undefined || performance.now() >= this.readAgainAt) {
      this.readAgainAt = performance.now() + readsAgainMs;
      this.byTag = this.readTags();
      // The next mail asks again; this one is refused for now.
      this.byTag.catch(() => (this.byTag = undefined));
    }
    return (await this.byTag)?.get(tag) ?? [];
  }

  private async readTags(): Promise<Map<string, string[]>> {
    const clients = await this.clients.all(systemCtx('inbound', null, this.clock.now()));
    const byTag = new Map<string, string[]>();
    for (const keyId of this.secrets.keyIds()) {
      for (const { id } of clients) {
        const tag = `${keyId}${this.tag(id, keyId).toString('hex')}`;
        byTag.set(tag, [...(byTag.get(tag) ?? []), id]);
      }
    }
    return byTag;
  }
}

function toUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
