import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { User } from '#identity';
import { newId } from '#platform';
import { newAgent, newDeskShop, type DeskShop } from './desk-shop.js';
import { callerAs, type Caller } from './lead-team.js';
import { createWebWorld, foundChromium, keepPicture, settled, type WebWorld } from './web-world.js';

const inBrowser = foundChromium ? describe : describe.skip;

inBrowser('a team lead steps in', () => {
  let world: WebWorld;
  let shop: DeskShop;
  let lead: User;
  let agent: User;
  let colleague: User;

  beforeAll(async () => {
    world = await createWebWorld();
    shop = await newDeskShop(world, 6);
    lead = await world.newUser('team_lead');
    agent = await newAgent(world);
    colleague = await newAgent(world);
  }, 120_000);
  afterAll(() => world?.close());

  let queued = 0;
  /** Each about another case: one of a case is worked on at a time. */
  const queue = async (priority: number): Promise<string> => {
    const id = newId();
    await shop.queue({
      id,
      kind: 'review',
      priority,
      language: 'de',
      caseId: shop.caseIds[queued++] ?? null,
    });
    return id;
  };
  /** What the person gets next, and is done with at once. */
  const nextOf = async (caller: Caller): Promise<string> => {
    const claim: { id: string; token: string; workItemId: string } = (
      await caller.post('/v1/desk/claims', {})
    ).body;
    await caller.post(`/v1/desk/claims/${claim.id}/wrap-up`, {
      token: claim.token,
      disposition: 'done',
      note: '',
    });
    return claim.workItemId;
  };
  const rowOf = (page: Page, priority: number) =>
    page.getByRole('row').filter({ has: page.getByRole('cell', { name: String(priority), exact: true }) });

  it('takes an item away: the agent is told, and what was typed is still there', async () => {
    await queue(1);
    const desk = await world.openAs(agent);
    await desk.page.goto('/desk');
    await desk.page.getByRole('button', { name: /Next contact|Look again/ }).waitFor();
    await desk.page.keyboard.press('n');
    const note = desk.page.getByRole('textbox', { name: /^Note/ });
    await note.click();
    await desk.page.keyboard.type('The customer said that');
    await desk.page.locator('.note-state[data-state=saved]', { hasText: /\d/ }).waitFor();
    const board = await world.openAs(lead);
    await board.page.goto('/board');
    await settled(board.page);

    await board.page.getByRole('button', { name: /^Take away: / }).click();
    await board.page.getByLabel('Reason').fill('Fire drill');
    await board.page.keyboard.press('Tab');
    await board.page.getByRole('button', { name: 'Take away', exact: true }).last().press('Enter');

    await desk.page.getByText('A team lead took it over.').waitFor();
    await keepPicture(desk.page, 'lead-break-seen-by-agent');
    expect(await desk.page.getByLabel('What you had typed').inputValue()).toBe('The customer said that');
    await board.page.getByRole('button', { name: /^Take away: / }).waitFor({ state: 'detached' });
    expect([...desk.faults, ...board.faults]).toEqual([]);
    await desk.close();
    await board.close();
    const caller = await callerAs(world, agent);
    await nextOf(caller);
  }, 90_000);

  it('gives an item to an agent, who gets it before what is more important', async () => {
    await queue(50);
    const kept = await queue(3);
    const board = await world.openAs(lead);
    const { page, faults } = board;
    await page.goto(`/queue?client=${shop.client.code}`);
    await settled(page);

    await rowOf(page, 3)
      .getByRole('button', { name: /^Give to an agent/ })
      .click();
    await page.getByRole('dialog').getByLabel('Agent').selectOption(colleague.id);
    await page.getByRole('dialog').getByRole('button', { name: 'Give to an agent' }).click();
    await page.getByText('The item is kept for that agent.').waitFor();

    expect(await nextOf(await callerAs(world, colleague))).toBe(kept);
    expect(faults).toEqual([]);
    await board.close();
    await nextOf(await callerAs(world, agent));
  }, 90_000);

  it('moves an item forward: the next agent gets it first', async () => {
    await queue(20);
    const moved = await queue(-20);
    const board = await world.openAs(lead);
    const { page, faults } = board;
    await page.goto(`/queue?client=${shop.client.code}`);
    await settled(page);

    await rowOf(page, -20)
      .getByRole('button', { name: /^Change the priority/ })
      .click();
    await page.getByRole('dialog').getByLabel('Priority').fill('400');
    await page.keyboard.press('Enter');
    await page.getByText('The item has moved.').waitFor();

    expect(await nextOf(await callerAs(world, agent))).toBe(moved);
    expect(faults).toEqual([]);
    await board.close();
    await nextOf(await callerAs(world, agent));
  }, 90_000);
});
