import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { INestApplicationContext } from '@nestjs/common';
import {
  clientRoles,
  DomainError,
  formatUnitPrice,
  operatorRoles,
  systemCtx,
  type Ctx,
  type Role,
} from '#platform';
import { Clients, type Client } from '#clients';
import { AgentProfiles, type AgentProfile } from '#desk';
import { ApiKeys, Users } from '#identity';
import { Rates } from '#metering';
import { messageLanguages } from '#notifications';
import { Policies, policyDraftSchema } from '#resolution';
import { demoPolicies } from './policies.js';
import { demoOperator, demoShops, type Shop } from './shops.js';

interface Login {
  readonly role: Role;
  readonly email: string;
  readonly password: string;
}

/** What `DATA_DIR/demo.json` holds: the way in, for people and scripts. Readable by its owner only. */
export interface DemoFile {
  url: string;
  loaded: boolean;
  operator: { users: Login[] };
  clients: { code: string; apiKey: string; users: Login[] }[];
}

/** Speaks what the demo's customers speak, so that one person can see all of it. */
const demoAgent: AgentProfile = {
  languages: Object.fromEntries(messageLanguages.map((language) => [language.slice(0, 2), 'C1'] as const)),
  skills: ['voice', 'mail', 'cases'],
  clientIds: null,
  phone: null,
};

/** Makes the demo operator, its clients and everybody's logins; what is there already stays as it is. */
export class DemoPlace {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly file: string,
    private readonly url: string,
  ) {}

  async read(): Promise<DemoFile | null> {
    const text = await readFile(this.file, 'utf8').catch(() => null);
    return text === null ? null : (JSON.parse(text) as DemoFile);
  }

  async write(content: DemoFile): Promise<void> {
    await writeFile(`${this.file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }

  /** After a kill at any line a second call finishes what the first began. */
  async prepare(): Promise<DemoFile> {
    const known = (await this.read()) ?? {
      url: this.url,
      loaded: false,
      operator: { users: [] },
      clients: [],
    };
    const content: DemoFile = { ...known, url: this.url };
    const across = systemCtx('demo', null, new Date());
    const clients = this.app.get(Clients, { strict: false });
    await clients.setOperator(across, demoOperator);
    for (const role of operatorRoles)
      await this.addUser(content.operator.users, null, role, 'desk.example', content);
    await this.describeAgents(across);
    const there = new Map((await clients.all(across)).map((client) => [client.code, client]));
    for (const shop of demoShops) {
      const client = there.get(shop.client.code) ?? (await clients.create(across, shop.client));
      await this.prepareClient(shop, client, content);
    }
    return content;
  }

  /** So that whoever may work at the desk gets an item at once. */
  private async describeAgents(across: Ctx): Promise<void> {
    const profiles = this.app.get(AgentProfiles, { strict: false });
    const described = await profiles.all(across);
    for (const { id } of await this.app.get(Users, { strict: false }).staff(across))
      if (!described.has(id)) await profiles.save(across, id, demoAgent);
  }

  private async prepareClient(shop: Shop, client: Client, content: DemoFile): Promise<void> {
    const ctx = systemCtx('demo', client.id, new Date());
    let entry = content.clients.find((c) => c.code === client.code);
    if (!entry) {
      const key = await this.app.get(ApiKeys, { strict: false }).create(ctx, { name: 'demo' });
      entry = { code: client.code, apiKey: key.secret, users: [] };
      content.clients.push(entry);
      await this.write(content);
    }
    for (const role of clientRoles) {
      await this.addUser(entry.users, client, role, `${client.code.toLowerCase()}.example`, content);
    }
    const rates = this.app.get(Rates, { strict: false });
    if ((await rates.list(ctx)).every((rate) => rate.version === 0 || rate.createdAt === null)) {
      await rates.add(ctx, {
        unitPrice: formatUnitPrice(shop.rate.unitPriceE4),
        currency: shop.rate.currency,
      });
    }
    const policies = this.app.get(Policies, { strict: false });
    if ((await policies.list(ctx, { limit: 1 })).data.length === 0) {
      const draft = await policies.draft(ctx, policyDraftSchema.parse(demoPolicies[client.code]));
      await policies.publish(ctx, draft.id);
    }
  }

  private async addUser(
    users: Login[],
    client: Client | null,
    role: Role,
    domain: string,
    content: DemoFile,
  ): Promise<void> {
    let login = users.find((user) => user.role === role);
    if (!login) {
      const password = randomBytes(12).toString('base64url');
      login = { role, email: `${role.replace('_', '.')}@${domain}`, password };
      // Written down before it exists: nobody would know the password of one made before a kill.
      users.push(login);
      await this.write(content);
    }
    try {
      await this.app.get(Users, { strict: false }).create(systemCtx('demo', client?.id ?? null, new Date()), {
        ...login,
        name: role.replace('_', ' '),
        locale: client?.defaultLanguage ?? 'en',
        ...(client ? { zone: client.zone } : {}),
      });
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'user.email_taken') throw error;
    }
  }
}
