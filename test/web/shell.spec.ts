import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import type { Role } from '#platform';
import { testPassword } from '../support/api.js';
import { createWebWorld, desktop, foundChromium, settled, type WebWorld } from './web-world.js';

const inBrowser = foundChromium ? describe : describe.skip;

/** What a person sees first: the contract says 300 kB for the desk. */
const firstLoadBytes = 300_000;

inBrowser('the shell', () => {
  let world: WebWorld;
  beforeAll(async () => {
    world = await createWebWorld(new Date());
  }, 60_000);
  afterAll(() => world?.close());

  it('leads to the page that was asked for, after sign-in', async () => {
    const user = await world.newUser('administrator');
    const open = await world.open();
    const { page, faults } = open;
    await page.goto('/users');
    await page.waitForURL(/\/sign-in\?to=/);
    await page.getByLabel('E-mail address').fill(user.email);
    await page.getByLabel('Password', { exact: true }).fill('not this one at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(/\w{3}/);
    await page.getByLabel('Password', { exact: true }).fill(testPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
    expect(await page.title()).toBe('Users · Reintegro');
    expect(faults).toEqual([]);
    await open.close();
  });

  it('goes nowhere else after sign-in than within itself', async () => {
    const user = await world.newUser('administrator');
    const open = await world.open();
    const { page } = open;
    await page.goto('/sign-in?to=//evil.example/');
    await page.getByLabel('E-mail address').fill(user.email);
    await page.getByLabel('Password', { exact: true }).fill(testPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    expect(new URL(page.url()).origin).toBe(world.url);
    await open.close();
  });

  it('shows each role its own work', async () => {
    const { client } = await world.api.newShop();
    const expected: Partial<Record<Role, { home: string; menu: string[]; hidden: string[] }>> = {
      agent: { home: '/desk', menu: ['My desk'], hidden: ['Users', 'Invoices', 'Uploads'] },
      billing_clerk: {
        home: '/statements',
        menu: ['Statements', 'Invoices', 'Rates'],
        hidden: ['Users', 'Uploads'],
      },
      operations: { home: '/uploads', menu: ['Uploads', 'Cases'], hidden: ['Statements', 'Users'] },
      finance: { home: '/cases', menu: ['Refund listings', 'Statements', 'Invoices'], hidden: ['Uploads'] },
    };
    for (const [role, { home, menu, hidden }] of Object.entries(expected)) {
      const isOfClient = role === 'operations' || role === 'finance';
      const user = await world.newUser(role as Role, isOfClient ? client : undefined);
      const open = await world.openAs(user);
      await open.page.goto('/');
      await open.page.waitForURL((url) => url.pathname === home);
      const navigation = open.page.getByRole('navigation');
      for (const name of menu) await navigation.getByRole('link', { name, exact: true }).waitFor();
      for (const name of hidden) {
        expect([role, name, await navigation.getByRole('link', { name, exact: true }).count()]).toEqual([
          role,
          name,
          0,
        ]);
      }
      await open.close();
    }
  }, 60_000);

  it('enrols a second factor by picture or key, and asks for it at the next sign-in', async () => {
    const user = await world.newUser('administrator');
    const open = await world.openAs(user);
    const { page } = open;
    await page.goto('/account');
    await page.getByLabel('Password', { exact: true }).fill(testPassword);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '');
    const codeAt = (at: Date) => generate({ secret, epoch: at.getTime() / 1000 });
    await page.getByLabel('Six-digit code').fill(await codeAt(world.api.clock.now()));
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('Signing in asks for a code').waitFor();
    await page.getByRole('button', { name: /account and settings/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/sign-in/);
    await page.getByLabel('E-mail address').fill(user.email);
    await page.getByLabel('Password', { exact: true }).fill(testPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    // Each code works once: the next one is that of half a minute later.
    world.api.clock.advance(30_000);
    await page.getByLabel('Six-digit code').fill(await codeAt(world.api.clock.now()));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { level: 1, name: 'Clients' }).waitFor();
    await open.close();
  }, 60_000);

  it('asks to sign in again over the page when the session is over, and loses nothing that was typed', async () => {
    const user = await world.newUser('administrator');
    const open = await world.openAs(user);
    const { page } = open;
    await page.goto('/account');
    await settled(page);
    const next = 'a quite different password';
    await page.getByLabel('Present password').fill(testPassword);
    await page.getByLabel('New password').fill(next);
    await open.page.context().clearCookies();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Please sign in again' });
    await dialog.getByLabel('Password', { exact: true }).fill(testPassword);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Your password is changed.').waitFor();
    await open.close();
  }, 60_000);

  it('says that the connection is lost, keeps trying, and catches up', async () => {
    const { client } = await world.api.newShop();
    const open = await world.openAs(await world.newUser('administrator'));
    const { page } = open;
    await page.goto('/clients');
    await page.getByRole('cell', { name: client.name, exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByText('No connection to the server').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).click();
    await page.context().setOffline(false);
    await page.getByRole('cell', { name: 'Administrator', exact: true }).first().waitFor();
    await page.getByText('No connection to the server').waitFor({ state: 'detached' });
    await open.close();
  }, 60_000);

  it('is used by keyboard: skip link, shortcuts and their list, the heading takes the focus', async () => {
    const open = await world.openAs(await world.newUser('administrator'));
    const { page } = open;
    await page.goto('/clients');
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.getByText('Go to: Users').waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Users');
    await page.keyboard.press('?');
    await list.getByRole('switch').click({ force: true });
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await page.waitForTimeout(300);
    expect(new URL(page.url()).pathname).toBe('/users');
    await open.close();
  }, 60_000);

  it('speaks ten languages and remembers the one that was chosen', async () => {
    const open = await world.openAs(await world.newUser('administrator'), { language: 'de' });
    const { page } = open;
    await page.goto('/users');
    await page.getByRole('heading', { level: 1, name: 'Benutzer' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('de');
    await page.getByRole('button', { name: /Konto und Einstellungen/ }).click();
    const choice = page.getByLabel('Sprache');
    expect(await choice.locator('option').count()).toBe(10);
    await choice.selectOption('el');
    await page.getByRole('heading', { level: 1, name: 'Χρήστες' }).waitFor();
    expect(await page.evaluate("localStorage.getItem('language')")).toBe('el');
    await open.close();
  });

  it('loads less than 300 kB of JavaScript for the desk', async () => {
    const open = await world.openAs(await world.newUser('agent'), desktop);
    const { page } = open;
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.url().endsWith('.js')) scripts.push(response.body());
    });
    await page.goto('/desk');
    await settled(page);
    const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    console.info(`first load of the desk: ${total} bytes of JavaScript (gzip) in ${sizes.length} files`);
    expect(total).toBeLessThan(firstLoadBytes);
    expect(total).toBeGreaterThan(50_000);
    await open.close();
  });
});

describe('the web app’s files', () => {
  let world: WebWorld;
  beforeAll(async () => {
    if (foundChromium) world = await createWebWorld();
  }, 60_000);
  afterAll(() => world?.close());
  const whenServed = foundChromium ? it : it.skip;
  const html = { accept: 'text/html,*/*;q=0.8' };

  whenServed(
    'are the page at every address that is nothing else, never kept, with a strict policy',
    async () => {
      for (const path of ['/', '/cases', '/there/is/nothing']) {
        const answer = await fetch(world.url + path, { headers: html });
        expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
        const body = await answer.text();
        const nonce = /name="csp-nonce" content="([\w-]+)"/.exec(body)?.[1] ?? '';
        const policy = answer.headers.get('content-security-policy') ?? '';
        expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
        expect(policy).not.toMatch(/unsafe|\*/);
        expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bon\w+=|__NONCE__/);
      }
      expect((await fetch(`${world.url}/`)).status).toBe(200);
      const nonces = await Promise.all(
        [1, 2].map(
          async () =>
            /nonce-([\w-]+)/.exec(
              (await fetch(world.url, { headers: html })).headers.get('content-security-policy') ?? '',
            )?.[1],
        ),
      );
      expect(nonces[0]).not.toBe(nonces[1]);
    },
  );

  whenServed('leave the API alone', async () => {
    for (const path of [
      '/v1/nothing',
      '/v1',
      '/docs/nothing',
      '/assets/nothing.js',
      '/openapi.json/nothing',
    ]) {
      const answer = await fetch(world.url + path, { headers: html });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
    expect((await fetch(`${world.url}/cases`)).status).toBe(404);
    expect((await fetch(`${world.url}/cases`, { method: 'POST', headers: html })).status).toBe(404);
    expect((await fetch(`${world.url}/docs`)).headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
  });

  whenServed('are kept for a year and compressed as the browser can', async () => {
    const page = await (await fetch(world.url, { headers: html })).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
    for (const [accepted, encoding] of [
      ['br, gzip', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const answer = await fetch(world.url + script, { headers: { 'accept-encoding': accepted } });
      expect([accepted, answer.headers.get('content-encoding')]).toEqual([accepted, encoding]);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('vary')).toContain('accept-encoding');
      expect((await answer.text()).length).toBeGreaterThan(10_000);
    }
  });
});
