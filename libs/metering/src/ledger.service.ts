import { Injectable } from '@nestjs/common';
import { localMonth, type ClientCtx, type Tx } from '#platform';
import { Clients } from '#clients';
import { chainHash, type LedgerEntry } from './ledger-entry.js';
import { appendEntries, enterLedger, type LedgerHead, type StoredEntry } from './ledger.queries.js';
import { defaultRate, insertRate } from './rate.queries.js';
import type { Rate } from './rate.schema.js';
import { StatementBook } from './statement-book.service.js';
import { insertStatement } from './statement.queries.js';
import { addToTotals, noTotals, type LedgerGroup, type StatementTotals } from './statement-totals.js';

/** A client's ledger while one transaction holds its end. */
export interface OpenLedger {
  head: LedgerHead;
  readonly rates: readonly Rate[];
  readonly statement: { readonly id: string; totals: StatementTotals };
}

export type NewEntry = Omit<LedgerEntry, 'seq' | 'statementId' | 'recordedAt'>;

/** Appends to a client's ledger, one transaction at a time. */
@Injectable()
export class Ledger {
  private readonly entered = new WeakMap<Tx, OpenLedger>();

  constructor(
    private readonly clients: Clients,
    private readonly book: StatementBook,
  ) {}

  /**
   * Joins the client's open statement and locks the end of its ledger until commit; again in the same transaction it
   * costs nothing. Locks: statement book (shared), then ledger head. A statement of a month that is over in the
   * client's zone is closed first, so that no contact of this month joins the last one when the schedule is late.
   */
  async enter(ctx: ClientCtx, tx: Tx): Promise<OpenLedger> {
    const known = this.entered.get(tx);
    if (known) return known;
    const { clientId } = ctx;
    const { zone } = await this.clients.current(ctx);
    await this.book.closePast(ctx, tx, zone);
    const found = await enterLedger(tx, clientId);
    let { rates } = found;
    if (rates.length === 0) {
      await insertRate(tx, clientId, defaultRate, ctx.now);
      rates = [defaultRate];
    }
    const statement =
      found.statement ??
      (await insertStatement(
        tx,
        clientId,
        localMonth(ctx.now, zone),
        ctx.now,
        noTotals((rates[0] ?? defaultRate).currency),
      ));
    const ledger: OpenLedger = {
      head: found.head,
      rates,
      statement: { id: statement.id, totals: statement.totals },
    };
    this.entered.set(tx, ledger);
    return ledger;
  }

  /** Chains and inserts the rows, and moves the head and the open statement's running totals with them. */
  async append(ctx: ClientCtx, tx: Tx, entries: readonly NewEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const ledger = await this.enter(ctx, tx);
    let { seq, hash, chargedUntil } = ledger.head;
    const rows: StoredEntry[] = [];
    for (const e of entries) {
      // Written out: spreading the entry twice took as long as hashing it.
      const row = {
        seq: ++seq,
        entry: e.entry,
        statementId: ledger.statement.id,
        contactId: e.contactId,
        caseId: e.caseId,
        channel: e.channel,
        purpose: e.purpose,
        occurredAt: e.occurredAt,
        handlingSeconds: e.handlingSeconds,
        amountE4: e.amountE4,
        currency: e.currency,
        rateVersion: e.rateVersion,
        reason: e.reason,
        reversesSeq: e.reversesSeq,
        recordedAt: ctx.now,
        hash,
      };
      hash = chainHash(hash, ctx.clientId, row);
      row.hash = hash;
      rows.push(row);
      if (e.entry === 'charge' && (chargedUntil === null || e.occurredAt > chargedUntil)) {
        chargedUntil = e.occurredAt;
      }
    }
    ledger.head = { seq, hash, chargedUntil };
    ledger.statement.totals = addToTotals(ledger.statement.totals, grouped(rows));
    await appendEntries(tx, ctx.clientId, {
      entries: rows,
      head: ledger.head,
      statement: ledger.statement,
      recordedAt: ctx.now,
    });
  }
}

/** Rows that are alike, counted: an append brings hundreds of rows of a few kinds. */
function grouped(rows: readonly StoredEntry[]): LedgerGroup[] {
  const groups = new Map<string, { -readonly [K in keyof LedgerGroup]: LedgerGroup[K] }>();
  for (const row of rows) {
    const key = `${row.entry}/${row.channel}/${row.rateVersion}/${row.amountE4}`;
    let group = groups.get(key);
    if (!group) {
      const { entry, channel, rateVersion, amountE4 } = row;
      group = { entry, channel, rateVersion, amountE4, rows: 0, agentContacts: 0, handlingSeconds: 0 };
      groups.set(key, group);
    }
    group.rows += 1;
    if (row.handlingSeconds !== null) {
      group.agentContacts += 1;
      group.handlingSeconds += row.handlingSeconds;
    }
  }
  return [...groups.values()];
}
