import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  articleQuerySchema,
  Articles,
  articleSchema,
  articleTextSchema,
  articleVersionsSchema,
  foundArticlesSchema,
  type Article,
  type ArticleQuery,
  type ArticleText,
  type FoundArticle,
} from '#desk';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Desk';
const id = z.uuid();

/** What agents look up. */
@Controller('v1/desk/articles')
export class ArticlesController {
  constructor(private readonly articles: Articles) {}

  @Get()
  @Operation({
    permission: 'desk.work',
    scope: 'any',
    tag,
    summary: 'Find articles and scripts as you type',
    description:
      'Each word may be the beginning of one; letter case and accents do not matter. Of one client and the operator with `?client=CODE`, else of all that you work for. Without words the newest articles.',
    answers: { 200: foundArticlesSchema },
  })
  async search(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: articleQuerySchema }) query: ArticleQuery,
  ): Promise<{ data: FoundArticle[] }> {
    return { data: await this.articles.search(ctx, query) };
  }

  @Get(':id/versions')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'All versions of an article, newest first',
    answers: { 200: articleVersionsSchema },
    errors: ['desk.article_unknown'],
  })
  async versions(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) articleId: string,
  ): Promise<{ data: Article[] }> {
    return { data: await this.articles.versions(ctx, articleId) };
  }

  @Post()
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Add an article: of one client with `?client=CODE`, else of the operator',
    answers: { 201: articleSchema },
  })
  create(@RequestCtx() ctx: Ctx, @Body({ schema: articleTextSchema }) body: ArticleText): Promise<Article> {
    return this.articles.create(ctx, body);
  }

  @Put(':id')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Put a new version of an article in force; the earlier ones are kept',
    answers: { 200: articleSchema },
    errors: ['desk.article_unknown'],
  })
  replace(
    @RequestCtx() ctx: Ctx,
    @Param('id', { schema: id }) articleId: string,
    @Body({ schema: articleTextSchema }) body: ArticleText,
  ): Promise<Article> {
    return this.articles.replace(ctx, articleId, body);
  }

  @Delete(':id')
  @Operation({
    permission: 'desk.lead',
    scope: 'any',
    tag,
    summary: 'Take an article out of force',
    answers: { 204: null },
    errors: ['desk.article_unknown'],
  })
  retire(@RequestCtx() ctx: Ctx, @Param('id', { schema: id }) articleId: string): Promise<void> {
    return this.articles.retire(ctx, articleId);
  }
}
