import type { Client } from '#clients';
import { Clients } from '#clients';
import { systemCtx } from '#platform';
import { demoOperator } from '../../apps/cli/src/demo/shops.js';
import type { ApiWorld } from '../support/api.js';

const policy = {
  name: 'Spring 2026',
  rules: [
    {
      id: 'withdrawal',
      name: 'Money back on withdrawal',
      when: [{ fact: 'legalBasis', op: 'in', values: ['withdrawal'] }],
      then: 'refund',
    },
    {
      id: 'broken',
      name: 'Replacement while in stock',
      when: [
        { fact: 'legalBasis', op: 'in', values: ['non_conformity', 'wrong_item'] },
        { fact: 'itemValue', op: 'lt', value: 50_000, currency: 'EUR' },
      ],
      then: 'replacement',
    },
  ],
};

const header =
  'case_ref,order_ref,ordered_on,delivered_on,requested_on,reason,legal_basis,customer_name,customer_email,country,sku,product,quantity,unit_price,currency';
const people = [
  ['Jürgen Groß', 'juergen', 'DE'],
  ['Ελένη Παπαδοπούλου', 'eleni', 'GR'],
  ['Chloé Roux', 'chloe', 'FR'],
  ['Małgorzata Wiśniewska', 'malgorzata', 'PL'],
] as const;

/** A file of cases, two of whose rows cannot be read. */
export function caseFile(now: Date): string {
  const on = (daysAgo: number): string =>
    new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const row = (i: number, quantity: string): string => {
    const [name, mailbox, country] = people[i % people.length] ?? people[0];
    // Everybody is written to once: a customer's budget would hold back the second mail of a day.
    const email = `${mailbox}${i}@example.org`;
    const [reason, basis] =
      i % 3 === 0
        ? ['defective', 'non_conformity']
        : i % 7 === 5
          ? ['other', 'goodwill']
          : ['changed_mind', 'withdrawal'];
    return `R-${1000 + i},B-${2000 + i},${on(20)},${on(15)},${on(3)},${reason},${basis},${name},${email},${country},A${i},Rain jacket “Nordwind” ${i},${quantity},${(19.9 + i * 7).toFixed(2)},EUR`;
  };
  const good = Array.from({ length: 24 }, (_, i) => row(i, String(1 + (i % 3))));
  return [header, ...good, row(90, 'two'), row(91, '-1')].join('\n');
}

export interface WebShop {
  readonly client: Client;
  readonly uploadId: string;
  readonly caseId: string;
  readonly refundListingId: string;
  readonly sealedListingId: string;
  readonly replacementListingId: string;
  readonly statementId: string;
  readonly closedStatementId: string;
  readonly invoiceId: string;
  readonly policyId: string;
}

/** A shop whose cases went through the whole job once: decided, written to, listed, sealed, invoiced. */
export async function newWebShop(api: ApiWorld): Promise<WebShop> {
  await api.get(Clients).setOperator(systemCtx('test', null, api.clock.now()), demoOperator);
  const { client, key } = await api.newShop();
  const get = async <T>(path: string): Promise<T> =>
    (await api.request().get(path).set('authorization', `Bearer ${key}`)).body as T;
  const post = async (path: string, body: object = {}): Promise<{ id: string }> => {
    const answer = await api.request().post(path).set('authorization', `Bearer ${key}`).send(body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as { id: string };
  };
  const until = async <T>(read: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> => {
    for (let waited = 0; waited < 60_000; waited += 100) {
      const found = await read();
      if (isThere(found)) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('waited too long');
  };
  const draft = await post('/v1/policies', policy);
  await post(`/v1/policies/${draft.id}/publish`);
  const upload = await api
    .request()
    .post('/v1/uploads')
    .set('authorization', `Bearer ${key}`)
    .attach('file', Buffer.from(caseFile(api.clock.now())), 'returns-march.csv');
  const uploadId = (upload.body as { id: string }).id;
  await until(
    () => get<{ status: string }>(`/v1/uploads/${uploadId}`),
    ({ status }) => status === 'completed',
  );
  const { data: cases } = await get<{ data: { id: string; state: string }[] }>(
    '/v1/cases?state=decided&limit=50',
  );
  const caseId = cases[0]?.id ?? '';
  await until(
    () => get<{ messages: { state: string }[] }>(`/v1/cases/${caseId}`),
    ({ messages }) => messages.length > 0,
  );
  const first = async (path: string): Promise<string> =>
    (await get<{ data: { id: string }[] }>(path)).data[0]?.id ?? '';
  const sealedListingId = await first('/v1/refund-listings?status=open');
  const staff = await api.signIn(await api.newUser('administrator'));
  const asStaff = (path: string) =>
    api.request().post(path).set('cookie', staff).set('sec-fetch-site', 'same-origin').send({});
  await asStaff(`/v1/refund-listings/${sealedListingId}/seal`);
  // The first contact opens the statement.
  const [charged] = await until(
    async () => (await get<{ data: { id: string; contacts: number }[] }>('/v1/statements?status=open')).data,
    ([open]) => (open?.contacts ?? 0) > 3,
  );
  const closedStatementId = charged?.id ?? '';
  await asStaff(`/v1/statements/${closedStatementId}/close`);
  const invoice = await asStaff(`/v1/statements/${closedStatementId}/invoice`);
  if (invoice.status !== 201) throw new Error(JSON.stringify(invoice.body));
  return {
    client,
    uploadId,
    caseId,
    sealedListingId,
    refundListingId: await first('/v1/refund-listings?status=open'),
    replacementListingId: await first('/v1/replacement-listings?status=open'),
    statementId: await first('/v1/statements?status=open'),
    closedStatementId,
    invoiceId: (invoice.body as { id: string }).id,
    policyId: draft.id,
  };
}
