import type { Client } from '#clients';
import { WorkItems, type NewWorkItem } from '#desk';
import type { User } from '#identity';
import { Database, newId, systemCtx } from '#platform';
import type { WebWorld } from './web-world.js';

/** The API as one person's session calls it. */
export interface Caller {
  call<T>(method: 'get' | 'post' | 'put', path: string, body?: object): Promise<{ status: number; body: T }>;
}

export interface LeadTeam {
  readonly client: Client;
  readonly lead: User;
  readonly agent: User;
  readonly colleague: User;
  as(user: User): Promise<Caller>;
  /** Puts an item in the shop's queue; returns its id. */
  queue(item?: Partial<NewWorkItem>): Promise<string>;
}

/** A team lead, two agents who speak German, and a shop with work for them. */
export async function newLeadTeam(world: WebWorld): Promise<LeadTeam> {
  const { api } = world;
  const as = async (user: User): Promise<Caller> => {
    const cookie = await api.signIn(user);
    return {
      call: async <T>(method: 'get' | 'post' | 'put', path: string, body?: object) => {
        const request = api
          .request()
          [method](path)
          .set('cookie', cookie)
          .set('sec-fetch-site', 'same-origin');
        const answer = await (body === undefined ? request : request.send(body));
        return { status: answer.status, body: answer.body as T };
      },
    };
  };
  const { client } = await api.newShop();
  const lead = await world.newUser('team_lead');
  const agent = await world.newUser('agent');
  const colleague = await world.newUser('agent');
  const leads = await as(lead);
  for (const { id } of [agent, colleague]) {
    const profile = {
      languages: { de: 'native', en: 'C1' },
      skills: ['voice', 'mail', 'cases'],
      clientIds: null,
      phone: null,
    };
    const { status } = await leads.call('put', `/v1/desk/agents/${id}/profile`, profile);
    if (status !== 200) throw new Error(`profile: ${status}`);
  }
  return {
    client,
    lead,
    agent,
    colleague,
    as,
    queue: async (item = {}) => {
      const id = newId();
      const ctx = systemCtx('test', client.id, api.clock.now());
      const whole: NewWorkItem = {
        id,
        kind: 'review',
        caseId: null,
        subjectId: newId(),
        reason: 'no_rule',
        language: 'de',
        ...item,
      };
      await api.get(Database).tx(ctx, (tx) => api.get(WorkItems).queue(ctx, tx, [whole]));
      return id;
    },
  };
}
