import { Injectable } from '@nestjs/common';
import { Database, type ClientCtx } from '#platform';

/** What a client's cases have come to so far. */
export interface JobSummary {
  readonly cases: Readonly<Record<string, number>>;
  /** How many incomplete cases wait for each missing fact. */
  readonly waitsFor: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly messagesByLanguage: Readonly<Record<string, number>>;
  readonly messagesByState: Readonly<Record<string, number>>;
  readonly contacts: { readonly billable: number; readonly free: number };
}

/** Counts over a whole client: for a summary or a night report, not for a page that many open. */
@Injectable()
export class JobSummaries {
  constructor(private readonly db: Database) {}

  /** Cases by state, items by outcome, messages by language and state, contacts by billability. */
  async of(ctx: ClientCtx): Promise<JobSummary> {
    return this.db.tx(ctx, async (tx) => {
      const counts = async (sql: string): Promise<Record<string, number>> => {
        const rows = await tx.query<{ key: string; count: number }>(sql, [ctx.clientId]);
        return Object.fromEntries(rows.map((row) => [row.key, row.count]));
      };
      const grouped = (table: string, column: string): Promise<Record<string, number>> =>
        counts(
          `SELECT coalesce(${column}::text, 'undecided') AS key, count(*) AS count FROM ${table} WHERE client_id = $1 GROUP BY 1 ORDER BY 2 DESC`,
        );
      const contacts = await grouped('contact', 'billable');
      return {
        cases: await grouped('return_case', 'state'),
        waitsFor: await counts(
          `SELECT fact AS key, count(*) AS count FROM return_case CROSS JOIN unnest(waits_for) AS fact
           WHERE client_id = $1 AND state = 'incomplete' GROUP BY 1`,
        ),
        outcomes: await grouped('case_item', 'outcome'),
        messagesByLanguage: await grouped('message', 'language'),
        messagesByState: await grouped('message', 'state'),
        contacts: { billable: contacts['true'] ?? 0, free: contacts['false'] ?? 0 },
      };
    });
  }

  /** How many messages are being sent or due now; what is held until later is not. One index probe; for waiting. */
  async messagesInFlight(ctx: ClientCtx): Promise<number> {
    const [row] = await this.db.tx(ctx, (tx) =>
      tx.query<{ count: number }>(
        `SELECT count(*) AS count FROM outbox WHERE kind = 'message' AND client_id = $1 AND state = 'pending'
           AND (next_at <= now() OR lease_token IS NOT NULL)`,
        [ctx.clientId],
      ),
    );
    return row?.count ?? 0;
  }
}
