import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  defineErrors,
  newId,
  requirePermission,
  Secrets,
  type ClientCtx,
  type Ctx,
} from '#platform';
import { Clients } from '#clients';
import { dkimKeys, insertDkimKey, noteDkimCheck, verifyDkimKey, type DkimKeyRow } from './dkim.queries.js';
import type { DkimKey } from './dkim.schema.js';
import { oneAddress } from './mail-address.js';
import { MailDns } from './mail-dns.service.js';

const fail = defineErrors({ 'dkim_key.unknown': 404, 'dkim_key.sender_invalid': 409 });
const makeKeyPair = promisify(generateKeyPair);

/** What the private keys are sealed for. */
export const dkimPurpose = 'dkim';

/** Keys that sign a client's mails: made here, published by the client, checked before they are used. */
@Injectable()
export class DkimKeys {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly secrets: Secrets,
    private readonly dns: MailDns,
  ) {}

  /** The client's keys, newest first. */
  async list(ctx: Ctx): Promise<DkimKey[]> {
    requirePermission(ctx, 'client.read');
    const { clientId } = ctx;
    return (await this.db.tx(ctx, (tx) => dkimKeys(tx, clientId))).map(toView);
  }

  /**
   * Makes a key for the domain of the client's sender. It signs nothing before `check` has found its record; until then
   * the one before goes on, so a key is rotated by making another. RSA of 2,048 bits: every provider verifies it, while
   * Ed25519 (RFC 8463) is still ignored by the largest. Raises `dkim_key.sender_invalid`.
   */
  async create(ctx: Ctx): Promise<DkimKey> {
    requirePermission(ctx, 'client.write');
    const domain = senderDomain((await this.clients.current(ctx)).sender.email);
    if (domain === null) throw fail('dkim_key.sender_invalid');
    const id = newId();
    const pair = await makeKeyPair('rsa', {
      modulusLength: 2_048,
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    });
    const key = {
      id,
      domain,
      selector: `r${ctx.now.toISOString().slice(0, 10).replaceAll('-', '')}-${id.slice(-6)}`,
      publicKey: pair.publicKey.toString('base64'),
      sealedPrivate: this.secrets.seal(dkimPurpose, id, pair.privateKey),
    };
    await this.db.tx(ctx, (tx) => insertDkimKey(tx, ctx.clientId, key, actorName(ctx.actor), ctx.now));
    return this.one(ctx, id);
  }

  /**
   * Looks whether the key's record is published. Then the key signs and the one before is retired; leave its record for
   * some days, for mails that are on their way. A key that signs goes on when its record can't be found; `problem` says
   * so. Raises `dkim_key.unknown`, also for a retired key.
   */
  async check(ctx: Ctx, id: string): Promise<DkimKey> {
    requirePermission(ctx, 'client.write');
    const row = await this.row(ctx, id);
    if (row.state === 'retired') throw fail('dkim_key.unknown');
    const problem = await this.problemOf(row);
    await this.db.tx(ctx, async (tx) => {
      await noteDkimCheck(tx, ctx.clientId, id, problem, ctx.now);
      if (problem === null) await verifyDkimKey(tx, ctx.clientId, id, row.domain);
    });
    return this.one(ctx, id);
  }

  private async problemOf(row: DkimKeyRow): Promise<string | null> {
    let records: unknown;
    try {
      records = await this.dns.resolve(recordName(row), 'TXT');
    } catch (error) {
      const { code } = error as { code?: string };
      return code === 'ENOTFOUND' || code === 'ENODATA' ? 'not_published' : 'dns_unavailable';
    }
    const texts = (records as string[][]).map((parts) => parts.join(''));
    return texts.some((text) => publishedKey(text) === row.public_key) ? null : 'different';
  }

  private async row(ctx: ClientCtx, id: string): Promise<DkimKeyRow> {
    const row = (await this.db.tx(ctx, (tx) => dkimKeys(tx, ctx.clientId))).find((key) => key.id === id);
    if (!row) throw fail('dkim_key.unknown');
    return row;
  }

  private async one(ctx: ClientCtx, id: string): Promise<DkimKey> {
    return toView(await this.row(ctx, id));
  }
}

/** The domain in an address; null when the address is none. */
export function senderDomain(email: string): string | null {
  const address = oneAddress(email);
  return address === null ? null : address.slice(address.lastIndexOf('@') + 1);
}

/** The key in a record's text (RFC 6376, 3.6.1); null when it is for something else. */
function publishedKey(text: string): string | null {
  const tags = new Map(
    text.split(';').map((tag) => {
      const [name = '', ...value] = tag.split('=');
      return [name.trim(), value.join('=').replace(/\s+/g, '')] as const;
    }),
  );
  const isRsa = (tags.get('v') ?? 'DKIM1') === 'DKIM1' && (tags.get('k') ?? 'rsa') === 'rsa';
  return isRsa ? (tags.get('p') ?? null) : null;
}

function recordName({ domain, selector }: DkimKeyRow): string {
  return `${selector}._domainkey.${domain}`;
}

function toView(row: DkimKeyRow): DkimKey {
  return {
    id: row.id,
    domain: row.domain,
    selector: row.selector,
    state: row.state,
    record: { name: recordName(row), type: 'TXT', value: `v=DKIM1; k=rsa; p=${row.public_key}` },
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    checkedAt: row.checked_at?.toISOString() ?? null,
  };
}
