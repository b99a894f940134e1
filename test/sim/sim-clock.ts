import type { Client as Connection } from 'pg';
import { Clock } from '#platform';

/**
 * Time that goes by as usual and can be moved on, for the application and for its database alike: statements that say
 * `now()` find `sim.now()` first.
 */
export class SimClock extends Clock {
  private constructor(
    private readonly owner: Connection,
    private offsetMs: number,
  ) {
    super();
  }

  /** Connections opened after this see the simulated time. */
  static async begin(owner: Connection, database: string, start: Date): Promise<SimClock> {
    const clock = new SimClock(owner, start.getTime() - Date.now());
    await owner.query(`
      CREATE SCHEMA sim;
      CREATE TABLE sim.clock (past interval NOT NULL);
      INSERT INTO sim.clock VALUES ('0');
      CREATE FUNCTION sim.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
        'SELECT pg_catalog.now() + past FROM sim.clock';
      GRANT USAGE ON SCHEMA sim TO PUBLIC;
      GRANT SELECT ON sim.clock TO PUBLIC;
      ALTER DATABASE "${database}" SET search_path = sim, pg_catalog, public`);
    await clock.advance(0);
    return clock;
  }

  override now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  async advance(milliseconds: number): Promise<void> {
    this.offsetMs += milliseconds;
    await this.owner.query(`UPDATE sim.clock SET past = make_interval(secs => $1)`, [this.offsetMs / 1000]);
  }
}
