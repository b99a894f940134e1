import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

prepare();
process.argv.splice(2, 0, 'start');
await import(pathToFileURL(path.join(root, 'dist/apps/cli/src/main.js')).href);
