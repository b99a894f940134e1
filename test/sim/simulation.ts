import { Readable } from 'node:stream';
import { systemCtx } from '#platform';
import { InvoiceIssuing } from '#billing';
import { Invariants, type Violation } from '#insight';
import { Uploads, UploadProcessing } from '#intake';
import { ListingFreezing, ListingReading, ListingResults, ListingSealing, type ListingKind } from '#listings';
import { StatementClosing, Statements } from '#metering';
import type { PlanStep } from '#notifications';
import { answersTo } from '../support/outside-answers.js';
import { chance, draw, pick } from './chance.js';
import { answerShares, faultShare, mailFaultsOf, twilioFates, twilioFaultsOf } from './sim-faults.js';
import { simCases, toFile } from './sim-people.js';
import { SimWorld, type SimShop } from './sim-world.js';

export interface SimOptions {
  readonly seed: number;
  /** Over all clients. */
  readonly cases: number;
  readonly log: (line: string) => void;
}

export interface SimResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Messages by channel and final state. */
  readonly states: Readonly<Record<string, number>>;
  /** Messages that are neither final nor due, or ended badly without a reason. */
  readonly stuck: number;
  readonly copies: { readonly mail: number; readonly twilio: number };
  readonly forgedAccepted: number;
  readonly languages: number;
}

const notReached = ['bounced', 'failed', 'no_address'] as const;
const plans: readonly (readonly PlanStep[])[] = [
  [
    { channel: 'email' },
    { channel: 'sms', when: [...notReached] },
    { channel: 'agent_call', when: [...notReached] },
  ],
  [
    { channel: 'sms' },
    { channel: 'email', when: [...notReached, 'unknown'], afterMinutes: 60 },
    { channel: 'agent_call', when: [...notReached] },
  ],
  [
    { channel: 'voice' },
    { channel: 'sms', when: [...notReached] },
    { channel: 'email', when: [...notReached] },
    { channel: 'agent_call', when: [...notReached] },
  ],
];

/**
 * One story of the whole flow, told by its seed: three clients upload their cases, every customer is told in one of all
 * languages over the client's plan while a tenth of everything outside goes wrong in each way, listings are sealed and
 * results come back, statements are closed and invoiced. Then the invariants are asked.
 */
export async function simulate(url: string, { seed, cases, log }: SimOptions): Promise<SimResult> {
  const day = Math.floor(chance(seed, 'day') * 365);
  const world = await SimWorld.open(url, new Date(Date.UTC(2026, 0, 5 + day, 10)));
  try {
    world.mail.change({ behave: mailFaultsOf(seed) ?? (() => 'accept') });
    world.twilio.change({
      behave: twilioFaultsOf(seed) ?? (() => 'accept'),
      fate: twilioFates(seed) ?? (() => []),
    });
    const outside = new Outside(world, seed);
    const shops: SimShop[] = [];
    for (const [i, steps] of plans.entries()) {
      const shop = await world.addShop(i + 1, steps);
      shops.push(shop);
      const share = Math.ceil(cases / plans.length);
      const some = simCases(seed, `S${seed}${'ABC'[i]}`, i * share, share);
      await upload(world, shop, toFile(some, world.clock.now()));
    }
    log(`seed ${seed}: ${cases} cases taken over on ${world.clock.now().toISOString().slice(0, 10)}`);
    await outside.settle(log);
    for (const shop of shops)
      for (const kind of ['refund', 'replacement'] as const) await handBack(world, shop, kind, seed);
    await outside.settle(log);
    for (const shop of shops) await invoice(world, shop);
    return await result(world, seed, outside.forgedAccepted);
  } finally {
    await world.close();
  }
}

async function upload(world: SimWorld, shop: SimShop, file: Buffer): Promise<void> {
  const taken = await world.get(Uploads).receive(shop.ctx(), {
    filename: 'returns.csv',
    mediaType: 'text/csv',
    content: Readable.from([file]),
    options: () => Promise.resolve({ mapping: null, dryRun: false }),
  });
  await world.get(UploadProcessing).run(shop.client.id, taken.upload.id);
}

/** Everybody outside: answers mails, reports what became of messages, twice and in any order, and some who forge. */
class Outside {
  forgedAccepted = 0;
  private mailsSeen = 0;
  private madeSeen = 0;
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly world: SimWorld,
    private readonly seed: number,
  ) {}

  /** Works, answers and lets time pass until nothing is left to do. */
  async settle(log: (line: string) => void): Promise<void> {
    const { world } = this;
    for (let round = 1; round <= 600; round++) {
      await world.work();
      const heard = await this.answer();
      const next = await world.nextDue();
      if (next === null && heard === 0) {
        log(`seed ${this.seed}: settled after ${round} rounds at ${world.clock.now().toISOString()}`);
        return;
      }
      const wait = next === null ? 0 : next.getTime() - world.clock.now().getTime();
      // An hour's work is done together, as a busy system would.
      if (heard === 0) await world.clock.advance(Math.max(1_000, wait + 10 * 60_000));
    }
    throw new Error(`seed ${this.seed} does not come to rest`);
  }

  /** Names the nth thing of a kind. */
  private nth(kind: string): string {
    const n = this.counts.get(kind) ?? 0;
    this.counts.set(kind, n + 1);
    return `${kind} ${n}`;
  }

  /** How many answers went in. */
  private async answer(): Promise<number> {
    const { world, seed } = this;
    const mails = world.mail.deliveries.slice(this.mailsSeen);
    this.mailsSeen = world.mail.deliveries.length;
    const answers = mails.flatMap((mail) => {
      const key = this.nth(`mail ${mail.to.join()}`);
      let asked = 0;
      const random = (): number => chance(seed, 'answer', key, asked++);
      return answersTo([mail], { random, weights: answerShares, twice: faultShare });
    });
    await world.bringMail(
      answers.toSorted((a, b) => chance(seed, a.to, a.kind) - chance(seed, b.to, b.kind)),
    );

    const made = world.twilio.made.slice(this.madeSeen);
    this.madeSeen = world.twilio.made.length;
    const reports = world.twilio.callbacks(made).flatMap((report) => {
      const { To = '', MessageStatus, CallStatus } = report.form;
      const key = this.nth(`report ${To} ${MessageStatus ?? CallStatus ?? ''}`);
      const repeats = draw<'lost' | 'once' | 'twice'>(
        chance(seed, 'repeat', key),
        { lost: faultShare, twice: faultShare },
        'once',
      );
      const times = { lost: 0, once: 1, twice: 2 }[repeats];
      return Array.from({ length: times }, () => ({ report, key, at: chance(seed, 'order', key) }));
    });
    for (const { report, key } of reports.toSorted((a, b) => a.at - b.at)) {
      await world.callBack(report);
      if (chance(seed, 'forge', key) < faultShare) {
        const status = await world.callBack({ ...report, signature: 'Zm9yZ2VkIGJ5IHNvbWVib2R5IQ==' });
        if (status < 400) this.forgedAccepted++;
      }
    }
    return answers.length + reports.length;
  }
}

/** Seals a listing and hands back what finance or the warehouse would: most paid or shipped, some not. */
async function handBack(world: SimWorld, shop: SimShop, kind: ListingKind, seed: number): Promise<void> {
  const reading = world.get(ListingReading);
  const [open] = (await reading.list(shop.ctx(), kind, { status: 'open', limit: 1 })).data;
  if (!open) return;
  await world.get(ListingSealing).seal(shop.ctx(), kind, open.id);
  await world.get(ListingFreezing).freeze(shop.ctx(), kind);
  const results: {
    reference: string;
    result: string;
    reason?: string;
    carrier?: string;
    tracking?: string;
  }[] = [];
  let after: string | undefined;
  do {
    const page = await reading.lines(shop.ctx(), kind, open.id, { limit: 200, ...(after ? { after } : {}) });
    for (const line of page.data) {
      const isBad = chance(seed, kind, line.caseRef) < faultShare;
      results.push(
        kind === 'refund'
          ? {
              reference: line.reference,
              ...(isBad ? { result: 'failed', reason: 'account closed' } : { result: 'paid' }),
            }
          : {
              reference: line.reference,
              ...(isBad
                ? { result: 'out_of_stock' }
                : {
                    result: 'shipped',
                    carrier: pick(chance(seed, line.caseRef), ['DHL', 'GLS']),
                    tracking: `T${line.caseRef}`,
                  }),
            },
      );
    }
    after = page.next ?? undefined;
  } while (after);
  if (results.length > 0) await world.get(ListingResults).report(shop.ctx(), kind, open.id, results);
}

async function invoice(world: SimWorld, shop: SimShop): Promise<void> {
  for (const statement of (await world.get(Statements).list(shop.ctx(), { limit: 50 })).data) {
    if (statement.status === 'open') await world.get(StatementClosing).close(shop.ctx(), statement.id);
    const closed = await world.get(Statements).get(shop.ctx(), statement.id);
    if (closed.status === 'closed') await world.get(InvoiceIssuing).issue(shop.ctx(), statement.id);
  }
}

async function result(world: SimWorld, seed: number, forgedAccepted: number): Promise<SimResult> {
  const { violations } = await world.get(Invariants).check(systemCtx('sim', null, world.clock.now()));
  const { rows } = await world.owner.query<{
    channel: string;
    language: string;
    state: string;
    reason: string | null;
    due: boolean;
  }>(
    `SELECT m.channel, m.language, m.state, m.reason,
       EXISTS (SELECT FROM outbox o WHERE o.ref_id = m.id AND o.state = 'pending') AS due
     FROM message m`,
  );
  const states: Record<string, number> = {};
  for (const row of rows) {
    const key = `${row.channel} ${row.state}`;
    states[key] = (states[key] ?? 0) + 1;
  }
  const open = new Set(['queued', 'sending', 'unknown']);
  const ended = new Set(['failed', 'bounced', 'cancelled']);
  return {
    seed,
    violations,
    states,
    stuck: rows.filter((row) => (open.has(row.state) ? !row.due : ended.has(row.state) && !row.reason))
      .length,
    copies: { mail: world.mail.duplicates().copies, twilio: world.twilio.duplicates() },
    forgedAccepted,
    languages: new Set(rows.map((row) => row.language)).size,
  };
}
