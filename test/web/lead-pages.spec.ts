import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { User } from '#identity';
import { newAgent, newDeskShop, type DeskShop } from './desk-shop.js';
import { callerAs } from './lead-team.js';
import {
  createWebWorld,
  desktop,
  findingsOf,
  foundChromium,
  keepPicture,
  phone,
  settled,
  type WebWorld,
} from './web-world.js';

const inBrowser = foundChromium ? describe : describe.skip;

const looks = [
  ['desktop-light', { ...desktop, scheme: 'light' }],
  ['phone-dark', { ...phone, scheme: 'dark' }],
  ['phone-de', { ...phone, scheme: 'light', language: 'de' }],
  ['desktop-el', { ...desktop, scheme: 'dark', language: 'el' }],
  ['phone-pl', { ...phone, scheme: 'light', language: 'pl' }],
] as const;

inBrowser('the team lead’s pages', () => {
  let world: WebWorld;
  let shop: DeskShop;
  let lead: User;
  let agent: User;

  beforeAll(async () => {
    world = await createWebWorld();
    shop = await newDeskShop(world, 6);
    lead = await world.newUser('team_lead');
    agent = await newAgent(world);
    const asLead = await callerAs(world, lead);
    const asAgent = await callerAs(world, agent);
    const client = `?client=${shop.client.code}`;
    for (const kind of ['call', 'reply', 'review', 'failed_message'] as const) await shop.queue({ kind });
    const { body: first } = await asAgent.post('/v1/desk/claims', {});
    const claim: { id: string; token: string } = first;
    const today = new Date();
    const at = (hour: number): string => new Date(today.setUTCHours(hour, 0, 0, 0)).toISOString();
    const made = [
      await asAgent.post(`/v1/desk/claims/${claim.id}/wrap-up`, {
        token: claim.token,
        disposition: 'done',
        note: '',
      }),
      await asAgent.post('/v1/desk/claims', {}),
      await asLead.post('/v1/desk/shifts', { agentId: agent.id, from: at(8), until: at(16) }),
      await asLead.post(`/v1/suppressions${client}`, {
        channel: 'email',
        address: 'jens@example.org',
        reason: 'asked_agent',
      }),
      await asLead.post(`/v1/desk/articles${client}`, {
        language: 'de',
        title: 'Wann das Geld da ist',
        body: 'Die Bank braucht bis zu drei Werktage.',
      }),
      await asLead.put(`/v1/message-templates/decision/de/sms${client}`, {
        parts: { text: '{{shop}}: {{order}}: {{decision}} {{contact}}' },
      }),
    ];
    expect(made.map(({ status }) => status)).toEqual([200, 201, 201, 201, 201, 200]);
  }, 180_000);
  afterAll(() => world?.close());

  const pages = (): [name: string, path: string][] => {
    const client = `?client=${shop.client.code}`;
    return [
      ['board', '/board'],
      ['queue', `/queue${client}`],
      ['statistics', '/statistics?by=queue'],
      ['staffing', `/staffing?on=${new Date().toISOString().slice(0, 10)}`],
      ['shifts', '/shifts'],
      ['agents', '/agents'],
      ['agent', `/agents/${agent.id}`],
      ['weights', '/weights'],
      ['scripts', `/scripts${client}`],
      ['script', `/scripts/money_missing${client}`],
      ['articles', `/articles${client}`],
      ['article-new', `/articles/new${client}`],
      ['dispositions', `/dispositions${client}`],
      ['quality', '/quality'],
      ['quality-reviews', '/quality/reviews'],
      ['quality-form', '/quality/form'],
      ['quality-calibration', '/quality/calibration'],
      ['unverified', '/unverified-mails'],
      ['suppressions', `/suppressions${client}`],
      ['contact-plans', `/contact-plans${client}`],
      ['contact-plan', `/contact-plans/decision${client}`],
      ['notification-settings', `/notification-settings${client}`],
      ['message-templates', `/message-templates${client}`],
      ['message-template-mail', `/message-templates/decision/de/email${client}`],
      ['message-template-sms', `/message-templates/decision/de/sms${client}`],
    ];
  };

  for (const [look, options] of looks) {
    it(`have nothing that axe finds, no fault, and fit their window: ${look}`, async () => {
      const open = await world.openAs(lead, options);
      const found: string[] = [];
      for (const [name, path] of pages()) {
        await open.page.goto(path);
        await settled(open.page);
        await keepPicture(open.page, `lead-${name}-${look}`);
        found.push(...(await findingsOf(open.page)).map((line) => `${name} ${line}`));
        const refused = await open.page.locator('[role=alert]').allInnerTexts();
        found.push(...refused.map((text) => `${name} says: ${text}`));
        const overflow = await open.page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (overflow !== 0) found.push(`${name} is ${String(overflow)} px wider than its window`);
      }
      expect(found).toEqual([]);
      expect(open.faults).toEqual([]);
      await open.close();
    }, 240_000);
  }
});
