import { Injectable } from '@nestjs/common';
import {
  Clock,
  Database,
  log,
  newId,
  requirePermission,
  systemCtx,
  type ClientCtx,
  type Ctx,
} from '#platform';
import { Clients } from '#clients';
import { Catalogue } from '../writing/catalogue.js';
import { whatsAppBody } from '../writing/channels/whatsapp.js';
import { fail } from './telephony.errors.js';
import { ProviderRefusal, TelephonyProvider } from './telephony-provider.js';
import type { NewWhatsAppTemplate, WhatsAppTemplate } from './whatsapp-template.schema.js';
import {
  insertTemplate,
  templatesOf,
  updateTemplate,
  type TemplateRow,
} from './whatsapp-template.queries.js';
import { whatsappLanguage } from './whatsapp-wording.js';

/** What the places of a template could hold, for whoever approves it. */
const samples: Readonly<Record<string, string>> = {
  shop: 'Shop',
  order: 'A-1001',
  news: '19.99 EUR',
  contact: 'service@shop.example',
};

/** The words that WhatsApp approves beforehand, per purpose and language. */
@Injectable()
export class WhatsAppTemplates {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly clients: Clients,
    private readonly catalogue: Catalogue,
    private readonly provider: TelephonyProvider,
  ) {}

  /** All templates with their approval; newest version of each first. */
  async list(ctx: Ctx): Promise<WhatsAppTemplate[]> {
    requirePermission(ctx, 'template.read');
    const { clientId } = ctx;
    return (await this.db.tx(ctx, (tx) => templatesOf(tx, clientId))).map(toView);
  }

  /**
   * Makes a new version in our present words and asks for its approval; the approved one before stays in use until then.
   * Raises `whatsapp_template.language`, `.pending`, and `.refused` when the provider does not take it: then it stays a
   * draft that the next call submits.
   */
  async submit(ctx: Ctx, { purpose, language }: NewWhatsAppTemplate): Promise<WhatsAppTemplate> {
    requirePermission(ctx, 'template.write');
    const code = whatsappLanguage(language);
    if (code === null) throw fail('whatsapp_template.language');
    const client = await this.clients.current(ctx);
    const { body, names } = whatsAppBody(this.catalogue.voice(language, client.settings.formality));
    const draft = await this.db.tx(ctx, async (tx) => {
      const [last] = (await templatesOf(tx, ctx.clientId)).filter(
        (t) => t.purpose === purpose && t.language === language,
      );
      if (last?.state === 'submitted') throw fail('whatsapp_template.pending');
      if (last?.state === 'draft' && last.body === body) return last;
      const made = { id: newId(), purpose, language, version: (last?.version ?? 0) + 1, body };
      await insertTemplate(tx, ctx.clientId, made, ctx.now);
      return { ...made, contentSid: null, state: 'draft' as const, reason: null, updatedAt: ctx.now };
    });
    const sid = await this.provider
      .submitTemplate({
        name: `${client.code}_${purpose}_${language}_${draft.version}`
          .toLowerCase()
          .replace(/[^a-z0-9]/g, '_'),
        language: code,
        body,
        samples: Object.fromEntries(names.map((name, i) => [String(i + 1), samples[name] ?? name])),
      })
      .catch((error: unknown) => {
        if (error instanceof ProviderRefusal) throw fail('whatsapp_template.refused', { code: error.code });
        throw error;
      });
    const submitted = { ...draft, state: 'submitted' as const, contentSid: sid };
    await this.db.tx(ctx, (tx) => updateTemplate(tx, ctx.clientId, draft.id, submitted, ctx.now));
    return toView(submitted);
  }

  /** Asks the provider where each approval stands. */
  async refresh(ctx: Ctx): Promise<WhatsAppTemplate[]> {
    requirePermission(ctx, 'template.write');
    await this.ask(ctx);
    return this.list(ctx);
  }

  /** The same for all clients, from a schedule. */
  async refreshAll(): Promise<void> {
    const now = this.clock.now();
    for (const { id } of await this.clients.all(systemCtx('telephony', null, now))) {
      await this.ask(systemCtx('telephony', id, now)).catch((err: Error) =>
        log.warn({ err, clientId: id }, 'approvals of templates not known'),
      );
    }
  }

  private async ask(ctx: ClientCtx): Promise<void> {
    const rows = await this.db.tx(ctx, (tx) => templatesOf(tx, ctx.clientId));
    for (const row of rows) {
      if (row.contentSid === null || row.state === 'rejected') continue;
      const { contentSid } = row;
      const { state, reason } = await this.provider.approvalOf(contentSid);
      if (state === row.state && reason === row.reason) continue;
      const change = { state, reason, contentSid };
      await this.db.tx(ctx, (tx) => updateTemplate(tx, ctx.clientId, row.id, change, this.clock.now()));
    }
  }
}

function toView({
  id,
  purpose,
  language,
  version,
  body,
  state,
  reason,
  updatedAt,
}: TemplateRow): WhatsAppTemplate {
  return { id, purpose, language, version, body, state, reason, updatedAt: updatedAt.toISOString() };
}
