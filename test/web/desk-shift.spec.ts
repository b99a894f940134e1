import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Database, systemCtx } from '#platform';
import { workItemKinds } from '#desk';
import { createWebWorld, findingsOf, foundChromium, keepPicture, type WebWorld } from './web-world.js';
import { newAgent, newDeskShop, type DeskShop } from './desk-shop.js';

const inBrowser = foundChromium ? describe : describe.skip;
const size = { width: 1280, height: 800 } as const;

inBrowser('an agent’s desk', () => {
  let world: WebWorld;
  let shop: DeskShop;

  beforeAll(async () => {
    world = await createWebWorld();
    shop = await newDeskShop(world, 40);
  }, 120_000);
  afterAll(() => world?.close());
  // What one test left behind is not the next one's.
  beforeEach(() =>
    rows(`UPDATE work_item SET state = 'cancelled' WHERE state IN ('queued', 'scheduled') RETURNING id`),
  );

  const rows = <T>(sql: string, params: unknown[] = []): Promise<T[]> =>
    world.api
      .get(Database)
      .tx(systemCtx('test', shop.client.id, world.api.clock.now()), (tx) =>
        tx.query<T & Record<string, unknown>>(sql, params),
      );
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const contactShown = (page: Page) => page.locator('.contact').waitFor();
  const nameShown = (page: Page) => page.locator('.contact h1').innerText();
  const goHome = async (page: Page): Promise<void> => {
    await page.goto('/desk');
    await page.getByRole('button', { name: /Next contact|Look again/ }).waitFor();
  };
  const finishAll = async (page: Page): Promise<void> => {
    await press(page, 'w', 'd', 'Enter');
  };

  it('takes a whole shift of twenty contacts of every kind, by keyboard alone', async () => {
    const agent = await newAgent(world);
    const kinds = Array.from({ length: 20 }, (_, i) => workItemKinds[i % workItemKinds.length] ?? 'call');
    for (const [i, kind] of kinds.entries()) {
      await shop.queue({ kind, caseId: kind === 'unverified_mail' ? null : (shop.caseIds[i] ?? null) });
    }
    const open = await world.openAs(agent, size);
    const { page, faults } = open;
    await goHome(page);
    await keepPicture(page, 'desk-home');
    await press(page, 'n');
    let dialled = 0;
    for (let i = 0; i < kinds.length; i++) {
      await contactShown(page);
      await page.locator('#note').waitFor();
      if (i === 0) await keepPicture(page, 'desk-contact');
      await press(page, 'n');
      await page.keyboard.type(`Note ${i}: w d 1 are words here`);
      await press(page, 'Escape');
      if ((await page.getByRole('button', { name: /I dial by hand/ }).count()) > 0 && dialled < 2) {
        await press(page, 'h');
        await page.getByRole('button', { name: /End the call/ }).waitFor();
        if (dialled++ === 0) await keepPicture(page, 'desk-call');
        await press(page, 'e');
        await page.getByText('How did it end?').waitFor();
        if (i === 0) await keepPicture(page, 'desk-wrap-up');
        // Two keys from the end of the call to the next contact.
        await press(page, '1', 'Enter');
      } else await finishAll(page);
      await page.getByText(`Note ${i}:`).waitFor({ state: 'detached' });
    }
    await page.getByText('Nothing waits for you right now').waitFor();
    await keepPicture(page, 'desk-quiet');
    const done = await rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM claim WHERE agent_id = $1 AND state = 'wrapped_up'`,
      [agent.id],
    );
    expect(done[0]?.count).toBe(20);
    const notes = await rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM claim_note WHERE agent_id = $1 AND text LIKE 'Note %: w d 1 are words here%'`,
      [agent.id],
    );
    expect(notes[0]?.count).toBe(20);
    expect(dialled).toBeGreaterThan(0);

    // The next one comes by itself.
    await shop.queue({ kind: 'review', caseId: shop.caseIds[20] ?? null });
    await contactShown(page);
    await finishAll(page);
    await page.getByText('Nothing waits for you right now').waitFor();
    expect(faults).toEqual([]);
    await open.close();
  }, 240_000);

  it('gives two agents who ask at once two contacts', async () => {
    await shop.queue({ kind: 'review', caseId: shop.caseIds[21] ?? null });
    await shop.queue({ kind: 'review', caseId: shop.caseIds[22] ?? null });
    const pages = await Promise.all(
      [await newAgent(world), await newAgent(world)].map((agent) => world.openAs(agent, size)),
    );
    await Promise.all(pages.map(({ page }) => goHome(page)));
    await Promise.all(pages.map(({ page }) => press(page, 'n')));
    await Promise.all(pages.map(({ page }) => contactShown(page)));
    const held = await rows<{ agent_id: string }>(`SELECT agent_id FROM claim WHERE state = 'active'`);
    expect(new Set(held.map((claim) => claim.agent_id)).size).toBe(2);
    const items = await rows<{ count: number }>(
      `SELECT count(DISTINCT work_item_id)::int AS count FROM claim WHERE state = 'active'`,
    );
    expect(items[0]?.count).toBe(2);
    for (const { page } of pages) {
      await finishAll(page);
      await page.getByText('Nothing waits for you right now').waitFor();
    }
    await Promise.all(pages.map((open) => open.close()));
  }, 90_000);

  it('brings the same contact back, note and all, when the tab was closed in the middle of a call', async () => {
    const agent = await newAgent(world);
    await shop.queue({ kind: 'call', caseId: shop.caseIds[24] ?? null });
    const open = await world.openAs(agent, size);
    const { page } = open;
    await goHome(page);
    await press(page, 'n');
    await contactShown(page);
    await press(page, 'h');
    await page.getByRole('button', { name: /End the call/ }).waitFor();
    const name = await nameShown(page);
    await press(page, 'n');
    await page.keyboard.type('half a sentence');
    const again = await page.context().newPage();
    await page.close({ runBeforeUnload: true });
    await again.goto('/desk');
    await contactShown(again);
    expect(await nameShown(again)).toBe(name);
    expect(await again.locator('#note').inputValue()).toBe('half a sentence');
    await again.getByRole('button', { name: /End the call/ }).waitFor();
    await press(again, 'e');
    await again.getByText('How did it end?').waitFor();
    await press(again, '1', 'Enter');
    await again.getByText('Nothing waits for you right now').waitFor();
    await open.close();
  }, 90_000);

  it('keeps what was typed when the lease is lost, and lets nothing more be done', async () => {
    const agent = await newAgent(world);
    await shop.queue({ kind: 'review', caseId: shop.caseIds[25] ?? null });
    const open = await world.openAs(agent, size);
    const { page } = open;
    await goHome(page);
    await press(page, 'n');
    await contactShown(page);
    await press(page, 'n');
    await page.keyboard.type('typed when it was taken away');
    // The board looks every two seconds: until then it doesn't know that there was a contact.
    await page.waitForTimeout(3_000);
    const lead = await world.api.signIn(await world.newUser('team_lead'));
    const [claim] = await rows<{ id: string }>(
      `SELECT id FROM claim WHERE agent_id = $1 AND state = 'active'`,
      [agent.id],
    );
    const broken = await world.api
      .request()
      .post(`/v1/desk/claims/${claim?.id}/break?client=${shop.client.code}`)
      .set('cookie', lead)
      .set('sec-fetch-site', 'same-origin')
      .send({ reason: 'needed elsewhere' });
    expect(broken.status).toBe(204);
    await page.getByText('This contact is no longer yours').waitFor();
    expect(await page.getByLabel('What you had typed').inputValue()).toBe('typed when it was taken away');
    await page.getByText('A team lead took it over.').waitFor();
    expect(await page.locator('.contact').count()).toBe(0);
    await keepPicture(page, 'desk-lost');
    expect(await findingsOf(page)).toEqual([]);
    await press(page, 'n');
    await page.getByRole('button', { name: /Next contact/ }).waitFor();
    expect(await page.evaluate('Object.keys(sessionStorage).filter((k) => k.startsWith("desk."))')).toEqual(
      [],
    );
    await press(page, 'n');
    await contactShown(page);
    await finishAll(page);
    await page.getByText('Nothing waits for you right now').waitFor();
    await open.close();
  }, 90_000);

  it('says that the connection is lost, keeps what is typed, and catches up', async () => {
    const agent = await newAgent(world);
    await shop.queue({ kind: 'review', caseId: shop.caseIds[26] ?? null });
    const open = await world.openAs(agent, size);
    const { page } = open;
    await goHome(page);
    await press(page, 'n');
    await contactShown(page);
    await page.context().setOffline(true);
    await press(page, 'n');
    await page.keyboard.type('typed without a connection');
    await page.getByText('No connection to the server').waitFor();
    await page.getByText(/Not saved yet/).waitFor();
    await keepPicture(page, 'desk-connection-lost');
    await page.context().setOffline(false);
    await page.getByText(/Saved at/).waitFor();
    const [note] = await rows<{ text: string }>(`SELECT text FROM claim_note WHERE agent_id = $1`, [
      agent.id,
    ]);
    expect(note?.text).toBe('typed without a connection');
    await press(page, 'Escape');
    await finishAll(page);
    await page.getByText('Nothing waits for you right now').waitFor();
    await open.close();
  }, 90_000);

  it('opens a contact in one tab only, and hands it over with its note', async () => {
    const agent = await newAgent(world);
    await shop.queue({ kind: 'review', caseId: shop.caseIds[27] ?? null });
    const open = await world.openAs(agent, size);
    const { page } = open;
    await goHome(page);
    await press(page, 'n');
    await contactShown(page);
    await press(page, 'n');
    await page.keyboard.type('typed in the first tab');
    const second = await page.context().newPage();
    await second.goto('/desk');
    await second.getByText('Your contact is open in another tab of this browser.').waitFor();
    await keepPicture(second, 'desk-elsewhere');
    await press(second, 't');
    await contactShown(second);
    expect(await second.locator('#note').inputValue()).toBe('typed in the first tab');
    await page.getByText('Your contact is open in another tab of this browser.').waitFor();
    await finishAll(second);
    await second.getByText('Nothing waits for you right now').waitFor();
    await open.close();
  }, 90_000);

  for (const [number, [look, options]] of (
    [
      ['desktop-light', { ...size, scheme: 'light' }],
      ['desktop-dark', { ...size, scheme: 'dark' }],
      ['phone-light', { width: 390, height: 844, scheme: 'light' }],
      ['phone-dark', { width: 390, height: 844, scheme: 'dark' }],
      ['enlarged', { width: 640, height: 400, scheme: 'light' }],
      ['german', { ...size, language: 'de' }],
      ['greek', { ...size, language: 'el' }],
      ['polish-phone', { width: 390, height: 844, language: 'pl' }],
    ] as const
  ).entries()) {
    it(`has nothing that axe finds and fits its window: ${look}`, async () => {
      const agent = await newAgent(world);
      await shop.queue({ kind: 'call', caseId: shop.caseIds[30 + number] ?? null });
      const open = await world.openAs(agent, options);
      const { page, faults } = open;
      const found: string[] = [];
      const keep = async (name: string): Promise<void> => {
        await keepPicture(page, `desk-${name}-${look}`);
        found.push(...(await findingsOf(page)).map((line) => `${name} ${line}`));
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (overflow !== 0) found.push(`${name} is ${String(overflow)} px wider than its window`);
      };
      await page.goto('/desk');
      await page.locator('.desk-next button').waitFor();
      await keep('home');
      await press(page, 'n');
      await page.locator('.note textarea').waitFor();
      await keep('contact');
      for (const [key, name] of [
        ['v', 'reveal'],
        ['l', 'link'],
        ['/', 'articles'],
        ['?', 'keys'],
      ] as const) {
        await press(page, key);
        await page.getByRole('dialog').waitFor();
        await keep(name);
        await press(page, 'Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      await press(page, 'w', '3');
      await page.locator('.callback').waitFor();
      await keep('wrap-up');
      await press(page, 'd', 'Enter');
      await page.locator('.contact').waitFor({ state: 'detached' });
      await open.close();
      expect(found).toEqual([]);
      expect(faults).toEqual([]);
    }, 120_000);
  }
});
