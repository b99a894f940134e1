import { parseArgs } from 'node:util';

/** `--name value` options; anything else is an error that names what is known. */
export function parseOptions<const K extends string>(
  args: readonly string[],
  known: Readonly<Record<K, string>>,
): Partial<Record<K, string>> {
  const options = Object.fromEntries(Object.keys(known).map((name) => [name, { type: 'string' as const }]));
  return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values as Partial<
    Record<K, string>
  >;
}

/** The options with one positional argument in front. */
export function parsePositional<const K extends string>(
  args: readonly string[],
  positional: string,
  known: Readonly<Record<K, string>>,
): { value: string; options: Partial<Record<K, string>> } {
  const [value, ...rest] = args;
  if (value === undefined || value.startsWith('--')) throw new Error(`${positional} is missing`);
  return { value, options: parseOptions(rest, known) };
}

/** An option that must be there. */
export function required<K extends string>(options: Partial<Record<K, string>>, name: K): string {
  const value = options[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}
