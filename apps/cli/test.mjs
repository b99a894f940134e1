import './check.mjs';
import { run } from './prepare.mjs';

/** Everything: what `npm run check` does, then every test on a throw-away database server. */
run(process.execPath, [
  '--experimental-vm-modules',
  '--no-warnings',
  'node_modules/jest/bin/jest.js',
  '-c',
  'test/jest.config.mjs',
  ...process.argv.slice(2),
]);
