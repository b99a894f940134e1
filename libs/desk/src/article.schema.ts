import { z } from 'zod';
import { scriptSituations } from './script.schema.js';

const language = z.string().regex(/^([a-z]{2}|sr-Latn)$/, 'a language code: `de`, `sr-Latn`');

export const articleTextSchema = z
  .strictObject({
    language,
    title: z.string().trim().min(1).max(160),
    body: z.string().trim().min(1).max(10_000),
  })
  .meta({ id: 'ArticleText' });
export type ArticleText = z.infer<typeof articleTextSchema>;

export const articleSchema = z
  .object({
    id: z.uuid(),
    clientId: z.uuid().nullable().describe('Null: for all clients.'),
    language: z.string(),
    title: z.string(),
    body: z.string(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Article', description: 'Something that agents look up.' });
export type Article = z.infer<typeof articleSchema>;

/** A script is found like an article; its body is what is said, a line each. */
export const foundArticleSchema = articleSchema
  .omit({ createdAt: true, createdBy: true })
  .extend({
    id: z.uuid().nullable().describe('Null for a script that comes with the service.'),
    kind: z.enum(['article', 'script']),
    situation: z.enum(scriptSituations).nullable(),
  })
  .meta({ id: 'FoundArticle' });
export type FoundArticle = z.infer<typeof foundArticleSchema>;

export const foundArticlesSchema = z
  .object({ data: z.array(foundArticleSchema) })
  .meta({ id: 'FoundArticles' });
export const articleVersionsSchema = z
  .object({ data: z.array(articleSchema) })
  .meta({ id: 'ArticleVersions' });

export const articleQuerySchema = z.object({
  q: z.string().max(200).default(''),
  language: language.optional(),
  /** Resolved by the frame; named here because the query is closed. */
  client: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type ArticleQuery = z.output<typeof articleQuerySchema>;
