import { prepare, run } from './prepare.mjs';

/** Format, lint, types (the build), architecture. */
export function check() {
  prepare();
  const node = process.execPath;
  run(node, ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
  run(node, ['node_modules/oxlint/bin/oxlint', '--deny-warnings']);
  // Files that nothing reaches and packages that nothing needs.
  run(node, ['node_modules/knip/bin/knip.js', '--include', 'files,dependencies,unlisted', '--no-progress']);
}

check();
if (process.argv[1].endsWith('check.mjs')) {
  run(process.execPath, [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '-c',
    'test/jest.config.mjs',
    'test/arch',
  ]);
}
