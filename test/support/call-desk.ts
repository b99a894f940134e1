import { Database, newId, systemCtx } from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { Clients, deskSettingsSchema, type Client } from '#clients';
import { WorkItems } from '#desk';
import { saveProfile } from '../../libs/desk/src/agent-profile.queries.js';
import { putSender } from '../../libs/notifications/src/telephony/sender.queries.js';
import { createApiWorld, type ApiWorld } from './api.js';
import { newCaseRecord, newItem } from './case-factory.js';
import { OutsideTwilio, type TwilioCallback, type TwilioMade } from './outside-twilio.js';

export const ownNumber = '+4930901820';
export const clientLine = '+493055555501';
/** Lets browsers call. */
export const browserEnv = {
  TWILIO_API_KEY_SID: `SK${'1'.repeat(32)}`,
  TWILIO_API_KEY_SECRET: 'outside-twilio-key-secret',
  TWILIO_TWIML_APP_SID: `AP${'2'.repeat(32)}`,
};

/** An agent with a session. */
export interface CallAgent {
  readonly id: string;
  readonly phone: string;
  /** Sends a request of the agent's browser and gives its status and body. */
  post(path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }>;
  /** The calls that this agent sees of the case in hand. */
  callsSeen(held: { id: string; token: string }): Promise<unknown>;
  /** How this agent may call, as the desk says. */
  calling(): Promise<unknown>;
}

/** An agent's hold on a case with a call to make. */
export interface CallClaim {
  readonly id: string;
  readonly token: string;
  readonly client: Client;
  readonly record: CaseRecord;
}

export type CallDesk = Awaited<ReturnType<typeof createCallDesk>>;

/** The API with Twilio outside it, agents who call, and cases to call about; each with a client of its own. */
export async function createCallDesk(env: Record<string, string> = {}, isConnected = true) {
  const outside = await OutsideTwilio.start();
  const world: ApiWorld = await createApiWorld(isConnected ? { ...outside.env, ...env } : env);
  outside.change({ now: () => world.clock.now() });
  const db = world.get(Database);
  let phones = 0;
  const nextPhone = (): string => `+4915112${String(++phones).padStart(6, '0')}`;
  const ctx = (clientId: string) => systemCtx('test', clientId, world.clock.now());

  const agent = async (role: 'agent' | 'team_lead' = 'agent', phone = nextPhone()): Promise<CallAgent> => {
    const user = await world.newUser(role);
    const cookie = await world.signIn(user);
    await db.tx(systemCtx('test', null, world.clock.now()), (tx) =>
      saveProfile(tx, user.id, { languages: { de: 'native' }, skills: ['voice'], clientIds: null, phone }),
    );
    return {
      id: user.id,
      phone,
      callsSeen: async (held) => {
        const { body } = await world
          .request()
          .get(`/v1/desk/claims/${held.id}/screen`)
          .set('cookie', cookie)
          .set('x-claim-token', held.token);
        return (body as { calls: unknown }).calls;
      },
      calling: async () => {
        const { body } = await world.request().get('/v1/desk/me').set('cookie', cookie);
        return (body as { calling: unknown }).calling;
      },
      post: async (path, body = {}) => {
        const answer = await world
          .request()
          .post(path)
          .set('cookie', cookie)
          .set('x-reintegro-csrf', '1')
          .send(body);
        return { status: answer.status, body: answer.body as Record<string, unknown> };
      },
    };
  };

  /** Queues a call about a new case of `client`. */
  const queueCall = async (
    client: Client,
    changes: Partial<CaseRecord> & { phone?: string | null } = {},
    kind: 'call' | 'callback' = 'call',
  ): Promise<CaseRecord> => {
    const { phone = nextPhone(), ...rest } = changes;
    const plain = newCaseRecord({ state: 'decided', items: [newItem({ outcome: 'refund' })], ...rest });
    const record = { ...plain, customer: { ...plain.customer, phone } };
    await db.tx(ctx(client.id), async (tx) => {
      await world.get(Cases).write(ctx(client.id), tx, [record]);
      await world.get(WorkItems).queue(ctx(client.id), tx, [
        {
          kind,
          caseId: record.id,
          subjectId: newId(),
          reason: 'test',
          language: 'de',
          availableAt: world.clock.now(),
        },
      ]);
    });
    return record;
  };

  const claim = async (by: CallAgent): Promise<{ id: string; token: string; caseId: string }> => {
    const { body } = await by.post('/v1/desk/claims');
    return body as { id: string; token: string; caseId: string };
  };

  const newClient = async (): Promise<Client> => {
    const { client } = await world.newShop();
    const sender = { address: ownNumber, costMicros: 20_000, connectTo: clientLine };
    await db.tx(ctx(client.id), (tx) =>
      putSender(tx, client.id, { channel: 'voice', country: '*' }, sender, world.clock.now()),
    );
    return client;
  };

  return {
    ...world,
    outside,
    agent,
    claim,
    newClient,
    queueCall,
    /** An agent who holds a case of a client of its own. */
    contact: async (
      changes: Parameters<typeof queueCall>[1] = {},
      by?: CallAgent,
      kind: 'call' | 'callback' = 'call',
    ): Promise<{ by: CallAgent; held: CallClaim }> => {
      const client = await newClient();
      const record = await queueCall(client, changes, kind);
      const holder = by ?? (await agent());
      const { id, token } = await claim(holder);
      return { by: holder, held: { id, token, client, record } };
    },
    settings: async (client: Client, desk: object): Promise<void> => {
      await world.get(Clients).setDesk(ctx(client.id), deskSettingsSchema.parse(desk));
    },
    rows: <T extends Record<string, unknown>>(client: Client, sql: string, values: unknown[] = []) =>
      db.tx(ctx(client.id), (tx) => tx.query<T>(sql, values)),
    /** A hook of Twilio as it comes in. */
    hook: ({ url, form, signature }: TwilioCallback) =>
      world
        .request()
        .post(new URL(url).pathname + new URL(url).search)
        .set('x-twilio-signature', signature)
        .type('form')
        .send(form),
    /** The phones that were rung up for a call, oldest first. */
    phonesOf: (callId: string): TwilioMade[] =>
      outside.made.filter(({ params }) => (params['StatusCallback'] ?? '').includes(callId)),
    /** Ends all claims, as if their agents had gone long ago. */
    loseClaims: async (): Promise<void> => {
      const owner = await world.database.owner();
      await owner.query(
        `UPDATE work_item SET lease_until = now() - interval '1 minute' WHERE state = 'claimed'`,
      );
    },
    close: async (): Promise<void> => {
      await world.close();
      await outside.close();
    },
  };
}
