import { Injectable } from '@nestjs/common';
import {
  actorName,
  Database,
  newId,
  OPERATOR_ID,
  requireOperatorPermission,
  type ClientCtx,
  type Ctx,
} from '#platform';
import { AgentProfiles } from './agent-profiles.service.js';
import { prefixQuery, searchWords } from './article-search-words.js';
import {
  articleVersions,
  insertArticle,
  searchArticles,
  searchScripts,
  takeOutOfForce,
  type ArticleRow,
} from './article.queries.js';
import type { Article, ArticleQuery, ArticleText, FoundArticle } from './article.schema.js';
import { deskFail } from './desk.errors.js';
import { firstOf } from './script-language.js';
import { shipped } from './scripts.service.js';

/** What agents look up while they speak: short texts of the operator or of a client, in versions that never change. */
@Injectable()
export class Articles {
  constructor(
    private readonly db: Database,
    private readonly profiles: AgentProfiles,
  ) {}

  /**
   * Articles and scripts in which every word, or one that begins so, occurs; without words the newest articles. Of the
   * context's client and the operator; without a client of all those that the agent works for. Holds no personal data, so
   * it runs across clients.
   */
  async search(ctx: Ctx, query: ArticleQuery): Promise<FoundArticle[]> {
    requireOperatorPermission(ctx, 'desk.work');
    const mine = ctx.actor.kind === 'user' ? ((await this.profiles.own(ctx))?.clientIds ?? null) : null;
    const clientIds =
      ctx.clientId === null ? mine : [ctx.clientId].filter((id) => !mine || mine.includes(id));
    const { limit, language = null } = query;
    const words = prefixQuery(query.q);
    const search = { query: words, clientIds, language, limit };
    return this.db.tx({ ...ctx, clientId: null }, async (tx) => {
      const articles = (await searchArticles(tx, search)).map(
        ({ client_id: owner, ...row }): FoundArticle => ({ ...row, clientId: clientOf(owner) }),
      );
      if (words === null) return articles;
      const scripts = (await searchScripts(tx, { ...search, query: words })).map(
        ({ client_id: owner, titles, lines, ...row }): FoundArticle => ({
          ...row,
          clientId: clientOf(owner),
          ...shown(titles, lines, language ?? ctx.locale),
        }),
      );
      return [...articles, ...scripts, ...shippedScripts(query.q, language ?? ctx.locale)].slice(0, limit);
    });
  }

  /** Adds an article of the context's client, or of the operator without one. */
  async create(ctx: Ctx, text: ArticleText): Promise<Article> {
    requireOperatorPermission(ctx, 'desk.lead');
    const home = homeOf(ctx);
    const row = await this.db.tx(home, (tx) =>
      insertArticle(tx, home.clientId, 1, rowOf(ctx, newId(), text)),
    );
    return toArticle(row);
  }

  /** Puts a new version in force. Raises `desk.article_unknown`, also for one that was taken out of force. */
  async replace(ctx: Ctx, id: string, text: ArticleText): Promise<Article> {
    requireOperatorPermission(ctx, 'desk.lead');
    const home = homeOf(ctx);
    return this.db.tx(home, async (tx) => {
      const before = await takeOutOfForce(tx, home.clientId, id, null);
      if (before === undefined) throw deskFail('desk.article_unknown');
      return toArticle(await insertArticle(tx, home.clientId, before + 1, rowOf(ctx, id, text)));
    });
  }

  /** Nobody finds it any more; its versions stay. Raises `desk.article_unknown`. */
  async retire(ctx: Ctx, id: string): Promise<void> {
    requireOperatorPermission(ctx, 'desk.lead');
    const home = homeOf(ctx);
    const retired = { at: ctx.now, by: actorName(ctx.actor) };
    const version = await this.db.tx(home, (tx) => takeOutOfForce(tx, home.clientId, id, retired));
    if (version === undefined) throw deskFail('desk.article_unknown');
  }

  /** Every version, newest first. Raises `desk.article_unknown`. */
  async versions(ctx: Ctx, id: string): Promise<Article[]> {
    requireOperatorPermission(ctx, 'desk.lead');
    const home = homeOf(ctx);
    const rows = await this.db.tx(home, (tx) => articleVersions(tx, home.clientId, id));
    if (rows.length === 0) throw deskFail('desk.article_unknown');
    return rows.map(toArticle);
  }
}

/** What holds for all clients is kept in the operator's own scope. */
function homeOf(ctx: Ctx): ClientCtx {
  return { ...ctx, clientId: ctx.clientId ?? OPERATOR_ID };
}

function clientOf(owner: string): string | null {
  return owner === OPERATOR_ID ? null : owner;
}

function rowOf(ctx: Ctx, id: string, text: ArticleText) {
  const words = searchWords(`${text.title}\n${text.body}`);
  return { id, ...text, words, at: ctx.now, by: actorName(ctx.actor) };
}

function toArticle(row: ArticleRow): Article {
  return {
    id: row.id,
    clientId: clientOf(row.client_id),
    language: row.language,
    title: row.title,
    body: row.body,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}

/** A script as a text in one language. */
function shown(
  titles: Readonly<Record<string, string>>,
  lines: readonly Readonly<Record<string, string>>[],
  wanted: string,
): { language: string; title: string; body: string } {
  const language = firstOf([wanted], titles);
  return {
    language,
    title: titles[language] ?? '',
    body: lines.map((line) => line[language] ?? '').join('\n'),
  };
}

/** Those that come with the service, by the same rule as PostgreSQL's: every word a beginning. */
function shippedScripts(typed: string, language: string): FoundArticle[] {
  const wanted = searchWords(typed).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...shipped.values()].flatMap(({ situation, titles, lines }) => {
    const text = shown(titles, lines, language);
    const words = searchWords(`${text.title}\n${text.body}`).match(/[\p{L}\p{N}]+/gu) ?? [];
    const isFound = wanted.every((begin) => words.some((word) => word.startsWith(begin)));
    return isFound
      ? [{ kind: 'script' as const, id: null, clientId: null, version: 0, situation, ...text }]
      : [];
  });
}
