import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = 'dist/web';

/**
 * Builds the web app into `dist/web`: the API's types from its own description, types checked, bundled, compressed once for
 * all. `run` runs a program and stops the build when it fails.
 */
export function buildWeb(run, say) {
  const node = process.execPath;
  run(node, ['node_modules/typescript/bin/tsc', '-p', 'apps/web']);
  run(node, ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--logLevel', 'warn']);
  compress();
  for (const [page, bytes] of Object.entries(firstLoads())) {
    say(`  web app, first load of ${page}: ${Math.round(bytes / 1_000)} kB of JavaScript (gzip)`);
  }
}

/** Writes the API's description and from it the types that the web app calls it by. */
export function describeApi(run) {
  const node = process.execPath;
  run(node, ['dist/apps/api/src/docs/describe.js', 'dist/openapi.json']);
  run(
    node,
    ['node_modules/openapi-typescript/bin/cli.js', 'dist/openapi.json', '-o', 'apps/web/src/api/schema.d.ts'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
}

/** A file that is asked for a thousand times is compressed once, as well as can be. */
function compress() {
  for (const name of readdirSync(path.join(folder, 'assets'))) {
    if (!/\.(js|css)$/.test(name)) continue;
    const file = path.join(folder, 'assets', name);
    const content = readFileSync(file);
    if (content.length < 1_000) continue;
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
  }
}

/** For each area, the gzipped bytes of all JavaScript that its first page needs, the texts in one language included. */
function firstLoads() {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const english = '../../locales/en/web.json';
  const pages = {
    desk: 'src/desk/desk.page.tsx',
    portal: 'src/portal/cases.page.tsx',
    office: 'src/office/statements.page.tsx',
  };
  return Object.fromEntries(
    Object.entries(pages)
      .filter(([, page]) => manifest[page])
      .map(([area, page]) => {
        const needed = new Set();
        const need = (key) => {
          if (needed.has(key)) return;
          needed.add(key);
          (manifest[key]?.imports ?? []).forEach(need);
        };
        ['index.html', 'src/shell/shell.tsx', english, page].forEach(need);
        const bytes = [...needed]
          .map((key) => manifest[key]?.file)
          .filter((file) => file?.endsWith('.js'))
          .reduce(
            (sum, file) => sum + gzipSync(readFileSync(path.join(folder, file)), { level: 9 }).length,
            0,
          );
        return [area, bytes];
      }),
  );
}

/** Whether the folder holds a whole build. */
export function hasWeb() {
  return existsSync(path.join(folder, 'index.html'));
}
