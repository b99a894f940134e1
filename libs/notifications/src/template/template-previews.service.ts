import { Injectable } from '@nestjs/common';
import { Database, defineErrors, requirePermission, type ClientCtx, type Ctx } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { Clients } from '#clients';
import { Catalogue, MessageProblem } from '../writing/catalogue.js';
import { currentLayout, layoutOf } from '../writing/layouts.js';
import { writeMessage, type WritingOrder, type WrittenMessage } from '../writing/message-writing.js';
import { smsSize } from '../writing/sms-segments.js';
import { compileTemplate, type MessageTemplate } from './message-template.js';
import type {
  TemplateKey,
  TemplateParts,
  TemplatePreview,
  TemplatePreviewRequest,
} from './message-template.schema.js';
import { MessageTemplates } from './message-templates.service.js';
import { sampleCase, sampleFacts } from './sample-case.js';
import type { TemplateFinding } from './template-check.js';
import { TemplateTrials } from './template-trials.service.js';

const fail = defineErrors({ 'template.invalid': 422, 'template.not_for_case': 409, 'case.unknown': 404 });

/** Shows how a message reads before any is sent. */
@Injectable()
export class TemplatePreviews {
  constructor(
    private readonly db: Database,
    private readonly catalogue: Catalogue,
    private readonly clients: Clients,
    private readonly cases: Cases,
    private readonly templates: MessageTemplates,
    private readonly trials: TemplateTrials,
  ) {}

  /** All that is wrong with the words; empty when they can be saved. Stores nothing. */
  async check(ctx: Ctx, key: TemplateKey, parts: TemplateParts): Promise<TemplateFinding[]> {
    requirePermission(ctx, 'template.read');
    return this.trials.findings(await this.clients.current(ctx), key, parts);
  }

  /**
   * A message in the words given, else in those in force, else in ours, about one of the client's cases or an invented
   * one. Stores and sends nothing. Raises `template.invalid`, `case.unknown`, and `template.not_for_case` when the case
   * lacks what such a message says.
   */
  async preview(ctx: Ctx, key: TemplateKey, request: TemplatePreviewRequest): Promise<TemplatePreview> {
    requirePermission(ctx, 'template.read');
    const client = await this.clients.current(ctx);
    const template = await this.templateFor(ctx, key, request.parts);
    const record =
      request.caseId === undefined
        ? sampleCase(key.language, client.country)
        : await this.caseOf(ctx, request.caseId);
    const facts = sampleFacts(key.purpose, record, ctx.now);
    return toPreview(key, this.write({ ...key, record, client, facts, now: ctx.now, template }));
  }

  private async templateFor(
    ctx: ClientCtx,
    key: TemplateKey,
    parts: TemplateParts | undefined,
  ): Promise<MessageTemplate | null> {
    if (parts === undefined)
      return (await this.templates.inForce(ctx)).find(key.purpose, key.language, key.channel);
    const findings = this.trials.findings(await this.clients.current(ctx), key, parts);
    // A text that is only too long is shown with its size.
    const broken = findings.filter(({ code }) => code !== 'template.too_many_segments');
    if (broken.length > 0)
      throw fail(
        'template.invalid',
        { count: broken.length },
        broken.map(({ path, ...rest }) => ({ pointer: `/parts${path}`, ...rest })),
      );
    return compileTemplate(0, parts);
  }

  private async caseOf(ctx: ClientCtx, caseId: string): Promise<CaseRecord> {
    const [record] = await this.db.tx(ctx, (tx) => this.cases.load(ctx, tx, [caseId]));
    if (!record) throw fail('case.unknown');
    return record;
  }

  private write(order: WritingOrder): WrittenMessage {
    try {
      return writeMessage(this.catalogue, order);
    } catch (error) {
      if (error instanceof MessageProblem) throw fail('template.not_for_case', { missing: error.key });
      throw error;
    }
  }
}

function toPreview({ channel }: TemplateKey, written: WrittenMessage): TemplatePreview {
  const { subject, senderName, content, text, numbered } = written;
  return {
    subject,
    senderName,
    html: content === null ? null : layoutOf(currentLayout).html(content),
    text,
    sms: channel === 'sms' ? smsSize(text) : null,
    whatsapp: numbered === null ? null : { body: numbered.body, values: [...numbered.values] },
  };
}
