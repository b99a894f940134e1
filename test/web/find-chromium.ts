import { existsSync } from 'node:fs';

const knownPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A package that carries a Chromium for machines without one; used where somebody has installed it. */
const carrier = '@sparticuz/chromium';

/** Where a Chromium is: `CHROMIUM`, the usual places, the carrier package; null where there is none. */
export async function findChromium(): Promise<{ path: string; args: string[] } | null> {
  const known = [process.env['CHROMIUM'], ...knownPlaces].find((place) => place && existsSync(place));
  if (known) return { path: known, args: [] };
  try {
    const { default: carried } = (await import(carrier)) as {
      default: { args: string[]; executablePath(): Promise<string> };
    };
    return { path: await carried.executablePath(), args: carried.args };
  } catch {
    return null;
  }
}
