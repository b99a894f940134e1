/** The first of these languages in which there is something, else English, else any. */
export function firstOf(wanted: readonly string[], there: Readonly<Record<string, unknown>>): string {
  const found = [...wanted, 'en'].find((language) => Object.hasOwn(there, language));
  return found ?? Object.keys(there)[0] ?? 'en';
}
