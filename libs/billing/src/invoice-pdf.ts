import { createRequire } from 'node:module';
import Pdf from 'pdfkit';
import { handlingTime } from '#metering';
import { documentFormat, type DocumentFormat } from './document-format.js';
import { documentLanguage, documentText } from './document-texts.js';
import type { InvoiceLineRow, InvoiceRow } from './invoice.queries.js';
import type { Buyer, Seller } from './invoice.schema.js';

const require = createRequire(import.meta.url);
/** Latin, Greek and Cyrillic in one family, free to embed. */
const regular = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf');
const bold = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf');

const ink = '#1b1f24';
const grey = '#5c6670';
const hairline = '#c9d0d6';
const left = 56;
const right = 539;
const bottom = 742;
/** Right edges of the number columns; the description has what is left. */
const columns = { line: left, description: left + 28, quantity: 352, unitPrice: 445, net: right } as const;

export type PrintedInvoice = InvoiceRow & { readonly lines: readonly InvoiceLineRow[] };

/**
 * An invoice as a bookkeeper needs it (Directive 2006/112/EC, art. 226), A4, in the buyer's language. The bytes depend on
 * the invoice alone: made again, they are the same.
 */
export function invoicePdf(invoice: PrintedInvoice): AsyncIterable<Buffer> {
  return new InvoicePdf(invoice).render();
}

class InvoicePdf {
  private readonly doc: PDFKit.PDFDocument;
  private readonly format: DocumentFormat;
  private readonly say: (key: string, values?: Readonly<Record<string, string>>) => string;

  constructor(private readonly invoice: PrintedInvoice) {
    const language = documentLanguage(invoice.buyer.language);
    this.format = documentFormat(language, invoice.currency);
    this.say = (key, values) => documentText(language, key, values);
    this.doc = new Pdf({
      size: 'A4',
      // The footer is drawn below `bottom`; a margin there would break the page under it.
      margins: { top: 56, left, right: 595 - right, bottom: 0 },
      bufferPages: true,
      font: regular,
      lang: language,
      displayTitle: true,
      info: {
        Title: `${this.say('invoice.title')} ${invoice.code}`,
        Author: invoice.seller.legalName,
        CreationDate: invoice.issuedAt,
      },
    });
    this.doc.registerFont('regular', regular).registerFont('bold', bold);
  }

  render(): AsyncIterable<Buffer> {
    this.heading();
    this.table();
    this.totals();
    this.notes();
    this.footers();
    this.doc.end();
    return this.doc;
  }

  private heading(): void {
    const { invoice, format, say } = this;
    this.text(say('invoice.title'), left, 56, { font: 'bold', size: 20 });
    this.text(invoice.seller.legalName, 300, 58, {
      font: 'bold',
      size: 11,
      width: right - 300,
      align: 'right',
    });
    this.label(say('invoice.seller'), left, 100);
    const sellerEnd = this.party(invoice.seller, left, 112);
    this.label(say('invoice.buyer'), left, sellerEnd + 12);
    const buyerEnd = this.party(invoice.buyer, left, sellerEnd + 24);
    let y = 100;
    const facts: [string, string][] = [
      ['invoice.number', invoice.code],
      ['invoice.issued_on', format.date(invoice.issuedOn)],
      ['invoice.period', format.period(invoice.periodFrom, invoice.periodTo)],
      ['invoice.due_on', format.date(invoice.dueOn)],
      ['invoice.client_code', invoice.buyer.code],
    ];
    for (const [key, value] of facts) {
      this.label(say(key), 320, y);
      y = this.text(value, 320, y + 11, { size: 10, width: right - 320 }) + 7;
    }
    this.doc.y = Math.max(buyerEnd, y) + 22;
  }

  private party(party: Seller | Buyer, x: number, y: number): number {
    const { address } = party;
    const lines = [
      party.legalName,
      address.street,
      `${address.postalCode} ${address.city}`,
      this.format.country(address.country),
      ...(party.vatId ? [`${this.say('invoice.vat_id')}: ${party.vatId}`] : []),
    ];
    return lines.reduce((at, line) => this.text(line, x, at, { size: 10, width: 240 }) + 1, y);
  }

  private table(): void {
    this.tableHead();
    for (const line of this.invoice.lines) {
      const width = columns.quantity - 60 - columns.description;
      const description = this.say(`line.${line.channel}`);
      const rate = this.say('line.rate', { version: this.format.count(line.rateVersion) });
      this.doc.font('regular').fontSize(10);
      const height = this.doc.heightOfString(description, { width }) + 12;
      if (this.doc.y + height + 10 > bottom) {
        this.doc.addPage();
        this.tableHead();
      }
      const y = this.doc.y + 5;
      this.text(this.format.count(line.lineNo), columns.line, y, { size: 10, width: 26 });
      const described = this.text(description, columns.description, y, { size: 10, width });
      const end = this.text(rate, columns.description, described, { size: 8, color: grey, width });
      this.number(this.format.count(line.quantity), columns.quantity, y, 60);
      this.number(this.format.unitPrice(line.unitPriceE4), columns.unitPrice, y, 90);
      this.number(this.format.money(line.netMinor), columns.net, y, 92);
      this.rule(end + 5);
    }
  }

  private tableHead(): void {
    const y = this.doc.y;
    this.label(this.say('column.line'), columns.line, y);
    this.label(this.say('column.description'), columns.description, y);
    for (const [key, edge, width] of [
      ['quantity', columns.quantity, 60],
      ['unit_price', columns.unitPrice, 90],
      ['net', columns.net, 92],
    ] as const) {
      this.text(this.say(`column.${key}`), edge - width, y, { size: 8, color: grey, width, align: 'right' });
    }
    this.rule(y + 14, ink);
  }

  private totals(): void {
    const { invoice, format, say } = this;
    this.keep(90);
    let y = this.doc.y + 10;
    const vat =
      invoice.vatCategory === 'S'
        ? say('total.vat', { rate: format.percent(invoice.vatRateE2) })
        : say('total.no_vat');
    for (const [name, amount, font] of [
      [say('total.net'), invoice.netMinor, 'regular'],
      [vat, invoice.vatMinor, 'regular'],
      [say('total.gross'), invoice.grossMinor, 'bold'],
    ] as const) {
      if (font === 'bold') this.rule(y - 2, ink, 300);
      const at = font === 'bold' ? y + 4 : y;
      this.text(name, 300, at, { font, size: 10, width: 130 });
      this.number(format.money(amount), columns.net, at, 105, font);
      y = at + 17;
    }
    this.doc.y = y + 6;
    if (invoice.vatCategory !== 'S') {
      this.paragraph(
        say(invoice.vatCategory === 'AE' ? 'note.reverse_charge' : 'note.outside_scope'),
        'bold',
      );
    }
  }

  private notes(): void {
    const { invoice, format, say } = this;
    const { seller } = invoice;
    this.section(say('payment.heading'), 80);
    this.paragraph(
      say('payment.sentence', { amount: format.money(invoice.grossMinor), date: format.date(invoice.dueOn) }),
    );
    const bank: [string, string][] = [
      [say('payment.account_holder'), seller.legalName],
      ['IBAN', seller.iban.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')],
      ...(seller.bic ? [['BIC', seller.bic] as [string, string]] : []),
      [say('payment.reference'), invoice.code],
    ];
    for (const [name, value] of bank) {
      const y = this.doc.y;
      this.text(name, left, y, { size: 9, color: grey, width: 130 });
      this.doc.y = this.text(value, left + 135, y, { size: 9, width: right - left - 135 }) + 2;
    }
    this.section(say('service.heading'), 50);
    this.paragraph(say('service.contacts', { count: format.count(invoice.contactCount) }));
    const time = handlingTime(invoice.agentContactCount, invoice.handlingSeconds);
    this.paragraph(
      time.meanSeconds === null
        ? say('service.no_agents')
        : say('service.handling_time', {
            count: format.count(time.contacts),
            mean: format.seconds(time.meanSeconds),
            budget: format.seconds(time.budgetSeconds),
          }),
    );
    this.section(say('evidence.heading'), 60);
    this.paragraph(say('evidence.sentence'));
    this.paragraph(say('evidence.ledger', { seq: format.count(invoice.ledgerSeq) }));
    this.paragraph(invoice.ledgerHash.toString('hex'));
  }

  private footers(): void {
    const { seller, code } = this.invoice;
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(start + page);
      this.rule(762);
      const contact = [seller.email, seller.phone].filter((part) => part !== null).join(' · ');
      const register = seller.register ? `${this.say('invoice.register')}: ${seller.register}` : '';
      const small = { size: 7.5, color: grey } as const;
      this.text(`${seller.legalName} · ${contact}`, left, 770, { ...small, width: 350 });
      this.text(
        [register, `${this.say('invoice.vat_id')}: ${seller.vatId}`].filter(Boolean).join(' · '),
        left,
        781,
        {
          ...small,
          width: 350,
        },
      );
      const pages = this.say('invoice.page', { page: String(page + 1), pages: String(count) });
      this.text(code, 400, 770, { ...small, width: right - 400, align: 'right' });
      this.text(pages, 400, 781, { ...small, width: right - 400, align: 'right' });
    }
  }

  private section(title: string, needs: number): void {
    this.keep(needs);
    this.doc.y = this.text(title, left, this.doc.y + 12, { font: 'bold', size: 10 }) + 3;
  }

  private paragraph(text: string, font: 'regular' | 'bold' = 'regular'): void {
    this.doc.font(font).fontSize(9);
    this.keep(this.doc.heightOfString(text, { width: right - left }));
    this.doc.y = this.text(text, left, this.doc.y, { font, size: 9 }) + 2;
  }

  /** Starts a page when so many points do not fit on this one. */
  private keep(points: number): void {
    if (this.doc.y + points <= bottom) return;
    this.doc.addPage();
    this.doc.y = 56;
  }

  private label(text: string, x: number, y: number): void {
    this.text(text, x, y, { size: 8, color: grey, width: 200 });
  }

  private number(text: string, edge: number, y: number, width: number, font?: 'bold' | 'regular'): void {
    this.text(text, edge - width, y, { size: 10, width, align: 'right', ...(font ? { font } : {}) });
  }

  private rule(y: number, color: string = hairline, from: number = left): void {
    this.doc.moveTo(from, y).lineTo(right, y).lineWidth(0.6).strokeColor(color).stroke();
    this.doc.y = y;
  }

  /** Writes text at a place and returns the y below it. */
  private text(
    text: string,
    x: number,
    y: number,
    style: { font?: 'regular' | 'bold'; size: number; color?: string; width?: number; align?: 'right' },
  ): number {
    this.doc
      .font(style.font ?? 'regular')
      .fontSize(style.size)
      .fillColor(style.color ?? ink)
      .text(text, x, y, {
        width: style.width ?? right - left,
        ...(style.align ? { align: style.align } : {}),
      });
    return this.doc.y;
  }
}
