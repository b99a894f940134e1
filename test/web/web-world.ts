import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Client } from '#clients';
import type { User } from '#identity';
import type { Role } from '#platform';
import { InsightModule } from '#insight';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { WorkerRuntime } from '../../apps/worker/src/worker-runtime.js';
import { createApiWorld, type ApiWorld } from '../support/api.js';
import { OutsideMail } from '../support/outside-mail.js';
import { findChromium } from './find-chromium.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.join(import.meta.dirname, 'pictures');

/** Null where no browser is: then the tests in one are skipped, and say so. */
export const foundChromium = await findChromium();
if (!foundChromium) {
  console.warn('No Chromium found: the tests in a browser are SKIPPED. Set CHROMIUM to its path.');
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly language?: string;
}

export const desktop: PageOptions = { width: 1280, height: 900 };
export const phone: PageOptions = { width: 390, height: 844 };

/** A page of the browser, and everything that went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  /** Errors of scripts, of the console, and what the content security policy refused. */
  readonly faults: string[];
  readonly close: () => Promise<void>;
}

export interface WebWorld {
  readonly api: ApiWorld;
  readonly url: string;
  readonly browser: Browser;
  /** A page on which nobody is signed in. */
  open(options?: PageOptions): Promise<OpenPage>;
  /** A page on which a new or known user is signed in. */
  openAs(user: User, options?: PageOptions): Promise<OpenPage>;
  newUser(role: Role, client?: Client): Promise<User>;
  readonly close: () => Promise<void>;
}

/**
 * The built web app on a whole system of its own, worker included, and a browser beside it. The clock stands at `now`;
 * what the browser forgets by its own clock, as a sign-in that waits for its code, needs the present.
 */
export async function createWebWorld(now = lastWorkingMorning()): Promise<WebWorld> {
  if (!foundChromium) throw new Error('no Chromium');
  const mail = await OutsideMail.start();
  const api = await createApiWorld({ SMTP_URL: mail.url() }, [WorkerModule, InsightModule]);
  api.clock.set(now);
  await api.get(WorkerRuntime).start();
  await api.app.listen(0, '127.0.0.1');
  const { port } = api.app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const browser = await chromium.launch({
    executablePath: foundChromium.path,
    args: [...foundChromium.args, '--no-sandbox', '--disable-dev-shm-usage'],
  });
  const open = async (options: PageOptions = {}, cookie?: string): Promise<OpenPage> => {
    const { width = 1280, height = 900, scheme = 'light', language = 'en' } = options;
    const settings: BrowserContextOptions = {
      baseURL: url,
      viewport: { width, height },
      colorScheme: scheme,
      locale: language,
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    };
    const context = await browser.newContext(settings);
    if (cookie) {
      const [name = '', value = ''] = cookie.split('=');
      await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
    }
    // The browser's language stands for a choice in it: the profile of a test's user says English.
    await context.addInitScript(`localStorage.setItem('language', '${language}')`);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      // An answer of 401 or 404 shows there too; whether it is right is another test's question.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        faults.push(message.text());
      }
    });
    return { page, faults, close: () => context.close() };
  };
  return {
    api,
    url,
    browser,
    open: (options) => open(options),
    openAs: async (user, options) => open(options, await api.signIn(user)),
    newUser: (role, client) => api.newUser(role, client),
    close: async () => {
      await browser.close();
      await api.get(WorkerRuntime).stop();
      await api.close();
      await mail.close();
    },
  };
}

/**
 * Ten o'clock on the last weekday: an hour at which customers may be written to, and near enough to the present for the
 * browser, which drops cookies whose end has passed by its own clock.
 */
function lastWorkingMorning(): Date {
  const at = new Date();
  if (at.getUTCHours() < 11) at.setUTCDate(at.getUTCDate() - 1);
  while (at.getUTCDay() === 0 || at.getUTCDay() === 6) at.setUTCDate(at.getUTCDate() - 1);
  at.setUTCHours(10, 0, 0, 0);
  return at;
}

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds against WCAG 2.2 A and AA on the page as it is now, one line for each place. */
export async function findingsOf(page: Page): Promise<string[]> {
  // By the debugger, as the page's own policy lets no foreign script in.
  await page.evaluate(axeSource);
  const violations = await page.evaluate<readonly Finding[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

/** Waits until the page shows what it reads: its heading is there and nothing is loading. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** Keeps a picture of the page as an artefact of the test. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}
