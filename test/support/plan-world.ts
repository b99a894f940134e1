import {
  recordInOutbox,
  takeFromOutbox,
  type ClientCtx,
  type OutboxHandler,
  type OutboxOutcome,
} from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { Clients, notificationSettingsSchema, type Client, type NotificationSettings } from '#clients';
import { MeteringModule } from '#metering';
import {
  ContactPlans,
  MessageDispatch,
  Notifications,
  NotificationsModule,
  type FactsOf,
  type MessagePurpose,
  type PlanStep,
} from '#notifications';
import { newCaseRecord, newItem } from './case-factory.js';
import { OutsideMail } from './outside-mail.js';
import { createWorld, type World } from './world.js';

export interface PlanWorld extends World {
  readonly outside: OutsideMail;
  /** The client of the present test. */
  readonly client: Client;
  readonly ctx: ClientCtx;
  /** Gives the next test a client of its own and an empty outbox. */
  renew(): Promise<void>;
  /** Stores cases and announces them. */
  announce(purpose: MessagePurpose, records: readonly CaseRecord[], factsOf?: FactsOf): Promise<void>;
  /** Sends what is due by mail, or performs another kind; `all` takes what is not due yet too. */
  work(handler?: OutboxHandler, all?: boolean): Promise<readonly OutboxOutcome[]>;
  settings(changes: Partial<NotificationSettings>): Promise<void>;
  plan(purpose: MessagePurpose, steps: readonly PlanStep[]): Promise<void>;
  /** Rows of a statement in the client's scope. */
  rows<T extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<T[]>;
  /** Kinds on a case's timeline, in order. */
  timeline(record: CaseRecord): Promise<string[]>;
}

/** Messages with plans, a real mail server outside, and phones of the demonstration; each test with a client of its own. */
export async function createPlanWorld(now?: string): Promise<PlanWorld> {
  const outside = await OutsideMail.start();
  const world = await createWorld([MeteringModule, NotificationsModule], {
    ...(now === undefined ? {} : { now }),
    env: { SMTP_URL: outside.url('socketTimeout=400'), REINTEGRO_DEMO: '1' },
  });
  let client = await world.newClient();
  const current = () => world.as(client);
  const plans = {
    outside,
    renew: async () => {
      outside.change({ behave: () => 'accept' });
      client = await world.newClient();
      const owner = await world.database.owner();
      await owner.query('DELETE FROM outbox');
      await owner.end();
    },
    announce: async (purpose: MessagePurpose, records: readonly CaseRecord[], factsOf?: FactsOf) => {
      const ctx = current();
      await world.db.tx(ctx, async (tx) => {
        await world.get(Cases).write(ctx, tx, records);
        await world.get(Notifications).announce(ctx, tx, purpose, records, factsOf);
      });
    },
    work: async (handler: OutboxHandler = world.get(MessageDispatch), all = true) => {
      if (all) {
        const owner = await world.database.owner();
        await owner.query(`UPDATE outbox SET next_at = now() - interval '1 minute' WHERE kind = $1`, [
          handler.kind,
        ]);
        await owner.end();
      }
      const { taken } = await world.db.tx(world.across, (tx) => takeFromOutbox(tx, handler.kind, 500, 120));
      const outcomes = await handler.perform(taken);
      await world.db.tx(world.across, (tx) => recordInOutbox(tx, handler.kind, outcomes));
      return outcomes;
    },
    settings: async (changes: Partial<NotificationSettings>) => {
      await world.get(Clients).setNotifications(current(), notificationSettingsSchema.parse(changes));
    },
    plan: async (purpose: MessagePurpose, steps: readonly PlanStep[]) => {
      await world.get(ContactPlans).publish(current(), purpose, steps);
    },
    rows: <T extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []) =>
      world.db.tx(current(), (tx) => tx.query<T>(sql, values)),
    timeline: async (record: CaseRecord) => {
      const rows = await world.db.tx(current(), (tx) =>
        tx.query<{ kind: string }>('SELECT kind FROM timeline_event WHERE case_id = $1 ORDER BY id', [
          record.id,
        ]),
      );
      return rows.map(({ kind }) => kind);
    },
    close: async () => {
      await world.module.close();
      await world.database.drop();
      await outside.close();
    },
  };
  return Object.defineProperties(Object.assign(world, plans), {
    ctx: { get: current },
    client: { get: () => client },
  }) as PlanWorld;
}

/** A decided case with a refund; give what matters to the test. */
export function decidedCase(changes: Partial<CaseRecord> = {}): CaseRecord {
  return newCaseRecord({
    state: 'decided',
    deadlineOn: '2026-03-16',
    items: [newItem({ outcome: 'refund', fulfilment: 'listed' })],
    ...changes,
  });
}

/** A decided case whose customer has a German mobile number too. */
export function caseWithPhone(changes: Partial<CaseRecord> = {}): CaseRecord {
  const record = decidedCase(changes);
  return { ...record, customer: { ...record.customer, phone: '+4915123456789' } };
}
