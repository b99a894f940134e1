import path from 'node:path';
import { Readable } from 'node:stream';
import { createReadStream } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { systemCtx, type ClientCtx } from '#platform';
import { Clients } from '#clients';
import { JobSummaries } from '#insight';
import { Uploads } from '#intake';
import { printSummary } from './summary.js';
import { count, ProgressLine, say } from './terminal.js';

const pollMs = 200;

/** Pushes a file of a client through the job and prints what happened; waits until its messages are sent. */
export async function uploadAndFollow(
  app: INestApplicationContext,
  file: string,
  code: string | undefined,
  url: string,
): Promise<void> {
  if (code === undefined) throw new Error('--client CODE is missing: whose file is it?');
  const client = await app.get(Clients, { strict: false }).byCode(systemCtx('cli', null, new Date()), code);
  const ctx = systemCtx('cli', client.id, new Date());
  const upload = await receive(app, ctx, path.basename(file), createReadStream(file));
  if (!upload.isNew) say(`This file was uploaded before; nothing changes.`);
  await follow(app, ctx, upload.id, path.basename(file));
  await messagesSent(app, [ctx], 'E-mails');
  await printSummary(app, url, [{ ctx, code }]);
}

/** Hands a file to intake. */
export async function receive(
  app: INestApplicationContext,
  ctx: ClientCtx,
  filename: string,
  content: Buffer | Readable,
): Promise<{ id: string; isNew: boolean }> {
  const stream = Buffer.isBuffer(content) ? Readable.from([content]) : content;
  const { upload, isNew } = await app.get(Uploads, { strict: false }).receive(ctx, {
    filename,
    mediaType: 'application/octet-stream',
    content: stream,
    options: () => Promise.resolve({ mapping: null, dryRun: false }),
  });
  return { id: upload.id, isNew };
}

/** Waits for an upload with a moving line; a failed one is an error that says why. */
export async function follow(
  app: INestApplicationContext,
  ctx: ClientCtx,
  id: string,
  label: string,
): Promise<void> {
  const line = new ProgressLine();
  for (;;) {
    const upload = await app.get(Uploads, { strict: false }).get(ctx, id);
    const { total, accepted, unchanged, updated, rejected } = upload.rows;
    if (upload.status === 'failed')
      throw new Error(`${label}: ${upload.error?.detail ?? upload.error?.code ?? 'failed'}`);
    if (upload.status === 'completed') {
      const again =
        unchanged + updated > 0 ? `, ${count(unchanged)} unchanged, ${count(updated)} updated` : '';
      line.done(
        `${label}: ${count(total)} rows read, ${count(accepted)} accepted${again}, ${count(rejected)} rejected, ${count(upload.cases)} cases`,
      );
      return;
    }
    line.update(`${label}: ${count(total)} rows read, ${count(accepted)} accepted …`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Waits until no message of these clients is on its way; those due only later are left to the worker. */
export async function messagesSent(
  app: INestApplicationContext,
  scopes: readonly ClientCtx[],
  label: string,
): Promise<void> {
  const summaries = app.get(JobSummaries, { strict: false });
  const line = new ProgressLine();
  let before = Infinity;
  let still = 0;
  for (;;) {
    let left = 0;
    for (const ctx of scopes) left += await summaries.messagesInFlight(ctx);
    if (left === 0) break;
    still = left < before ? 0 : still + 1;
    if (still * pollMs > 60_000) break;
    before = left;
    line.update(`${label}: ${count(left)} to send …`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  let sent = 0;
  for (const ctx of scopes) sent += (await summaries.of(ctx)).messagesByState['sent'] ?? 0;
  line.done(`${label}: ${count(sent)} sent`);
}
