import { OPERATOR_ID, type Tx } from '#platform';
import type { ScriptSituation } from './script.schema.js';

export interface ArticleRow {
  readonly id: string;
  readonly client_id: string;
  readonly version: number;
  readonly language: string;
  readonly title: string;
  readonly body: string;
  readonly created_at: Date;
  readonly created_by: string;
}

const columns = 'id, client_id, version, language, title, body, created_at, created_by';

export interface FoundRow {
  readonly kind: 'article' | 'script';
  readonly id: string;
  readonly client_id: string;
  readonly version: number;
  readonly language: string;
  readonly title: string;
  readonly body: string;
  readonly situation: ScriptSituation | null;
}

export interface Search {
  /** For `to_tsquery`; null for the newest ones. */
  readonly query: string | null;
  /** Whose articles besides the operator's; null for all clients'. */
  readonly clientIds: readonly string[] | null;
  readonly language: string | null;
  readonly limit: number;
}

/** Of more matches the newest are weighed: weighing reads each one's whole list of words. */
const mostWeighed = 300;

/**
 * Articles that hold all words, the likeliest first; without words the newest. For the role across clients, whose policy is
 * always true: under a client's policy `@@` is not leakproof and would not use its index. By `ix_desk_article_search`
 * (bitmap), without words by `ix_desk_article_newest`.
 */
export async function searchArticles(tx: Tx, search: Search): Promise<FoundRow[]> {
  const shown = `'article' AS kind, id, client_id, version, language, title, body, NULL AS situation`;
  const those = `in_force AND ($1::uuid[] IS NULL OR client_id = ANY($1::uuid[])) AND ($2::text IS NULL OR language = $2)`;
  const values = [owners(search), search.language, search.limit];
  if (search.query === null) {
    return tx.query<FoundRow & Record<string, unknown>>(
      `SELECT ${shown} FROM desk_article WHERE ${those} ORDER BY created_at DESC LIMIT $3`,
      values,
    );
  }
  return tx.query<FoundRow & Record<string, unknown>>(
    `SELECT ${shown} FROM (
       SELECT * FROM desk_article WHERE ${those} AND search @@ to_tsquery('simple', $4)
       ORDER BY created_at DESC LIMIT ${mostWeighed}) found
     ORDER BY ts_rank(search, to_tsquery('simple', $4)) DESC, created_at DESC LIMIT $3`,
    [...values, search.query],
  );
}

/** Own scripts that hold all words in any of their languages. By `ix_desk_script_search`. */
export async function searchScripts(
  tx: Tx,
  search: Search & { readonly query: string },
): Promise<
  (Omit<FoundRow, 'title' | 'body' | 'language'> & {
    titles: Record<string, string>;
    lines: Record<string, string>[];
  })[]
> {
  return tx.query(
    `SELECT 'script' AS kind, id, client_id, version, titles, lines, situation FROM desk_script
     WHERE in_force AND search @@ to_tsquery('simple', $2) AND ($1::uuid[] IS NULL OR client_id = ANY($1::uuid[]))
     ORDER BY ts_rank(search, to_tsquery('simple', $2)) DESC, id LIMIT $3`,
    [owners(search), search.query, search.limit],
  );
}

function owners({ clientIds }: Search): readonly string[] | null {
  return clientIds && [...clientIds, OPERATOR_ID];
}

/** All versions of an article of the scope, newest first. By primary key backwards. */
export async function articleVersions(tx: Tx, clientId: string, id: string): Promise<ArticleRow[]> {
  return tx.query<ArticleRow & Record<string, unknown>>(
    `SELECT ${columns} FROM desk_article WHERE client_id = $1 AND id = $2 ORDER BY version DESC LIMIT 200`,
    [clientId, id],
  );
}

export interface NewArticleRow {
  readonly id: string;
  readonly language: string;
  readonly title: string;
  readonly body: string;
  readonly words: string;
  readonly at: Date;
  readonly by: string;
}

export async function insertArticle(
  tx: Tx,
  clientId: string,
  version: number,
  article: NewArticleRow,
): Promise<ArticleRow> {
  const [row] = await tx.query<ArticleRow & Record<string, unknown>>(
    `INSERT INTO desk_article (client_id, id, version, language, title, body, words, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${columns}`,
    [
      clientId,
      article.id,
      version,
      article.language,
      article.title,
      article.body,
      article.words,
      article.at,
      article.by,
    ],
  );
  if (!row) throw new Error('an article was not stored');
  return row;
}

/** Takes the version in force out of it and returns its number; undefined when none is. Locks it. */
export async function takeOutOfForce(
  tx: Tx,
  clientId: string,
  id: string,
  retired: { readonly at: Date; readonly by: string } | null,
): Promise<number | undefined> {
  const [row] = await tx.query<{ version: number }>(
    `UPDATE desk_article SET in_force = false, retired_at = $3, retired_by = $4
     WHERE client_id = $1 AND id = $2 AND in_force RETURNING version`,
    [clientId, id, retired?.at ?? null, retired?.by ?? null],
  );
  return row?.version;
}
