import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cases } from '#cases';
import type { Client } from '#clients';
import { CustomerLinks, type LinkAsk } from '#desk';
import { Database, newId, systemCtx } from '#platform';
import { newCaseRecord, newItem } from '../support/case-factory.js';
import { pastContacts } from '../support/desk-days.js';
import { createWebWorld, findingsOf, foundChromium, phone, keepPicture, type WebWorld } from './web-world.js';

const inBrowser = foundChromium ? describe : describe.skip;

inBrowser('the page of a customer’s link, on a phone without scripts', () => {
  let world: WebWorld;
  let client: Client;
  beforeAll(async () => {
    world = await createWebWorld();
    ({ client } = await world.api.newShop());
  }, 120_000);
  afterAll(() => world.close());

  const ctx = () => systemCtx('test', client.id, world.api.clock.now());
  async function linkIn(language: string, asks: LinkAsk[]): Promise<{ path: string; caseId: string }> {
    const db = world.api.get(Database);
    const record = newCaseRecord({
      language,
      state: 'decided',
      items: [
        newItem({ outcome: 'replacement', fulfilment: asks.includes('choice') ? 'out_of_stock' : 'listed' }),
      ],
    });
    await db.tx(ctx(), (tx) => world.api.get(Cases).write(ctx(), tx, [record]));
    const past = { agentId: newId(), takenAt: world.api.clock.now(), seconds: 60 };
    const [contact] = await pastContacts({ db, get: (type) => world.api.get(type) }, ctx(), [past]);
    const claimId = contact?.claimId ?? '';
    const links = world.api.get(CustomerLinks);
    const { id } = await db.tx(ctx(), (tx) => links.issue(ctx(), tx, { caseId: record.id, claimId, asks }));
    return { path: new URL(links.urlOf(id)).pathname, caseId: record.id };
  }

  it.each(['el', 'pl', 'de'])(
    'fits, reads well and is styled under its own policy, in %s',
    async (language) => {
      const { path } = await linkIn(language, ['choice', 'iban', 'address']);
      for (const scheme of ['light', 'dark'] as const) {
        const opened = await world.open({ ...phone, width: 360, scheme });
        const { page, faults } = opened;
        await page.goto(path);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
        const band = await page.evaluate(
          "getComputedStyle(document.querySelector('header')).backgroundColor",
        );
        expect(band).toBe('rgb(10, 125, 75)');
        expect(await findingsOf(page)).toEqual([]);
        await keepPicture(page, `customer-${language}-phone-${scheme}`);
        expect(faults).toEqual([]);
        await opened.close();
      }
    },
    60_000,
  );

  it('is filled in by keyboard, says what is wrong, and thanks', async () => {
    const { path, caseId } = await linkIn('de', ['iban']);
    const context = await world.browser.newContext({
      javaScriptEnabled: false,
      baseURL: world.url,
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    await page.goto(path);
    await page.getByLabel('IBAN').fill('GR17 0110 1250 0000 0001 2300 695');
    await page.getByLabel('Kontoinhaber').fill('Anna Canary');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Kontoinhaber').inputValue()).toBe('Anna Canary');
    await keepPicture(page, 'customer-wrong-phone-light');
    await page.getByLabel('IBAN').fill('GR16 0110 1250 0000 0001 2300 695');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Vielen Dank' }).waitFor();
    await page.reload();
    expect(await page.getByRole('heading').textContent()).toContain('Vielen Dank');
    await context.close();
    const db = world.api.get(Database);
    const [record] = await db.tx(ctx(), (tx) => world.api.get(Cases).load(ctx(), tx, [caseId]));
    expect(record).toMatchObject({ iban: 'GR1601101250000000012300695', accountHolder: 'Anna Canary' });
  }, 60_000);
});
