import type { INestApplicationContext } from '@nestjs/common';
import { formatMinor, systemCtx, type ClientCtx } from '#platform';
import { Invoices } from '#billing';
import { Invariants, JobSummaries } from '#insight';
import { Uploads } from '#intake';
import { ListingReading } from '#listings';
import { Statements } from '#metering';
import { count, say, table } from './terminal.js';

interface Scope {
  readonly ctx: ClientCtx;
  readonly code: string;
}

/** Prints what happened to the clients' returns, so that a person sees whether the job was done. */
export async function printSummary(
  app: INestApplicationContext,
  url: string,
  scopes: readonly Scope[],
): Promise<void> {
  const summaries = app.get(JobSummaries, { strict: false });
  const rows: (string | number)[][] = [];
  const outcomes: Record<string, number> = {};
  const languages: Record<string, number> = {};
  const waits: Record<string, number> = {};
  for (const { ctx, code } of scopes) {
    const job = await summaries.of(ctx);
    add(outcomes, job.outcomes);
    add(languages, job.messagesByLanguage);
    add(waits, job.waitsFor);
    const uploads = (await app.get(Uploads, { strict: false }).list(ctx, { limit: 200 })).data;
    const statement = (await app.get(Statements, { strict: false }).list(ctx, { limit: 50 })).data.find(
      (s) => s.number === 1,
    );
    const sum = (pick: (u: (typeof uploads)[number]) => number): number =>
      uploads.reduce((all, u) => all + pick(u), 0);
    rows.push([
      code,
      sum((u) => u.rows.total),
      sum((u) => u.rows.rejected),
      Object.values(job.cases).reduce((all, n) => all + n, 0),
      job.cases['incomplete'] ?? 0,
      job.cases['review'] ?? 0,
      job.messagesByState['sent'] ?? 0,
      job.contacts.billable,
      statement ? money(statement.amount) : '–',
    ]);
  }
  say('\nWhat happened');
  say(
    table([
      [
        'client',
        'rows',
        'rejected',
        'cases',
        'incomplete',
        'in review',
        'e-mails',
        'contacts',
        'contact value',
      ],
      ...rows,
    ]),
  );
  say(`\nDecisions   ${listed(outcomes)}`);
  say(`Languages   ${listed(languages)}`);
  if (Object.keys(waits).length > 0) say(`Waiting for ${listed(waits)}`);
  say('\nListings and invoices');
  for (const { ctx, code } of scopes) await printDocuments(app, url, ctx, code);
  const across = systemCtx('cli', null, new Date());
  const { checked, violations } = await app.get(Invariants, { strict: false }).check(across);
  say(
    `\nBooks       ${checked} checks: ${violations.length === 0 ? 'all hold' : `${violations.length} violations`}`,
  );
  for (const v of violations.slice(0, 10)) say(`  ${v.client ?? ''} ${v.invariant}: ${v.id} ${v.detail}`);
}

async function printDocuments(
  app: INestApplicationContext,
  url: string,
  ctx: ClientCtx,
  code: string,
): Promise<void> {
  for (const kind of ['refund', 'replacement'] as const) {
    const listings = (await app.get(ListingReading, { strict: false }).list(ctx, kind, { limit: 10 })).data;
    for (const listing of listings.filter((l) => l.status !== 'open')) {
      const totals = kind === 'refund' ? `, ${listing.totals.map(money).join(' + ')}` : '';
      say(
        `  ${code} ${kind} listing ${listing.number}: ${count(listing.count)} lines${totals}\n    ${url}/v1/${kind}-listings/${listing.id}/file?format=csv`,
      );
    }
  }
  for (const invoice of (await app.get(Invoices, { strict: false }).list(ctx, { limit: 10 })).data) {
    say(
      `  ${code} invoice ${invoice.code}: ${money(invoice.gross)}\n    ${url}/v1/invoices/${invoice.id}/document?format=pdf`,
    );
  }
}

function money(value: { amountMinor: number; currency: string }): string {
  return `${formatMinor(value.amountMinor, value.currency)} ${value.currency}`;
}

function add(into: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [key, n] of Object.entries(more)) into[key] = (into[key] ?? 0) + n;
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([key, n]) => `${key} ${count(n)}`)
    .join(', ');
}
