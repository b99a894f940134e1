import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { User } from '#identity';
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
import { newWebShop, type WebShop } from './web-shop.js';

const inBrowser = foundChromium ? describe : describe.skip;

const looks = [
  ['desktop-light', { ...desktop, scheme: 'light' }],
  ['phone-light', { ...phone, scheme: 'light' }],
  ['desktop-dark', { ...desktop, scheme: 'dark' }],
  ['phone-dark', { ...phone, scheme: 'dark' }],
] as const;

inBrowser('every page', () => {
  let world: WebWorld;
  let shop: WebShop;
  let people: { administrator: User; operations: User };

  beforeAll(async () => {
    world = await createWebWorld();
    shop = await newWebShop(world.api);
    people = {
      administrator: await world.newUser('administrator'),
      operations: await world.newUser('operations', shop.client),
    };
  }, 120_000);
  afterAll(() => world?.close());

  const pages = (): [name: string, path: string][] => {
    const client = `?client=${shop.client.code}`;
    return [
      ['account', '/account'],
      ['uploads', `/uploads${client}`],
      ['upload', `/uploads/${shop.uploadId}${client}`],
      ['cases', `/cases${client}`],
      ['case', `/cases/${shop.caseId}${client}`],
      ['refunds', `/refund-listings${client}`],
      ['refund-open', `/refund-listings/${shop.refundListingId}${client}`],
      ['refund-released', `/refund-listings/${shop.sealedListingId}${client}`],
      ['replacements', `/replacement-listings${client}`],
      ['replacement-open', `/replacement-listings/${shop.replacementListingId}${client}`],
      ['statements', `/statements${client}`],
      ['statement-closed', `/statements/${shop.closedStatementId}${client}`],
      ['invoices', `/invoices${client}`],
      ['invoice', `/invoices/${shop.invoiceId}${client}`],
      ['rates', `/rates${client}`],
      ['policies', `/policies${client}`],
      ['policy', `/policies/${shop.policyId}${client}`],
      ['clients', '/clients'],
      ['users', '/users'],
      ['choose-client', '/cases'],
      ['nothing-here', '/there/is/nothing'],
    ];
  };

  for (const [look, options] of looks) {
    it(`has nothing that axe finds, no fault, and fits its window: ${look}`, async () => {
      const open = await world.openAs(people.administrator, options);
      const found: string[] = [];
      for (const [name, path] of pages()) {
        await open.page.goto(path);
        await settled(open.page);
        await keepPicture(open.page, `${name}-${look}`);
        found.push(...(await findingsOf(open.page)).map((line) => `${name} ${line}`));
        const overflow = await open.page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (overflow !== 0) found.push(`${name} is ${String(overflow)} px wider than its window`);
      }
      expect(found).toEqual([]);
      expect(open.faults).toEqual([]);
      await open.close();
    }, 240_000);

    it(`lets people in without a finding: ${look}`, async () => {
      const open = await world.open(options);
      const { page, faults } = open;
      await page.goto('/');
      await settled(page);
      await keepPicture(page, `sign-in-${look}`);
      expect(await findingsOf(page)).toEqual([]);
      expect(faults).toEqual([]);
      await open.close();
    }, 60_000);
  }

  // Long words and other scripts: what fits in English may not fit here.
  for (const language of ['de', 'el', 'pl']) {
    for (const [size, options] of [
      ['desktop', desktop],
      ['phone', phone],
    ] as const) {
      it(`fits its window in another language: ${language}, ${size}`, async () => {
        const open = await world.openAs(people.administrator, { ...options, language });
        const found: string[] = [];
        for (const [name, path] of pages()) {
          await open.page.goto(path);
          await settled(open.page);
          await keepPicture(open.page, `${name}-${size}-${language}`);
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
  }
});
