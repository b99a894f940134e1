import { Injectable } from '@nestjs/common';
import { Cases, type CaseRecord } from '#cases';
import { Clients, type Client } from '#clients';
import { CustomerLinks, type OpenedLink } from '#desk';
import { Catalogue, messageLanguage, messageLanguages, formatsOf } from '#notifications';
import { Database, systemCtx, type ClientCtx, type Ctx } from '#platform';
import { acceptedLanguage } from '../http/locale.js';
import { CustomerAnswers } from './customer-answers.js';
import { readForm, type CustomerForm, type FieldName } from './customer-form.js';
import { formPage, sentencePage, type Page } from './customer-page.js';

/** A page with its HTTP status. */
export interface Answered {
  readonly status: 200 | 404 | 422;
  readonly page: Page;
}

interface Opened {
  readonly link: OpenedLink;
  readonly ctx: ClientCtx;
  readonly client: Client;
  readonly record: CaseRecord;
}

const spoken: ReadonlySet<string> = new Set(messageLanguages);
const nothing: ReadonlySet<FieldName> = new Set();

/** The pages behind the links that customers get: one for each, in their language. Shows nothing of what is known of them. */
@Injectable()
export class CustomerPages {
  constructor(
    private readonly db: Database,
    private readonly links: CustomerLinks,
    private readonly cases: Cases,
    private readonly clients: Clients,
    private readonly answers: CustomerAnswers,
    private readonly catalogue: Catalogue,
  ) {}

  /** The form; that it was filled in already; or, alike for a link that never was and one that is over, that it is gone. */
  async show(ctx: Ctx, token: string, accept: string | undefined): Promise<Answered> {
    const opened = await this.open(ctx, token);
    if (!opened) return this.gone(accept);
    return opened.link.isUsed ? this.thanks(opened) : this.form(opened, {}, nothing);
  }

  /** Takes what was typed, once; sent again it gets the same answer. Null: shown anew by the address itself. */
  async take(
    ctx: Ctx,
    token: string,
    typed: CustomerForm,
    accept: string | undefined,
  ): Promise<Answered | null> {
    const opened = await this.open(ctx, token);
    if (!opened) return this.gone(accept);
    if (opened.link.isUsed) return null;
    const read = readForm(opened.link.asks, typed);
    if ('wrong' in read) return this.form(opened, typed, read.wrong);
    await this.db.tx(opened.ctx, (tx) => this.answers.take(opened.ctx, tx, opened.link, read.answer));
    return null;
  }

  private async open(ctx: Ctx, token: string): Promise<Opened | null> {
    const link = await this.links.open(ctx, token);
    if (!link) return null;
    const scoped = systemCtx('customer', link.clientId, ctx.now);
    const client = await this.clients.current(scoped);
    if (client.status === 'ended') return null;
    const [record] = await this.db.tx(scoped, (tx) => this.cases.load(scoped, tx, [link.caseId]));
    return record ? { link, ctx: scoped, client, record } : null;
  }

  private form(opened: Opened, typed: CustomerForm, wrong: ReadonlySet<FieldName>): Answered {
    const { client, record, link } = opened;
    const page = formPage({
      voice: this.voiceOf(opened),
      client,
      order: record.orderRef,
      asks: link.asks,
      amount: refundOf(record, languageOf(opened)),
      typed,
      wrong,
    });
    return { status: wrong.size > 0 ? 422 : 200, page };
  }

  private thanks(opened: Opened): Answered {
    return { status: 200, page: sentencePage(this.voiceOf(opened), 'form.thanks', opened.client) };
  }

  private gone(accept: string | undefined): Answered {
    const language = messageLanguage(acceptedLanguage(accept, spoken) ?? 'en', 'en');
    return { status: 404, page: sentencePage(this.catalogue.voice(language, 'formal'), 'form.gone', null) };
  }

  private voiceOf(opened: Opened) {
    return this.catalogue.voice(languageOf(opened), opened.client.settings.formality);
  }
}

function languageOf({ client, record }: Opened) {
  return messageLanguage(record.language, client.defaultLanguage, client.settings.serbianScript);
}

/** What sold-out goods cost altogether; null without a price, or in several currencies. */
function refundOf(record: CaseRecord, language: ReturnType<typeof languageOf>): string | null {
  const soldOut = record.items.filter(({ fulfilment }) => fulfilment === 'out_of_stock');
  const currency = soldOut[0]?.currency ?? null;
  if (currency === null || soldOut.some((i) => i.currency !== currency || i.unitPriceMinor === null))
    return null;
  const amountMinor = soldOut.reduce((sum, i) => sum + i.quantity * (i.unitPriceMinor ?? 0), 0);
  return formatsOf(language, record.country).money(amountMinor, currency);
}
