import { Body, Controller, Get, Header, Headers, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import { Operation, RequestCtx } from '../http/operation.js';
import type { ApiReply } from '../http/request.js';
import { customerFormSchema, type CustomerForm } from './customer-form.js';
import { CustomerPages, type Answered } from './customer-pages.js';

const tag = 'Customers';
const html = 'text/html; charset=utf-8';
/** A person fills in a form a few times, a guesser of tokens would try forever. */
const perMinute = 30;
/** Anything is looked up: what can be no token gets the answer of one that is unknown. */
const tokenSchema = z.string().max(200);
/**
 * The address holds the token and must not reach another site. Not `no-referrer`: under that, browsers say of the form
 * that it comes from nowhere (`Origin: null`), and older ones say nothing else by which it can be told from another site's.
 */
const referrer = 'same-origin';

/** The page of a customer who was asked for something. */
@Controller('c/:token')
export class CustomerPageController {
  constructor(private readonly pages: CustomerPages) {}

  @Get()
  @Header('content-type', html)
  @Header('referrer-policy', referrer)
  @Header('x-robots-tag', 'noindex, nofollow')
  @Operation({
    permission: 'public',
    tag,
    summary: 'The form behind a link; shows the shop and the order, nothing of the customer',
    description: 'A link that is over and one that never was look the same.',
    answers: { 200: { mediaTypes: ['text/html'] }, 404: { mediaTypes: ['text/html'] } },
    perMinute,
  })
  async show(
    @RequestCtx() ctx: Ctx,
    @Param('token', { schema: tokenSchema }) token: string,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<string> {
    return sent(reply, await this.pages.show(ctx, token, accept));
  }

  @Post()
  @Header('content-type', html)
  @Header('referrer-policy', referrer)
  @Header('x-robots-tag', 'noindex, nofollow')
  @Operation({
    permission: 'public',
    tag,
    summary: 'Give what is asked; once',
    answers: {
      303: null,
      404: { mediaTypes: ['text/html'] },
      422: { mediaTypes: ['text/html'] },
    },
    body: customerFormSchema,
    bodyMediaType: 'application/x-www-form-urlencoded',
    perMinute,
  })
  async take(
    @RequestCtx() ctx: Ctx,
    @Param('token', { schema: tokenSchema }) token: string,
    @Body({ schema: customerFormSchema }) body: CustomerForm,
    @Headers('accept-language') accept: string | undefined,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<string | undefined> {
    const answered = await this.pages.take(ctx, token, body, accept);
    if (answered) return sent(reply, answered);
    void reply.status(303).header('location', `/c/${encodeURIComponent(token)}`);
    return undefined;
  }
}

function sent(reply: ApiReply, { status, page }: Answered): string {
  void reply.status(status).header('content-security-policy', page.policy);
  return page.html;
}
