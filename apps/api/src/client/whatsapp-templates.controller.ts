import { Body, Controller, Get, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Ctx } from '#platform';
import {
  newWhatsAppTemplateSchema,
  WhatsAppTemplates,
  whatsAppTemplateSchema,
  type NewWhatsAppTemplate,
  type WhatsAppTemplate,
} from '#notifications';
import { Operation, RequestCtx } from '../http/operation.js';

const tag = 'Messages';

/** The words that WhatsApp approves beforehand. */
@Controller('v1/whatsapp-templates')
export class WhatsAppTemplatesController {
  constructor(private readonly templates: WhatsAppTemplates) {}

  @Get()
  @Operation({
    permission: 'template.read',
    tag,
    summary: 'All WhatsApp templates with their approval',
    answers: { 200: z.array(whatsAppTemplateSchema) },
  })
  list(@RequestCtx() ctx: Ctx): Promise<WhatsAppTemplate[]> {
    return this.templates.list(ctx);
  }

  @Post()
  @Operation({
    permission: 'template.write',
    tag,
    summary: 'Submit a template for a purpose and language to WhatsApp',
    description: 'A version approved before stays in use until the new one is approved.',
    answers: { 201: whatsAppTemplateSchema },
    errors: ['whatsapp_template.language', 'whatsapp_template.pending', 'whatsapp_template.refused'],
  })
  submit(
    @RequestCtx() ctx: Ctx,
    @Body({ schema: newWhatsAppTemplateSchema }) body: NewWhatsAppTemplate,
  ): Promise<WhatsAppTemplate> {
    return this.templates.submit(ctx, body);
  }

  @Post('refresh')
  @Operation({
    permission: 'template.write',
    tag,
    summary: 'Ask WhatsApp now where the approvals stand',
    answers: { 200: z.array(whatsAppTemplateSchema) },
  })
  refresh(@RequestCtx() ctx: Ctx): Promise<WhatsAppTemplate[]> {
    return this.templates.refresh(ctx);
  }
}
