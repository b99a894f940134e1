import type { QueueCounts } from './board-view.js';

interface Sum {
  waiting: number;
  since: number;
}

interface Stream {
  readonly language: string;
  readonly skill: string;
}

/** What waits in an agent's streams, summed up once for all agents. */
export class QueueSums {
  private readonly sums = new Map<string, Sum>();

  constructor(counts: QueueCounts) {
    for (const row of counts.rows) {
      this.add(`${row.language} ${row.skill}`, row.waiting, row.since);
      this.add(`${row.language} ${row.skill} ${row.client_id}`, row.waiting, row.since);
    }
  }

  /** How many items wait in the streams, of those clients or all, and since when the oldest. */
  of(
    streams: readonly Stream[],
    clientIds: readonly string[] | null,
  ): { waiting: number; oldestAt: Date | null } {
    const keys = streams.flatMap(({ language, skill }) =>
      clientIds === null
        ? [`${language} ${skill}`]
        : clientIds.map((clientId) => `${language} ${skill} ${clientId}`),
    );
    const found = keys.map((key) => this.sums.get(key)).filter((sum) => sum !== undefined);
    const waiting = found.reduce((total, sum) => total + sum.waiting, 0);
    const oldest = Math.min(...found.map((sum) => sum.since));
    return { waiting, oldestAt: waiting > 0 ? new Date(oldest) : null };
  }

  private add(key: string, waiting: number, since: Date): void {
    const sum = this.sums.get(key) ?? { waiting: 0, since: Number.POSITIVE_INFINITY };
    this.sums.set(key, {
      waiting: sum.waiting + waiting,
      since: Math.min(sum.since, since.getTime()),
    });
  }
}
