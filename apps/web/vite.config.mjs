import path from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** Builds into `dist/web`; `npx vite apps/web` serves it with a running API on port 3000 behind it. */
export default defineConfig({
  root,
  appType: 'spa',
  // React's own transform needs no plugin; what a plugin would add is hot reload only.
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: path.resolve(root, '../../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Which files a first load needs: the tests weigh them.
    manifest: 'manifest.json',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
    // Inline data would need a looser content security policy for fonts and workers.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Mantine marks every file for frameworks that render at the server.
      onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log),
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/docs', '/mailbox', '/openapi.json', '/healthz'].map((at) => [at, 'http://localhost:3000']),
    ),
  },
});
