import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import type { Ctx, Page } from '#platform';
import {
  MessageTemplates,
  templateBodySchema,
  templateCheckSchema,
  templateKeySchema,
  templatePageSchema,
  TemplatePreviews,
  templatePreviewRequestSchema,
  templatePreviewSchema,
  templateQuerySchema,
  templateViewSchema,
  type TemplateBody,
  type TemplateCheck,
  type TemplateKey,
  type TemplatePreview,
  type TemplatePreviewRequest,
  type TemplateQuery,
  type TemplateSummary,
  type TemplateView,
} from '#notifications';
import { ErrorTexts } from '../http/error-texts.js';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Messages';
const { purpose, language, channel } = templateKeySchema.shape;

/** A client's own words for its messages. */
@Controller('v1/message-templates')
export class MessageTemplatesController {
  constructor(
    private readonly templates: MessageTemplates,
    private readonly previews: TemplatePreviews,
    private readonly texts: ErrorTexts,
  ) {}

  @Get()
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'The client’s own words in force',
    description: 'Messages that are not listed are told in our own words.',
    answers: { 200: templatePageSchema },
  })
  list(
    @RequestCtx() ctx: Ctx,
    @Query({ schema: templateQuerySchema }) query: TemplateQuery,
  ): Promise<Page<TemplateSummary>> {
    return this.templates.list(ctx, query);
  }

  @Get(':purpose/:language/:channel')
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'The words of one message, with all versions and what it may leave open',
    answers: { 200: templateViewSchema },
  })
  get(
    @RequestCtx() ctx: Ctx,
    @Param('purpose', { schema: purpose }) ofPurpose: TemplateKey['purpose'],
    @Param('language', { schema: language }) ofLanguage: TemplateKey['language'],
    @Param('channel', { schema: channel }) ofChannel: TemplateKey['channel'],
  ): Promise<TemplateView> {
    return this.templates.get(ctx, { purpose: ofPurpose, language: ofLanguage, channel: ofChannel });
  }

  @Put(':purpose/:language/:channel')
  @Operation({
    permission: 'template.write',
    tag,
    summary: 'Put own words in force for one message, as a new version',
    description:
      'Words with findings are refused with each of them. The words in force given again make no version. Messages already sent keep theirs.',
    answers: { 200: templateViewSchema },
    errors: ['template.invalid', 'template.too_much'],
  })
  save(
    @RequestCtx() ctx: Ctx,
    @Param('purpose', { schema: purpose }) ofPurpose: TemplateKey['purpose'],
    @Param('language', { schema: language }) ofLanguage: TemplateKey['language'],
    @Param('channel', { schema: channel }) ofChannel: TemplateKey['channel'],
    @Body({ schema: templateBodySchema }) body: TemplateBody,
  ): Promise<TemplateView> {
    const key = { purpose: ofPurpose, language: ofLanguage, channel: ofChannel };
    return this.templates.save(ctx, key, body.parts);
  }

  @Delete(':purpose/:language/:channel')
  @Operation({
    permission: 'template.write',
    tag,
    summary: 'Go back to our own words for one message',
    answers: { 204: null },
  })
  revert(
    @RequestCtx() ctx: Ctx,
    @Param('purpose', { schema: purpose }) ofPurpose: TemplateKey['purpose'],
    @Param('language', { schema: language }) ofLanguage: TemplateKey['language'],
    @Param('channel', { schema: channel }) ofChannel: TemplateKey['channel'],
  ): Promise<void> {
    return this.templates.revert(ctx, { purpose: ofPurpose, language: ofLanguage, channel: ofChannel });
  }

  @Post(':purpose/:language/:channel/check')
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'Say what is wrong with words before they are saved',
    answers: { 200: templateCheckSchema },
  })
  async check(
    @RequestCtx() ctx: Ctx,
    @Param('purpose', { schema: purpose }) ofPurpose: TemplateKey['purpose'],
    @Param('language', { schema: language }) ofLanguage: TemplateKey['language'],
    @Param('channel', { schema: channel }) ofChannel: TemplateKey['channel'],
    @Body({ schema: templateBodySchema }) body: TemplateBody,
  ): Promise<TemplateCheck> {
    const key = { purpose: ofPurpose, language: ofLanguage, channel: ofChannel };
    const findings = await this.previews.check(ctx, key, body.parts);
    return {
      findings: findings.map(({ path, code, params }) => ({
        path,
        code,
        message: this.texts.sentence(code, ctx.locale, params) ?? code,
      })),
    };
  }

  @Post(':purpose/:language/:channel/preview')
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'Show a message as it would be sent, about an invented case or one of the client’s',
    description:
      'Without `parts` in the words in force. Nothing is stored or sent. `html` is for a sandboxed frame.',
    answers: { 200: templatePreviewSchema },
    errors: ['template.invalid', 'template.not_for_case', 'case.unknown'],
  })
  preview(
    @RequestCtx() ctx: Ctx,
    @Param('purpose', { schema: purpose }) ofPurpose: TemplateKey['purpose'],
    @Param('language', { schema: language }) ofLanguage: TemplateKey['language'],
    @Param('channel', { schema: channel }) ofChannel: TemplateKey['channel'],
    @Body({ schema: templatePreviewRequestSchema }) request: TemplatePreviewRequest,
  ): Promise<TemplatePreview> {
    const key = { purpose: ofPurpose, language: ofLanguage, channel: ofChannel };
    return this.previews.preview(ctx, key, request);
  }
}
