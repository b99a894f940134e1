import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCtx } from '#platform';
import { InsightModule, Invariants } from '#insight';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { WorkerRuntime } from '../../apps/worker/src/worker-runtime.js';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { OutsideMail } from '../support/outside-mail.js';

const header =
  'Retourennummer;Bestellnummer;Bestelldatum;Lieferdatum;Retourdatum;Grund;Rechtsgrund;Kunde;E-Mail;Land;Artikelnummer;Artikel;Menge;Einzelpreis;Währung';
const rows = [
  'R1;B1;10.02.2026;13.02.2026;20.02.2026;changed_mind;withdrawal;Jürgen Groß;juergen@example.org;DE;A1;Regenjacke;1;129,00;EUR',
  'R1;B1;10.02.2026;13.02.2026;20.02.2026;defective;non_conformity;Jürgen Groß;juergen@example.org;DE;A2;Schirm;2;19,99;EUR',
  'R2;B2;01.02.2026;04.02.2026;22.02.2026;wrong_item;wrong_item;Ελένη Παππά;eleni@example.org;GR;A1;Regenjacke;1;129,00;EUR',
  'R3;B3;01.02.2026;04.02.2026;22.02.2026;other;goodwill;Chloé Roux;chloe@example.org;FR;A3;Mütze;1;24,50;EUR',
  'R4;B4;01.02.2026;04.02.2026;22.02.2026;changed_mind;withdrawal;No Price;noprice@example.org;AT;A3;Mütze;1;;EUR',
  'R5;B5;01.02.2026;04.02.2026;22.02.2026;changed_mind;withdrawal;Bad Row;bad@example.org;AT;A3;Mütze;zwei;24,50;EUR',
];
const policy = {
  name: 'Test',
  rules: [
    {
      id: 'withdrawal',
      name: 'Money back',
      when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
      then: 'refund',
    },
    {
      id: 'broken',
      name: 'Replacement',
      when: [{ fact: 'legalBasis', op: 'in', values: ['non_conformity', 'wrong_item'] }],
      then: 'replacement',
    },
  ],
};

interface Page<T> {
  data: T[];
}
interface CaseBody {
  id: string;
  caseRef: string;
  state: string;
  waitsFor: string[];
  deadlineOn: string | null;
  items: {
    resolution: string | null;
    decision: { policyVersion: number; rule: string; inputs: object } | null;
  }[];
  timeline: { kind: string }[];
  contacts: { channel: string; outcome: string; billable: boolean }[];
}
interface Listing {
  id: string;
  number: number;
  status: string;
  count: number;
  totals: object[];
  sha256: string | null;
}

/** One client's returns through the whole job, by the calls that a client's systems and a billing clerk make. */
describe('the main job over HTTP', () => {
  let world: ApiWorld;
  let mail: OutsideMail;
  let key: string;
  let clientId: string;
  let clerk: string;

  beforeAll(async () => {
    mail = await OutsideMail.start({ keepRaw: true });
    world = await createApiWorld({ SMTP_URL: mail.url() }, [WorkerModule, InsightModule]);
    await world.get(WorkerRuntime).start();
    const shop = await world.newShop();
    key = shop.key;
    clientId = shop.client.id;
    await setOperator();
    clerk = await world.signIn(await world.newUser('billing_clerk'));
  });
  afterAll(async () => {
    await world.get(WorkerRuntime).stop();
    await world.close();
    await mail.close();
  });

  const setOperator = async (): Promise<void> => {
    const { Clients } = await import('#clients');
    const { demoOperator } = await import('../../apps/cli/src/demo/shops.js');
    await world.get(Clients).setOperator(systemCtx('test', null, world.clock.now()), demoOperator);
  };
  const get = async <T>(path: string): Promise<T> => {
    const answer = await world.request().get(path).set('authorization', `Bearer ${key}`);
    expect(answer.status).toBe(200);
    return answer.body as T;
  };
  const post = (path: string, body: object = {}) =>
    world.request().post(path).set('authorization', `Bearer ${key}`).send(body);
  const asClerk = (path: string) =>
    world.request().post(path).set('cookie', clerk).set('sec-fetch-site', 'same-origin').send({});
  const upload = (content: string, name = 'retouren.csv') =>
    world
      .request()
      .post('/v1/uploads')
      .set('authorization', `Bearer ${key}`)
      .attach('file', Buffer.from(content, 'latin1'), name);
  const completed = async (id: string): Promise<{ rows: Record<string, number>; cases: number }> => {
    for (;;) {
      const body = await get<{ status: string; rows: Record<string, number>; cases: number }>(
        `/v1/uploads/${id}`,
      );
      if (body.status === 'completed' || body.status === 'failed') return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const delivered = async (count: number): Promise<void> => {
    for (let waited = 0; waited < 20_000 && mail.deliveries.length < count; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(mail.deliveries).toHaveLength(count);
  };
  const caseOf = async (ref: string): Promise<CaseBody> => {
    const { data } = await get<Page<{ id: string; caseRef: string }>>('/v1/cases?limit=200');
    return get<CaseBody>(`/v1/cases/${data.find((c) => c.caseRef === ref)?.id}`);
  };
  const file = [header, ...rows].join('\r\n');
  let uploadId: string;

  it('a policy is drafted and published', async () => {
    const draft = await post('/v1/policies', policy);
    expect(draft.status).toBe(201);
    expect((await post(`/v1/policies/${draft.body.id}/publish`)).status).toBe(200);
  });

  it('a file in the shop’s own headers and encoding is taken at once and worked in the background', async () => {
    const answer = await upload(file);
    expect(answer.status).toBe(202);
    uploadId = answer.body.id as string;
    const done = await completed(uploadId);
    expect(done).toMatchObject({
      status: 'completed',
      rows: { total: 6, accepted: 5, rejected: 1 },
      cases: 4,
    });
  });

  it('the same file again changes nothing and says so', async () => {
    const answer = await upload(file, 'again.csv');
    expect(answer.status).toBe(200);
    expect(answer.body.id).toBe(uploadId);
  });

  it('rejected rows come back with place and reason, are corrected and uploaded again', async () => {
    const answer = await world
      .request()
      .get(`/v1/uploads/${uploadId}/rejections.csv`)
      .set('authorization', `Bearer ${key}`);
    expect(answer.text).toContain('zwei');
    expect(answer.text.split(/\r?\n/)[0]).toMatch(/row.column.code.message/);
    const corrected = await upload(
      Buffer.from(answer.text.replace('zwei', '2')).toString('latin1'),
      'corrected.csv',
    );
    expect(corrected.status).toBe(202);
    expect((await completed(corrected.body.id as string)).rows).toMatchObject({
      total: 1,
      accepted: 1,
      rejected: 0,
    });
    await delivered(3);
  });

  it('each item is decided by the policy, with version, rule and inputs; what no rule decides is reviewed', async () => {
    const mixed = await caseOf('R1');
    expect(mixed.items.map((i) => i.resolution)).toEqual(['refund', 'replacement']);
    expect(mixed.items[0]?.decision).toMatchObject({ policyVersion: 1, rule: 'withdrawal' });
    expect(mixed.deadlineOn).toBe('2026-03-06');
    expect((await caseOf('R3')).state).toBe('review');
    expect(await caseOf('R4')).toMatchObject({ state: 'incomplete', waitsFor: ['price'] });
  });

  it('each customer is told once, in their language, with their name', async () => {
    expect(mail.duplicates().copies).toBe(0);
    const to = mail.deliveries.map((d) => d.to[0]).sort();
    expect(to).toEqual(['bad@example.org', 'eleni@example.org', 'juergen@example.org']);
    const told = await caseOf('R2');
    expect(told.contacts).toMatchObject([{ channel: 'email', outcome: 'accepted', billable: true }]);
    expect(told.timeline.map((e) => e.kind)).toEqual(expect.arrayContaining(['case.decided']));
  });

  it('a later file that brings the missing price lets the case go on', async () => {
    const later = await upload(
      `Retourennummer;Bestellnummer;Artikelnummer;Artikel;Menge;Einzelpreis;Währung\nR4;B4;A3;M\u00fctze;1;24,50;EUR\n`,
      'price.csv',
    );
    expect((await completed(later.body.id as string)).rows).toMatchObject({ updated: 1 });
    expect((await caseOf('R4')).state).toBe('decided');
    await delivered(4);
  });

  it('refunds are sealed on a numbered listing in the client’s format, and finance hands the results back', async () => {
    const { data } = await get<Page<Listing>>('/v1/refund-listings');
    const open = data.find((l) => l.status === 'open');
    expect(open).toMatchObject({
      number: 1,
      count: 3,
      totals: [{ amountMinor: 12_900 + 2 * 2_450 + 2_450, currency: 'EUR' }],
    });
    const seals = await Promise.all([1, 2, 3, 4].map(() => post(`/v1/refund-listings/${open?.id}/seal`)));
    expect(seals.map((s) => s.status).sort()).toEqual([200, 409, 409, 409]);
    let listing = await get<Listing>(`/v1/refund-listings/${open?.id}`);
    for (let i = 0; i < 100 && listing.status !== 'released'; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      listing = await get<Listing>(`/v1/refund-listings/${open?.id}`);
    }
    const frozen = await world
      .request()
      .get(`/v1/refund-listings/${open?.id}/file?format=csv`)
      .set('authorization', `Bearer ${key}`);
    const lines = frozen.text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('129,00');
    const references = lines.slice(1).map((line) => line.split(';')[0]);
    const report = await post(`/v1/refund-listings/${open?.id}/results`, {
      results: references.map((reference) => ({ reference, result: 'paid' })),
    });
    expect(report.body).toMatchObject({ applied: 3, rejected: 0, status: 'acknowledged' });
  });

  it('replacements are listed and shipped; then the case is settled', async () => {
    const { data } = await get<Page<Listing>>('/v1/replacement-listings');
    const open = data.find((l) => l.status === 'open');
    expect(open?.count).toBe(2);
    await post(`/v1/replacement-listings/${open?.id}/seal`);
    const { data: lines } = await get<Page<{ reference: string }>>(
      `/v1/replacement-listings/${open?.id}/lines`,
    );
    let report = await post(`/v1/replacement-listings/${open?.id}/results`, {
      results: lines.map(({ reference }) => ({
        reference,
        result: 'shipped',
        carrier: 'Example Parcel',
        tracking: 'EP1',
      })),
    });
    for (let i = 0; i < 100 && report.status === 409; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      report = await post(`/v1/replacement-listings/${open?.id}/results`, {
        results: lines.map(({ reference }) => ({
          reference,
          result: 'shipped',
          carrier: 'Example Parcel',
          tracking: 'EP1',
        })),
      });
    }
    expect(report.body).toMatchObject({ applied: 2 });
    expect((await caseOf('R1')).state).toBe('settled');
  });

  it('the clerk closes the statement and issues the invoice, with every contact as evidence', async () => {
    const { data } = await get<Page<{ id: string; status: string; contacts: number }>>('/v1/statements');
    const open = data.find((s) => s.status === 'open');
    expect(open?.contacts).toBe(4);
    expect((await post(`/v1/statements/${open?.id}/close`)).status).toBe(403);
    expect((await asClerk(`/v1/statements/${open?.id}/close`)).status).toBe(200);
    expect((await asClerk(`/v1/statements/${open?.id}/close`)).status).toBe(409);
    const issued = await asClerk(`/v1/statements/${open?.id}/invoice`);
    expect(issued.status).toBe(201);
    const invoice = await get<{ code: string; net: object; lines: object[] }>(
      `/v1/invoices/${issued.body.id}`,
    );
    expect(invoice.net).toEqual({ amountMinor: 220, currency: 'EUR' });
    const raw = (format: string) =>
      world
        .request()
        .get(`/v1/invoices/${issued.body.id}/document?format=${format}`)
        .set('authorization', `Bearer ${key}`)
        .buffer(true);
    const pdf = await raw('pdf').parse((stream, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => done(null, Buffer.concat(parts)));
    });
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    const evidence = await raw('evidence.csv');
    expect(evidence.text.trim().split(/\r?\n/)).toHaveLength(5);
  });

  it('leaves books that are whole', async () => {
    const report = await world.get(Invariants).check(systemCtx('test', null, world.clock.now()));
    expect(report.violations).toEqual([]);
    expect(report.checked).toBeGreaterThan(20);
    expect(clientId).not.toBe('');
  });
});
