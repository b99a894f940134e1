import { Injectable } from '@nestjs/common';
import {
  actorName,
  Clock,
  Database,
  decodeCursor,
  defineErrors,
  requirePermission,
  toPage,
  type ClientCtx,
  type Ctx,
  type Page,
} from '#platform';
import { Clients } from '#clients';
import type {
  TemplateKey,
  TemplateParts,
  TemplateQuery,
  TemplateSummary,
  TemplateView,
} from './message-template.schema.js';
import {
  insertVersion,
  lockTemplates,
  retireVersions,
  selectAllInForce,
  selectInForce,
  selectVersions,
  sizeOfOthers,
  type TemplateRow,
} from './message-templates.queries.js';
import { placeholdersOf, requiredOf } from './placeholders.js';
import { TemplatesInForce } from './templates-in-force.js';
import { TemplateTrials } from './template-trials.service.js';

const fail = defineErrors({ 'template.invalid': 422, 'template.too_much': 409 });

/** As long as the client itself is kept. */
const cacheMs = 5_000;
/** Clients whose words are kept in memory, and the characters of one client's words in force. */
const keptClients = 500;
const mostCharacters = 1_000_000;
const shownVersions = 100;

/** A client's own words for its messages. Versions never change; the newest that is not retired is in force. */
@Injectable()
export class MessageTemplates {
  private readonly cache = new Map<string, { templates: TemplatesInForce; until: number }>();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly clients: Clients,
    private readonly trials: TemplateTrials,
  ) {}

  /** What is in force, by purpose, language and channel; what is not there is told in our own words. */
  async list(ctx: Ctx, query: TemplateQuery): Promise<Page<TemplateSummary>> {
    requirePermission(ctx, 'template.read');
    const after = query.after === undefined ? null : decodeCursor(query.after, 3).map(String);
    const asked = { ...query, after, limit: query.limit + 1 };
    const rows = await this.db.tx(ctx, (tx) => selectInForce(tx, ctx.clientId, asked));
    return toPage(rows, query.limit, (row) => [row.purpose, row.language, row.channel], toSummary);
  }

  /** One text with its versions, and what it may and must say. */
  async get(ctx: Ctx, key: TemplateKey): Promise<TemplateView> {
    requirePermission(ctx, 'template.read');
    const rows = await this.db.tx(ctx, (tx) => selectVersions(tx, ctx.clientId, key, shownVersions));
    return toView(key, rows);
  }

  /**
   * Saves a new version and puts it in force: messages written from 5 s later on are in these words, those sent keep
   * theirs. The words in force given again change nothing. Raises `template.invalid` with each finding, and
   * `template.too_much` beyond a million characters in force.
   */
  async save(ctx: Ctx, key: TemplateKey, parts: TemplateParts): Promise<TemplateView> {
    requirePermission(ctx, 'template.write');
    const findings = this.trials.findings(await this.clients.current(ctx), key, parts);
    if (findings.length > 0)
      throw fail(
        'template.invalid',
        { count: findings.length },
        findings.map(({ path, ...rest }) => ({ pointer: `/parts${path}`, ...rest })),
      );
    const rows = await this.db.tx(ctx, async (tx) => {
      await lockTemplates(tx, ctx.clientId);
      const [newest] = await selectVersions(tx, ctx.clientId, key, 1);
      if (!newest || newest.retired_at !== null || !sameWords(newest.parts, parts)) {
        const others = await sizeOfOthers(tx, ctx.clientId, key);
        if (others + JSON.stringify(parts).length > mostCharacters) throw fail('template.too_much');
        await insertVersion(tx, ctx.clientId, key, parts, actorName(ctx.actor), ctx.now);
      }
      return selectVersions(tx, ctx.clientId, key, shownVersions);
    });
    this.cache.delete(ctx.clientId);
    return toView(key, rows);
  }

  /** Back to our own words; versions stay readable. Without own words in force it changes nothing. */
  async revert(ctx: Ctx, key: TemplateKey): Promise<void> {
    requirePermission(ctx, 'template.write');
    await this.db.tx(ctx, async (tx) => {
      await lockTemplates(tx, ctx.clientId);
      await retireVersions(tx, ctx.clientId, key, actorName(ctx.actor), ctx.now);
    });
    this.cache.delete(ctx.clientId);
  }

  /** All words of the scope's client in force; up to 5 s old, since every message asks for them. */
  async inForce(ctx: ClientCtx): Promise<TemplatesInForce> {
    const now = this.clock.now().getTime();
    const cached = this.cache.get(ctx.clientId);
    if (cached && cached.until > now) return cached.templates;
    const rows = await this.db.tx(ctx, (tx) => selectAllInForce(tx, ctx.clientId));
    const templates = new TemplatesInForce(rows);
    const [oldest] = this.cache.keys();
    if (this.cache.size >= keptClients && oldest !== undefined) this.cache.delete(oldest);
    this.cache.delete(ctx.clientId);
    this.cache.set(ctx.clientId, { templates, until: now + cacheMs });
    return templates;
  }
}

/** PostgreSQL keeps no order of keys. */
function sameWords(a: TemplateParts, b: TemplateParts): boolean {
  return sorted(a) === sorted(b);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function toSummary(row: TemplateRow): TemplateSummary {
  const { purpose, language, channel, version } = row;
  return { purpose, language, channel, version, ...madeOf(row) };
}

function madeOf(row: TemplateRow) {
  return { createdBy: row.created_by, createdAt: row.created_at.toISOString() };
}

function toView(key: TemplateKey, rows: readonly TemplateRow[]): TemplateView {
  const [newest] = rows;
  const inForce = newest && newest.retired_at === null ? newest : null;
  return {
    ...key,
    inForce: inForce?.version ?? null,
    parts: inForce?.parts ?? null,
    placeholders: [...placeholdersOf(key.purpose, key.channel)],
    required: requiredOf(key.purpose, key.channel).map((anyOf) => [...anyOf]),
    versions: rows.map((row) => ({
      version: row.version,
      ...madeOf(row),
      retiredAt: row.retired_at?.toISOString() ?? null,
      parts: row.parts,
    })),
  };
}
