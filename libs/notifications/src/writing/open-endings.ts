/**
 * CLDR leaves endings open that depend on the word before or after, `2026(e)ko martxoaren 1(a)`, `1 a(n) 2`; in a letter
 * they are written out.
 */
export function closeDate(language: string, text: string): string {
  // French writes the first of a month as an ordinal; CLDR's long date does not.
  if (language === 'fr') return text.replace(/^1 /, '1er ');
  if (language !== 'eu') return text;
  return text
    .replace(/(\d+)\(e\)ko/g, (_, year: string) => `${year}${endsInConsonant(Number(year)) ? 'eko' : 'ko'}`)
    .replace(/(\d+)\(a\)/g, (_, day: string) => (endsInA(Number(day)) ? day : `${day}a`));
}

/** Basque counts in twenties: `bat`, `bost`, `hamar`, `hamabost` end so, and `ehun` for hundreds. */
function endsInConsonant(number: number): boolean {
  return [1, 5, 10, 15].includes(number % 20) || (number % 100 === 0 && number % 1000 !== 0);
}

/** `hamaika`, eleven, brings its article along. */
function endsInA(number: number): boolean {
  return number % 20 === 11;
}

/** `a(n)` in Luxembourgish and `a(c)` in Welsh, by the sound that follows. */
export function closeList(language: string, text: string): string {
  const open = openLists[language];
  if (!open) return text;
  return text.replace(open.and, (_, next: string) =>
    open.long.test(next.normalize('NFD')) ? open.texts[1] : open.texts[0],
  );
}

const openLists: Readonly<
  Record<string, { readonly and: RegExp; readonly long: RegExp; readonly texts: readonly [string, string] }>
> = {
  // The rule of the Eifel: -n stays before vowels, d, h, n, t and z; before figures it is written.
  lb: { and: / a\(n\) (?=(.))/gsu, long: /^[aeiouydhntz\d]/iu, texts: [' a ', ' an '] },
  cy: { and: / a\(c\) (?=(.))/gsu, long: /^[aeiouwy]/iu, texts: [' a ', ' ac '] },
};
