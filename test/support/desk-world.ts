import { newId, type ClientCtx, type Ctx } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import {
  AgentProfiles,
  Claims,
  DeskModule,
  WorkItems,
  WrapUpModule,
  WrapUps,
  type AgentProfile,
  type ClaimView,
  type NewWorkItem,
  type WrappedUp,
  type WrapUp,
} from '#desk';
import {
  Clients,
  deskSettingsSchema,
  notificationSettingsSchema,
  type Client,
  type DeskSettings,
} from '#clients';
import { MeteringModule } from '#metering';
import { ResolutionModule } from '#resolution';
import { newCaseRecord, newItem } from './case-factory.js';
import { createWorld, OPERATOR_ID, type World } from './world.js';

export interface DeskWorld extends World {
  /** The client of the present test; may be rung up at any hour unless the test says. */
  readonly client: Client;
  readonly ctx: ClientCtx;
  /** Gives the next test a client of its own and an empty desk. */
  renew(): Promise<void>;
  agent(profile?: Partial<AgentProfile>): Promise<Ctx>;
  lead(): Ctx;
  /** Stores a decided case. */
  newCase(changes?: Partial<CaseRecord>): Promise<CaseRecord>;
  queue(item: Partial<NewWorkItem>): Promise<void>;
  /** The next item of an agent; fails where there is none. */
  take(ctx: Ctx): Promise<ClaimView>;
  wrapUp(ctx: Ctx, claim: ClaimView, changes?: Partial<WrapUp>): Promise<WrappedUp>;
  desk(changes: Partial<DeskSettings>): Promise<void>;
  /** As if `seconds` had gone by for everything about claims and presence. */
  pass(seconds: number): Promise<void>;
  /** Rows of a statement, whoever's they are. */
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
}

/** The desk with what comes of its work. The clock is the database's, as handling times are. */
export async function createDeskWorld(): Promise<DeskWorld> {
  const world = await createWorld([MeteringModule, ResolutionModule, DeskModule, WrapUpModule], {
    now: new Date().toISOString(),
  });
  const owner = await world.database.owner();
  let client = await world.newClient();
  const added = {
    renew: async () => {
      world.clock.set(new Date());
      await owner.query(`DELETE FROM claim_note; DELETE FROM handling_segment; DELETE FROM claim; DELETE FROM work_item;
        DELETE FROM presence_interval; DELETE FROM queue_weight`);
      client = await world.newClient();
      const atAnyHour = { ...notificationSettingsSchema.parse({}).windows, voice: null };
      await world
        .get(Clients)
        .setNotifications(world.as(client), notificationSettingsSchema.parse({ windows: atAnyHour }));
    },
    agent: async (profile: Partial<AgentProfile> = {}) => {
      const ctx = { ...world.asRole('agent', { id: OPERATOR_ID }), clientId: null };
      await world.get(AgentProfiles).save(world.across, ctx.actor.id, {
        languages: { de: 'native', en: 'C1' },
        skills: ['voice', 'mail', 'cases'],
        clientIds: null,
        phone: null,
        ...profile,
      });
      return ctx;
    },
    lead: () => ({ ...world.asRole('team_lead', client), clientId: null }),
    newCase: async (changes: Partial<CaseRecord> = {}) => {
      const record = newCaseRecord({
        state: 'decided',
        items: [newItem({ outcome: 'refund', fulfilment: 'listed' })],
        ...changes,
      });
      const ctx = world.as(client);
      await world.db.tx(ctx, (tx) => world.get(Cases).write(ctx, tx, [record]));
      return record;
    },
    queue: async (item: Partial<NewWorkItem>) => {
      const ctx = world.as(client);
      const whole: NewWorkItem = {
        kind: 'call',
        caseId: null,
        subjectId: newId(),
        reason: 'unread',
        language: 'de',
        ...item,
      };
      await world.db.tx(ctx, (tx) => world.get(WorkItems).queue(ctx, tx, [whole]));
    },
    take: async (ctx: Ctx) => {
      const taken = await world.get(Claims).claimNext(ctx);
      if (!taken) throw new Error('nothing waits');
      return taken.claim;
    },
    wrapUp: (ctx: Ctx, claim: ClaimView, changes: Partial<WrapUp> = {}) =>
      world.get(WrapUps).finish({ ...ctx, now: world.clock.now() }, claim.id, {
        token: claim.token,
        disposition: 'reached_resolved',
        note: '',
        next: null,
        ...changes,
      }),
    desk: async (changes: Partial<DeskSettings>) => {
      await world.get(Clients).setDesk(world.as(client), deskSettingsSchema.parse(changes));
    },
    pass: async (seconds: number) => {
      const back = `- make_interval(secs => ${seconds})`;
      await owner.query(`
        UPDATE work_item SET lease_until = lease_until ${back}, reserved_until = reserved_until ${back},
          available_at = available_at ${back}, available_until = available_until ${back};
        UPDATE claim SET seen_at = seen_at ${back}, claimed_at = claimed_at ${back}, ended_at = ended_at ${back};
        UPDATE handling_segment SET from_at = from_at ${back}, until_at = until_at ${back}`);
      // Row by row in time's order: two intervals must not overlap on the way.
      await owner.query(`CREATE TEMP TABLE past ON COMMIT PRESERVE ROWS AS SELECT * FROM presence_interval`);
      await owner.query('DELETE FROM presence_interval');
      await owner.query(`INSERT INTO presence_interval (agent_id, from_at, until_at, state, seen_at)
        SELECT agent_id, from_at ${back}, until_at ${back}, state, seen_at ${back} FROM past`);
      await owner.query('DROP TABLE past');
    },
    rows: async <T>(sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows as T[],
  };
  return Object.defineProperties(Object.assign(world, added), {
    ctx: { get: () => world.as(client) },
    client: { get: () => client },
  }) as unknown as DeskWorld;
}
