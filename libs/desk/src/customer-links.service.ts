import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database, ENV, newId, Secrets, type ClientCtx, type Ctx, type Env, type Tx } from '#platform';
import { countLinks, insertLink, linkByDigest, useLink } from './customer-link.queries.js';
import type { LinkAsk } from './customer-link.schema.js';
import { deskFail } from './desk.errors.js';

const dayMs = 86_400_000;
const validMs = 7 * dayMs;
/** Per case; whoever needs more talks to the customer some other way. */
const mostPerDay = 5;
const tokenBytes = 24;

/** A link that is not over. */
export interface OpenedLink {
  readonly clientId: string;
  readonly id: string;
  readonly caseId: string;
  readonly asks: readonly LinkAsk[];
  readonly isUsed: boolean;
}

/**
 * The links by which customers give what an agent asks for, each for one purpose, once, within seven days. A token is 192
 * bits of HMAC-SHA-256 of the link's id under the installation's secret; stored is its digest, so that the database alone
 * opens no page, and nothing but the id has to be kept until the message is written.
 */
@Injectable()
export class CustomerLinks {
  constructor(
    private readonly db: Database,
    private readonly secrets: Secrets,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Makes a link in `tx`; the caller holds the case. Raises `desk.links_exhausted` after five of a case in a day. */
  async issue(
    ctx: ClientCtx,
    tx: Tx,
    of: { readonly caseId: string; readonly claimId: string; readonly asks: readonly LinkAsk[] },
  ): Promise<{ id: string; expiresAt: Date }> {
    const since = new Date(ctx.now.getTime() - dayMs);
    if ((await countLinks(tx, ctx.clientId, of.caseId, since)) >= mostPerDay) {
      throw deskFail('desk.links_exhausted', { most: mostPerDay, retryAfter: dayMs / 1000 });
    }
    const id = newId();
    const expiresAt = new Date(ctx.now.getTime() + validMs);
    const digest = digestOf(this.tokenOf(id));
    await insertLink(tx, ctx.clientId, { ...of, id, digest, createdAt: ctx.now, expiresAt });
    return { id, expiresAt };
  }

  /** Where a link leads; says nothing about whose it is. */
  urlOf(id: string): string {
    const base = (this.env.PUBLIC_URL ?? `http://127.0.0.1:${this.env.PORT ?? 3000}`).replace(/\/+$/, '');
    return `${base}/c/${this.tokenOf(id)}`;
  }

  /** The link of a token; null alike for one that never was and one that is over. */
  async open(ctx: Ctx, token: string): Promise<OpenedLink | null> {
    const digest = digestOf(token);
    const row = await this.db.tx({ ...ctx, clientId: null }, (tx) => linkByDigest(tx, digest, ctx.now));
    if (!row) return null;
    const { client_id: clientId, id, case_id: caseId, asks, used_at: usedAt } = row;
    return { clientId, id, caseId, asks, isUsed: usedAt !== null };
  }

  /** Uses a link up in `tx`; false when it is already. What the customer gave is to be stored in the same transaction. */
  use(ctx: ClientCtx, tx: Tx, link: OpenedLink): Promise<boolean> {
    return useLink(tx, ctx.clientId, link, ctx.now);
  }

  private tokenOf(id: string): string {
    const mac = this.secrets.mac('customer-link', id) as Buffer;
    return mac.toString('base64url', 0, tokenBytes);
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
