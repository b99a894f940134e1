import { Injectable } from '@nestjs/common';
import { Database, requireOperatorPermission, systemCtx, type Ctx } from '#platform';
import { Clients } from '#clients';
import { LedgerVerification } from '#metering';
import { acrossClients, invariants } from './invariants.queries.js';

export interface Violation {
  readonly invariant: string;
  /** Client code, or null for what concerns the database as a whole. */
  readonly client: string | null;
  readonly id: string;
  readonly detail: string;
}

interface Offender {
  id: string;
  detail?: string;
}

/** At most this many offenders per invariant and client are named. */
const shown = 20;

/** What must hold after any run, checked on the rows themselves. */
@Injectable()
export class Invariants {
  constructor(
    private readonly db: Database,
    private readonly clients: Clients,
    private readonly ledger: LedgerVerification,
  ) {}

  /** Checks every invariant for every client; no violations means that the books are whole. */
  async check(ctx: Ctx): Promise<{ checked: number; violations: Violation[] }> {
    requireOperatorPermission(ctx, 'client.read');
    const violations: Violation[] = [];
    let checked = 0;
    const across = { ...ctx, clientId: null };
    for (const { name, sql } of acrossClients) {
      checked++;
      const rows = await this.db.tx(across, (tx) => tx.query<Offender>(sql));
      violations.push(
        ...rows.map((row) => ({ invariant: name, client: null, id: row.id, detail: row.detail ?? '' })),
      );
    }
    for (const client of await this.clients.all(across)) {
      const scoped = systemCtx('invariants', client.id, ctx.now);
      for (const { name, sql } of invariants) {
        checked++;
        const rows = await this.db.tx(scoped, async (tx) => {
          // They join whole tables; without fresh statistics a nested loop takes minutes where a hash takes milliseconds.
          await tx.query('SET LOCAL enable_nestloop = off');
          return tx.query<Offender>(`${sql} LIMIT ${shown}`);
        });
        violations.push(
          ...rows.map((row) => ({
            invariant: name,
            client: client.code,
            id: row.id,
            detail: row.detail ?? '',
          })),
        );
      }
      checked++;
      const chain = await this.ledger.verify(scoped);
      if (!chain.isWhole) {
        violations.push({
          invariant: 'the ledger hash chain is whole',
          client: client.code,
          id: String(chain.brokenAt ?? ''),
          detail:
            chain.brokenStatements.length > 0
              ? `statements ${chain.brokenStatements.join(', ')}`
              : 'first row that does not follow from the one before',
        });
      }
    }
    return { checked, violations };
  }
}
