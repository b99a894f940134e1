import { createTransport } from 'nodemailer';
import pg from 'pg';
import supertest from 'supertest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, OutboxDispatcher, readEnv, systemCtx, type ClientCtx } from '#platform';
import { BillingModule } from '#billing';
import { Clients, notificationSettingsSchema, type Client } from '#clients';
import type { LegalBasis } from '#cases';
import { InsightModule } from '#insight';
import { MeteringModule } from '#metering';
import {
  ContactPlans,
  InboundServer,
  messagePurposes,
  NotificationsJobs,
  NotificationsModule,
  type PlanStep,
} from '#notifications';
import { Policies } from '#resolution';
import { createApi } from '../../apps/api/src/api.js';
import { demoOperator } from '../../apps/cli/src/demo/shops.js';
import { putSender } from '../../libs/notifications/src/telephony/sender.queries.js';
import type { OutsideAnswer } from '../support/outside-answers.js';
import { OutsideMail } from '../support/outside-mail.js';
import { OutsideTwilio, type TwilioCallback } from '../support/outside-twilio.js';
import { sampleClient } from '../support/world.js';
import { SimClock } from './sim-clock.js';

const inboundDomain = 'returns.desk.example';

/** A client of the simulation and the ways in which it reaches its customers. */
export interface SimShop {
  readonly client: Client;
  readonly ctx: () => ClientCtx;
}

/** The application with everything outside it simulated: its clock, the mail world, Twilio. */
export class SimWorld {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly owner: pg.Client,
    readonly clock: SimClock,
    readonly mail: OutsideMail,
    readonly twilio: OutsideTwilio,
    private readonly inboundPort: number,
  ) {}

  static async open(url: string, start: Date): Promise<SimWorld> {
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    const clock = await SimClock.begin(owner, new URL(url).pathname.slice(1), start);
    const mail = await OutsideMail.start({ keepRaw: true });
    const twilio = await OutsideTwilio.start({ now: () => clock.now() });
    const app = await createApi({
      env: readEnv({
        LOG_LEVEL: 'silent',
        SMTP_URL: mail.url('socketTimeout=400'),
        INBOUND_DOMAIN: inboundDomain,
        INBOUND_RELAYS: '127.0.0.1',
        SECRET_KEY: 'the secret of a simulation, not of anybody',
        ...twilio.env,
      }),
      databaseUrl: url,
      clock,
      alongside: [NotificationsModule, MeteringModule, BillingModule, InsightModule],
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    app.get(NotificationsJobs, { strict: false }).register();
    const port = await app.get(InboundServer, { strict: false }).start();
    const world = new SimWorld(app, owner, clock, mail, twilio, port ?? 0);
    await world.get(Clients).setOperator(systemCtx('sim', null, clock.now()), demoOperator);
    return world;
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get(type as never, { strict: false });
  }

  /** A client that tells its customers everything, over these steps, and whose policy refunds or replaces. */
  async addShop(number: number, steps: readonly PlanStep[]): Promise<SimShop> {
    const across = systemCtx('sim', null, this.clock.now());
    const client = await this.get(Clients).create(across, sampleClient(number));
    const ctx = (): ClientCtx => systemCtx('sim', client.id, this.clock.now());
    const settings = notificationSettingsSchema.parse({
      purposes: [...messagePurposes],
      budget: { perDay: 6, perWeek: 20 },
    });
    await this.get(Clients).setNotifications(ctx(), settings);
    for (const purpose of messagePurposes) await this.get(ContactPlans).publish(ctx(), purpose, steps);
    const at = this.clock.now();
    await this.get(Database).tx(ctx(), async (tx) => {
      for (const channel of ['sms', 'voice'] as const) {
        const sender = { address: '+4930901820', costMicros: 75_000, connectTo: null };
        await putSender(tx, client.id, { channel, country: '*' }, sender, at);
      }
    });
    const policies = this.get(Policies);
    const rule = (id: string, values: LegalBasis[], then: 'refund' | 'replacement') => ({
      id,
      name: id,
      when: [{ fact: 'legalBasis' as const, op: 'in' as const, values }],
      then,
    });
    const draft = await policies.draft(ctx(), {
      name: 'Simulation',
      rules: [
        rule('back', ['withdrawal'], 'refund'),
        rule('again', ['non_conformity', 'wrong_item'], 'replacement'),
      ],
    });
    await policies.publish(ctx(), draft.id);
    return { client, ctx };
  }

  /** Everything that is due, of every kind. */
  async work(): Promise<void> {
    const outbox = this.get(OutboxDispatcher);
    await Promise.all(outbox.kinds().map((kind) => outbox.drain(kind)));
  }

  /** When the next row of the outbox is due; null when there is none. */
  async nextDue(): Promise<Date | null> {
    const { rows } = await this.owner.query<{ at: Date | null }>(
      `SELECT min(next_at) AS at FROM outbox WHERE state = 'pending'`,
    );
    return rows[0]?.at ?? null;
  }

  /** Hands mails of the outside world to the inbound server; one that is refused for now is tried again. */
  async bringMail(answers: readonly OutsideAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    const transport = createTransport({
      host: '127.0.0.1',
      port: this.inboundPort,
      ignoreTLS: true,
      pool: true,
      maxConnections: 5,
      maxMessages: 40,
    });
    const left = [...answers];
    const lane = async (): Promise<void> => {
      for (let answer = left.pop(); answer; answer = left.pop()) {
        const mail = { envelope: { from: answer.from, to: [answer.to] }, raw: answer.raw };
        for (let tried = 0; ; tried++) {
          const refused = await transport.sendMail(mail).then(
            () => null,
            (error: Error & { responseCode?: number }) => error,
          );
          if (refused === null || (refused.responseCode ?? 0) >= 500) break;
          if (tried >= 20) throw refused;
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      }
    };
    await Promise.all(Array.from({ length: 5 }, lane));
    transport.close();
  }

  /** Posts one of Twilio's hooks; returns the status. */
  async callBack({ url, form, signature }: TwilioCallback): Promise<number> {
    const answer = await supertest(this.app.getHttpServer())
      .post(new URL(url).pathname)
      .type('form')
      .set('x-twilio-signature', signature)
      .send(form);
    return answer.status;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.mail.close();
    await this.twilio.close();
    await this.owner.end();
  }
}
