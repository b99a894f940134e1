import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createTransport } from 'nodemailer';
import {
  Database,
  newId,
  OutboxDispatcher,
  PlatformModule,
  readEnv,
  systemCtx,
  type ClientCtx,
} from '#platform';
import { Cases, type CaseRecord } from '#cases';
import { Clients, ClientsModule } from '#clients';
import { MeteringModule } from '#metering';
import {
  Catalogue,
  currentLayout,
  layoutOf,
  messageLanguages,
  Notifications,
  NotificationsJobs,
  NotificationsModule,
  poolOptions,
  writeMessage,
} from '#notifications';
import { newCaseRecord, newItem } from '../support/case-factory.js';
import { benchClient } from './bench-client.js';
import { median, peakMemoryMb, seconds, type Bench, type BenchKit, type BenchRow } from './bench.js';

@Module({})
class BenchModule {}

function decidedCase(n: number): CaseRecord {
  return newCaseRecord({
    state: 'decided',
    language: messageLanguages[n % messageLanguages.length] ?? 'en',
    deadlineOn: '2026-03-16',
    items: [
      newItem({ outcome: 'refund', quantity: 2, fulfilment: 'listed' }),
      newItem({ outcome: 'replacement', lineNo: 2, fulfilment: 'listed' }),
      newItem({ outcome: 'rejection', lineNo: 3, condition: 'used' }),
    ],
  });
}

/** Messages written beforehand, sent by nodemailer alone: the limit with a pool, the peer without. */
async function plainRate(port: number, count: number, pooled: boolean): Promise<number> {
  const catalogue = Catalogue.load();
  const client = benchClient();
  const layout = layoutOf(currentLayout);
  const ready = Array.from({ length: count }, (_, n) => {
    const record = decidedCase(n);
    const language = messageLanguages[n % messageLanguages.length] ?? 'en';
    const { content, text } = writeMessage(catalogue, {
      purpose: 'decision',
      channel: 'email',
      language,
      record,
      client,
      facts: {},
      now: new Date(),
    });
    if (content === null) throw new Error('a mail has content');
    return {
      from: { name: client.sender.name, address: client.sender.email },
      to: record.customer.email ?? '',
      subject: content.subject,
      messageId: `<${newId()}@nordlicht.example>`,
      text,
      html: layout.html(content),
    };
  });
  const url = `smtp://127.0.0.1:${port}?ignoreTLS=true`;
  const transport = pooled ? createTransport(poolOptions(url)) : createTransport(url);
  const took = await seconds(async () => {
    if (pooled) await Promise.all(ready.map((mail) => transport.sendMail(mail)));
    else for (const mail of ready) await transport.sendMail(mail);
  });
  transport.close();
  return count / took;
}

async function openApp(databaseUrl: string, port: number) {
  const env = readEnv({ SMTP_URL: `smtp://127.0.0.1:${port}?ignoreTLS=true`, LOG_LEVEL: 'error' });
  const app = await NestFactory.createApplicationContext(
    {
      module: BenchModule,
      imports: [
        PlatformModule.forRoot({ env, databaseUrl }),
        ClientsModule,
        MeteringModule,
        NotificationsModule,
      ],
    },
    { logger: false },
  );
  app.get(NotificationsJobs).register();
  const { id: _id, status: _status, ...input } = benchClient();
  const client = await app.get(Clients).create(systemCtx('bench', null, new Date()), input);
  return { app, ctx: systemCtx('bench', client.id, new Date()) };
}

type App = Awaited<ReturnType<typeof openApp>>['app'];

async function queue(app: App, ctx: ClientCtx, count: number): Promise<void> {
  for (let at = 0; at < count; at += 2_000) {
    const records = Array.from({ length: Math.min(2_000, count - at) }, (_, n) => decidedCase(at + n));
    await app.get(Database).tx(ctx, async (tx) => {
      await app.get(Cases).write(ctx, tx, records);
      // Without the nudge of `announce`, which would start a worker that is not part of this.
      await app.get(Notifications).announce(ctx, tx, 'decision', records);
    });
  }
}

/** Outbox to SMTP: taken, written, sent, recorded, metered, in one process. */
export const dispatchBench: Bench = {
  name: 'dispatch',
  async run(kit: BenchKit): Promise<BenchRow[]> {
    const sink = new Worker(new URL('./smtp-sink.js', import.meta.url), { stdout: true });
    const port = Number(String((await once(sink.stdout, 'data'))[0]));
    const count = Math.max(600, Math.round(4_000 * kit.scale));
    const database = await kit.database();
    const { app, ctx } = await openApp(database.url, port);
    const dispatcher = app.get(OutboxDispatcher);
    const drain = async (messages: number): Promise<number> => {
      await queue(app, ctx, messages);
      const took = await seconds(() => dispatcher.drain('message'));
      return messages / took;
    };
    try {
      await drain(400);
      await plainRate(port, 400, true);
      const ours: number[] = [];
      const limits: number[] = [];
      for (let repeat = 0; repeat < kit.repeats; repeat++) {
        limits.push(await plainRate(port, count, true));
        ours.push(await drain(count));
        kit.log(`  dispatch ${Math.round(ours.at(-1) ?? 0)}/s, pool ${Math.round(limits.at(-1) ?? 0)}/s`);
      }
      const peer = await plainRate(port, Math.min(count, 500), false);
      const { peakMb: small } = await peakMemoryMb(() => drain(count));
      const { peakMb } = await peakMemoryMb(() => drain(count * 3));
      const ratio = median(ours.map((value, i) => value / (limits[i] ?? value)));
      return [
        {
          path: 'dispatch: outbox to SMTP, written, sent, recorded, metered',
          ours: median(ours),
          unit: 'mails/s',
          limit: { name: 'nodemailer pool alone, ready messages', value: median(limits) },
          peer: { name: 'nodemailer without pool', value: peer },
          memoryMb: peakMb,
          promise: { text: 'at least 0.85 of the pool', kept: ratio >= 0.85 },
        },
        {
          path: `dispatch: memory over ${count * 3} mails against ${count}`,
          ours: peakMb - small,
          unit: 'MB more',
          lowerIsBetter: true,
          promise: { text: 'flat: at most 100 MB more for 3 times the mails', kept: peakMb - small <= 100 },
        },
      ];
    } finally {
      await app.close();
      await database.drop();
      await sink.terminate();
    }
  },
};
