import 'reflect-metadata';
import { keepHeapSmall, readEnv } from '#platform';
import { commands } from './commands.js';
import { start } from './start.js';

/** Entry of every command: `start` runs the system, the others do one thing and end. */
async function main(): Promise<void> {
  keepHeapSmall();
  const [name = 'help', ...args] = process.argv.slice(2);
  if (process.env['NODE_ENV'] !== 'production') loadDotEnv();
  const env = readEnv();
  if (name === 'start') {
    await start(env, args);
    return;
  }
  const command = commands[name];
  if (!command) {
    const known = Object.entries(commands).map(([word, { usage }]) => `  npm run cli -- ${word} ${usage}`);
    process.stdout.write(`Commands:\n${known.join('\n')}\n`);
    process.exitCode = name === 'help' ? 0 : 1;
    return;
  }
  process.exitCode = await command.run(env, args);
}

function loadDotEnv(): void {
  try {
    process.loadEnvFile('.env');
  } catch {
    // there is none
  }
}

// A reader that has seen enough (`npm start | head`) is no reason to stop.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error;
});

main().catch((error: unknown) => {
  const { message, stack } = error as Error;
  process.stderr.write(`${process.env['LOG_LEVEL'] === 'debug' ? stack : message}\n`);
  process.exit(1);
});
