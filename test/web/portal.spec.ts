import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWebWorld, foundChromium, settled, type OpenPage, type WebWorld } from './web-world.js';
import { caseFile, newWebShop, type WebShop } from './web-shop.js';

const inBrowser = foundChromium ? describe : describe.skip;

/** What a client and the billing clerk do, by their own hands. */
inBrowser('the portal and the office', () => {
  let world: WebWorld;
  let shop: WebShop;

  beforeAll(async () => {
    world = await createWebWorld();
    shop = await newWebShop(world.api);
  }, 120_000);
  afterAll(() => world?.close());

  const as = async (role: 'operations' | 'finance'): Promise<OpenPage> =>
    world.openAs(await world.newUser(role, shop.client));

  it('take a file, follow it, and show its rejected rows', async () => {
    const open = await as('operations');
    const { page } = open;
    await page.goto('/uploads');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (
      await chooser
    ).setFiles({
      name: 'second.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        caseFile(world.api.clock.now()).replaceAll('R-10', 'S-10').replaceAll('B-20', 'T-20'),
      ),
    });
    await page.getByRole('heading', { level: 1, name: 'second.csv' }).waitFor();
    await page.getByText('26 in all, 24 accepted, 2 rejected').waitFor();
    const rejected = page.getByRole('table', { name: 'Rejected rows' });
    expect(await rejected.getByRole('row').count()).toBe(3);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the rejected rows' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    await page.getByRole('link', { name: 'Its cases' }).click();
    await settled(page);
    expect(await page.getByRole('table', { name: 'Cases' }).getByRole('row').count()).toBe(25);
    expect(open.faults).toEqual([]);
    await open.close();
  }, 60_000);

  it('find a case by its number and tell its story', async () => {
    const open = await as('operations');
    const { page } = open;
    await page.goto('/cases');
    await settled(page);
    await page.keyboard.press('/');
    await page.keyboard.type('R-1001');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'R-1001' }).click();
    await page.getByRole('heading', { level: 1, name: 'Case R-1001' }).waitFor();
    await page.getByRole('table', { name: 'Items' }).getByText('Money back on withdrawal').waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('Case received').waitFor();
    await page.getByRole('tab', { name: 'Contacts' }).click();
    await page.getByRole('table', { name: 'Contacts' }).waitFor();
    await open.close();
  }, 60_000);

  it('seal a listing only once that was confirmed', async () => {
    const open = await as('finance');
    const { page } = open;
    await page.goto(`/refund-listings/${shop.refundListingId}`);
    await page.getByRole('button', { name: 'Seal now' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Open', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Seal now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Seal', exact: true }).click();
    await page.getByRole('link', { name: 'Download the file' }).waitFor();
    expect(open.faults).toEqual([]);
    await open.close();
  }, 60_000);

  it('report results line by line and by the file', async () => {
    const open = await as('finance');
    const { page } = open;
    await page.goto(`/refund-listings/${shop.sealedListingId}`);
    const lines = page.getByRole('table', { name: 'Lines' });
    await lines
      .getByRole('button', { name: /: Paid$/ })
      .first()
      .click();
    await lines.getByRole('button', { name: /: Came back$/ }).waitFor();
    const file = await page.request.get(`/v1/refund-listings/${shop.sealedListingId}/file?format=csv`);
    const [head = '', ...rows] = (await file.text()).trim().split('\r\n');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose the file with results' }).click();
    await (
      await chooser
    ).setFiles({
      name: 'results.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([`${head};result`, ...rows.map((row) => `${row};paid`)].join('\r\n')),
    });
    await page.getByText(`${rows.length - 1} recorded, 1 known already, 0 refused`).waitFor();
    expect(open.faults).toEqual([]);
    await open.close();
  }, 60_000);

  it('say in words what the server refuses, and what to do', async () => {
    const open = await as('finance');
    const { page } = open;
    await page.goto('/cases/00000000-0000-7000-8000-000000000000');
    const notice = page.getByRole('alert');
    await notice.waitFor();
    expect(await notice.textContent()).toMatch(/There is no such case.*Go back.*Reference for support/);
    await open.close();
  }, 60_000);

  it('close a statement and issue its invoice, each confirmed', async () => {
    const open = await world.openAs(await world.newUser('billing_clerk'));
    const { page } = open;
    await page.goto('/statements');
    await page.getByRole('heading', { name: 'Choose a client' }).waitFor();
    await page.getByRole('link', { name: new RegExp(shop.client.name) }).click();
    await page.getByRole('table', { name: 'Statements' }).waitFor();
    expect(new URL(page.url()).searchParams.get('client')).toBe(shop.client.code);
    await page.getByRole('row', { name: /Open/ }).getByRole('link').click();
    await page.getByRole('table', { name: 'Contacts' }).waitFor();
    await page.getByRole('button', { name: 'Close the statement' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close the statement' }).click();
    await page.getByRole('button', { name: 'Issue the invoice' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Issue the invoice' }).click();
    await page.getByText('Invoiced', { exact: true }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Invoices' }).click();
    await page.getByRole('table', { name: 'Invoices' }).waitFor();
    expect(await page.getByRole('table', { name: 'Invoices' }).getByRole('row').count()).toBe(3);
    expect(open.faults).toEqual([]);
    await open.close();
  }, 60_000);
});
