import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './built-app.js';
import { accountSid, authToken, type TwilioHeard } from './outside-twilio.js';

const folder = path.resolve('../shared/data/twilio');

/** Whether Twilio's published description is on this machine. */
export const hasTwilioDescription = existsSync(folder);

export interface Prism {
  readonly url: string;
  readonly process: ChildProcess;
}

/** Prism as a judge: answers by Twilio's own description, and refuses what does not fit it. */
export async function startPrism(file: string): Promise<Prism> {
  const port = await freePort();
  const cli = path.resolve('node_modules/@stoplight/prism-cli/dist/index.js');
  const child = spawn(process.execPath, [cli, 'mock', '-p', String(port), spelledOut(file)]);
  let words = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part: Buffer) => {
        words = (words + part.toString()).slice(-4_000);
        if (words.includes('Prism is listening')) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`Prism ended: ${words}`)));
  });
  return { url: `http://127.0.0.1:${port}`, process: child };
}

/**
 * A copy of a description that says of each list in a form what holds anyway (OpenAPI 3, encoding object: `form`, exploded):
 * unless it is said, Prism takes a repeated key for a text.
 */
function spelledOut(file: string): string {
  const description = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, FormContent> } }>>;
  };
  const operations = Object.values(description.paths).flatMap((path) => Object.values(path));
  for (const { requestBody } of operations) {
    const form = requestBody?.content['application/x-www-form-urlencoded'];
    if (!form) continue;
    const lists = Object.entries(form.schema.properties ?? {}).filter(([, { type }]) => type === 'array');
    form.encoding = Object.fromEntries(lists.map(([name]) => [name, { style: 'form', explode: true }]));
  }
  const copy = path.join(mkdtempSync(path.join(tmpdir(), 'prism-')), file);
  writeFileSync(copy, JSON.stringify(description));
  return copy;
}

interface FormContent {
  readonly schema: { readonly properties?: Record<string, { readonly type?: string }> };
  encoding?: object;
}

/** What Prism says of a request as the simulator heard it. */
export async function judgedBy(
  prism: Prism,
  { method, url, type, body }: TwilioHeard,
): Promise<{ status: number; problem: string }> {
  const answer = await fetch(prism.url + url, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      ...(body === '' ? {} : { 'content-type': type }),
    },
    ...(body === '' ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, problem: answer.ok ? '' : text.slice(0, 500) };
}
