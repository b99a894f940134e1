import { AgentProfiles, WorkItems, type NewWorkItem } from '#desk';
import type { Client } from '#clients';
import type { User } from '#identity';
import { Database, newId, systemCtx, type ClientCtx } from '#platform';
import type { WebWorld } from './web-world.js';

const header =
  'case_ref,order_ref,ordered_on,delivered_on,requested_on,reason,legal_basis,customer_name,customer_email,customer_phone,language,country,sku,product,quantity,unit_price,currency';
const people = [
  ['Jürgen Groß', 'juergen', '+4930901820', 'de', 'DE'],
  ['Ελένη Παπαδοπούλου', 'eleni', '+302103456789', 'el', 'GR'],
  ['Chloé Roux', 'chloe', '+33142685300', 'fr', 'FR'],
  ['Małgorzata Wiśniewska', 'malgorzata', '+48226281000', 'pl', 'PL'],
] as const;

/** A shop with cases that wait for agents. */
export interface DeskShop {
  readonly client: Client;
  readonly caseIds: readonly string[];
  /** Queues one thing about a case; it can be taken at once. */
  queue(item: Pick<NewWorkItem, 'kind'> & Partial<NewWorkItem>): Promise<void>;
}

export async function newDeskShop(world: WebWorld, count: number): Promise<DeskShop> {
  const { api } = world;
  const { client, key } = await api.newShop();
  const now = api.clock.now();
  const on = (daysAgo: number): string =>
    new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const rows = Array.from({ length: count }, (_, i) => {
    const [name, mail, phone, language, country] = people[i % people.length] ?? people[0];
    return `D-${100 + i},O-${200 + i},${on(20)},${on(15)},${on(3)},changed_mind,withdrawal,${name},${mail}${i}@example.org,${phone},${language},${country},A${i},Rain jacket “Nordwind” ${i},${1 + (i % 2)},${(19.9 + i).toFixed(2)},EUR`;
  });
  const asShop = { authorization: `Bearer ${key}` };
  await api
    .request()
    .post('/v1/uploads')
    .set(asShop)
    .attach('file', Buffer.from([header, ...rows].join('\n')), 'returns.csv');
  let caseIds: string[] = [];
  for (let waited = 0; caseIds.length < count; waited += 200) {
    if (waited > 60_000) throw new Error('the cases did not come');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const answer = await api.request().get('/v1/cases?limit=200').set(asShop);
    caseIds = (answer.body as { data: { id: string; caseRef: string }[] }).data
      .toSorted((a, b) => a.caseRef.localeCompare(b.caseRef))
      .map(({ id }) => id);
  }
  // What the upload itself has queued is not part of a test's story.
  const ctx: ClientCtx = systemCtx('test', client.id, now);
  const db = api.get(Database);
  await db.tx(ctx, (tx) =>
    tx.execute(`UPDATE work_item SET state = 'done' WHERE client_id = $1`, [client.id]),
  );
  return {
    client,
    caseIds,
    queue: async (item) => {
      await db.tx(ctx, async (tx) => {
        await api
          .get(WorkItems)
          .queue(ctx, tx, [
            { caseId: caseIds[0] ?? null, subjectId: newId(), reason: 'no_rule', language: 'en', ...item },
          ]);
        // Whatever the hour at which the test runs.
        await tx.execute(
          `UPDATE work_item SET state = 'queued', due_at = NULL, available_at = NULL, available_until = NULL
           WHERE client_id = $1 AND state IN ('queued', 'scheduled')`,
          [client.id],
        );
      });
    },
  };
}

/** An agent who speaks the languages of the shop's customers. */
export async function newAgent(world: WebWorld): Promise<User> {
  const agent = await world.newUser('agent');
  await world.api.get(AgentProfiles).save(systemCtx('test', null, world.api.clock.now()), agent.id, {
    languages: { en: 'native', de: 'C1', el: 'C1', fr: 'C1', pl: 'C1' },
    skills: ['voice', 'mail', 'cases'],
    clientIds: null,
    phone: null,
  });
  return agent;
}
