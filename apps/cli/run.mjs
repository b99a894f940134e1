import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

/** Runs a built program: `node apps/cli/run.mjs dist/… arguments`. */
prepare();
const [program] = process.argv.splice(2, 1);
await import(pathToFileURL(path.join(root, program)).href);
