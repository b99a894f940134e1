/** Letters that no decomposition brings to a Latin one. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Text as it is searched: small letters without accents, so that `uberweisung` finds `Überweisung`. */
export function searchWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => plain[letter] ?? letter);
}

/** Most words that a search looks at: nobody types more into a search box. */
const most = 8;

/** What is typed as a query of PostgreSQL: each word may be a beginning, all must be there. Null for nothing to look for. */
export function prefixQuery(typed: string): string | null {
  const words = searchWords(typed).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0
    ? null
    : words
        .slice(0, most)
        .map((word) => `${word}:*`)
        .join(' & ');
}
