import type { INestApplicationContext } from '@nestjs/common';
import { localDate, systemCtx, type ClientCtx } from '#platform';
import { Clients } from '#clients';
import { InvoiceIssuing } from '#billing';
import {
  ListingReading,
  ListingResults,
  ListingSealing,
  type ListingKind,
  type ListingView,
} from '#listings';
import { StatementClosing, Statements } from '#metering';
import { follow, messagesSent, receive } from '../upload-command.js';
import { count, ProgressLine, say } from '../terminal.js';
import { DemoPlace } from './demo-place.js';
import { printSummary } from '../summary.js';
import { Random } from './random.js';
import { shopExport } from './returns.js';
import { demoShops, type Shop } from './shops.js';

interface ShopInScope {
  readonly shop: Shop;
  /** The system in the shop's scope, now. */
  readonly ctx: ClientCtx;
}

/** The demo: four webshops' returns pushed through the whole job once, with a line per step. */
export class Demo {
  private readonly place: DemoPlace;

  constructor(
    private readonly app: INestApplicationContext,
    file: string,
    private readonly url: string,
  ) {
    this.place = new DemoPlace(app, file, url);
  }

  /** Loads the demo unless it was loaded; a load that was killed goes on where it stopped. */
  async loadOnce(): Promise<void> {
    const known = await this.place.read();
    if (known?.loaded) {
      if (known.url !== this.url) await this.place.write({ ...known, url: this.url });
      return;
    }
    const clients = this.app.get(Clients, { strict: false });
    if (!known && (await clients.all(this.across())).length > 0) return;
    say('First start on an empty database: loading the demo.\n');
    const content = await this.place.prepare();
    say(
      `  1 of 5  Operator, ${demoShops.length} webshops, their policies, rates and ${content.operator.users.length + content.clients.length * 3} logins are there.`,
    );
    const shops = await this.shopsInScope();
    await this.upload(shops);
    await this.tell(shops, '  3 of 5  E-mails');
    await this.list(shops);
    await this.tell(shops, '  4 of 5  E-mails about results');
    await this.invoice(shops);
    await printSummary(
      this.app,
      this.url,
      shops.map(({ ctx, shop }) => ({ ctx, code: shop.client.code })),
    );
    await this.place.write({ ...content, loaded: true });
  }

  /** Who can sign in where. */
  async printLogins(): Promise<void> {
    const content = await this.place.read();
    if (!content) return;
    const [user] = content.operator.users.slice(-1);
    say(`\nLogins (all in demo.json): ${user ? `${user.email} / ${user.password}` : 'none'}`);
    const [client] = content.clients;
    if (client) say(`API key of ${client.code}: ${client.apiKey}`);
  }

  private async upload(shops: readonly ShopInScope[]): Promise<void> {
    for (const [i, scope] of shops.entries()) {
      const { shop, ctx } = scope;
      const content = shopExport(shop, localDate(ctx.now, shop.client.zone), 20_260_000 + i);
      const upload = await receive(this.app, ctx, shop.file.name, content);
      await follow(this.app, ctx, upload.id, `  2 of 5  ${shop.client.code} ${shop.file.name}`);
    }
  }

  private async tell(shops: readonly ShopInScope[], label: string): Promise<void> {
    await messagesSent(
      this.app,
      shops.map((s) => s.ctx),
      label,
    );
  }

  /** Seals both listings of each client and hands back what its finance and its warehouse would. */
  private async list(shops: readonly ShopInScope[]): Promise<void> {
    const sealing = this.app.get(ListingSealing, { strict: false });
    const reading = this.app.get(ListingReading, { strict: false });
    const random = new Random(4_195);
    for (const { shop, ctx } of shops) {
      for (const kind of ['refund', 'replacement'] as const) {
        const [open] = (await reading.list(ctx, kind, { status: 'open', limit: 1 })).data;
        if (open && open.number === 1) await sealing.seal(ctx, kind, open.id);
        const [sealed] = (await reading.list(ctx, kind, { limit: 50 })).data.filter((l) => l.number === 1);
        if (!sealed) continue;
        const line = new ProgressLine();
        const released = await this.released(ctx, kind, sealed.id);
        const done = await this.handBack(ctx, kind, released, random);
        line.done(
          `  4 of 5  ${shop.client.code} ${kind} listing 1: ${count(released.count)} lines sealed; ${done}`,
        );
      }
    }
  }

  private async released(ctx: ClientCtx, kind: ListingKind, id: string): Promise<ListingView> {
    const reading = this.app.get(ListingReading, { strict: false });
    for (;;) {
      const listing = await reading.get(ctx, kind, id);
      if (listing.status !== 'open' && listing.status !== 'sealed') return listing;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private async handBack(
    ctx: ClientCtx,
    kind: ListingKind,
    listing: ListingView,
    random: Random,
  ): Promise<string> {
    const reading = this.app.get(ListingReading, { strict: false });
    const results: {
      reference: string;
      result: string;
      reason?: string;
      carrier?: string;
      tracking?: string;
    }[] = [];
    let after: string | undefined;
    do {
      const page = await reading.lines(ctx, kind, listing.id, { limit: 200, ...(after ? { after } : {}) });
      for (const { reference, result } of page.data)
        if (!result) results.push({ reference, ...outcome(kind, random) });
      after = page.next ?? undefined;
    } while (after);
    if (results.length === 0) return 'results are known';
    const answer = await this.app
      .get(ListingResults, { strict: false })
      .report(ctx, kind, listing.id, results);
    const bad = results.filter((r) => r.result === 'failed' || r.result === 'out_of_stock').length;
    return `${count(answer.applied - bad)} ${kind === 'refund' ? 'paid' : 'shipped'}, ${bad} ${kind === 'refund' ? 'failed' : 'out of stock'}`;
  }

  private async invoice(shops: readonly ShopInScope[]): Promise<void> {
    const statements = this.app.get(Statements, { strict: false });
    for (const { shop, ctx } of shops) {
      const first = (await statements.list(ctx, { limit: 50 })).data.find((s) => s.number === 1);
      if (!first) continue;
      if (first.status === 'open')
        await this.app.get(StatementClosing, { strict: false }).close(ctx, first.id);
      const closed = await statements.get(ctx, first.id);
      if (closed.status === 'closed')
        await this.app.get(InvoiceIssuing, { strict: false }).issue(ctx, first.id);
      say(
        `  5 of 5  ${shop.client.code} statement 1 closed with ${count(closed.contacts)} contacts; invoice issued`,
      );
    }
  }

  private async shopsInScope(): Promise<ShopInScope[]> {
    const clients = this.app.get(Clients, { strict: false });
    const ids = new Map((await clients.all(this.across())).map((client) => [client.code, client.id]));
    return demoShops.flatMap((shop) => {
      const id = ids.get(shop.client.code);
      if (!id) return [];
      return [
        {
          shop,
          get ctx() {
            return systemCtx('demo', id, new Date());
          },
        },
      ];
    });
  }

  private across() {
    return systemCtx('demo', null, new Date());
  }
}

function outcome(
  kind: ListingKind,
  random: Random,
): { result: string; reason?: string; carrier?: string; tracking?: string } {
  if (kind === 'refund')
    return random.chance(0.015) ? { result: 'failed', reason: 'account closed' } : { result: 'paid' };
  if (random.chance(0.02)) return { result: 'out_of_stock' };
  return {
    result: 'shipped',
    carrier: 'Example Parcel',
    tracking: `EP${random.between(10_000_000, 99_999_999)}`,
  };
}
