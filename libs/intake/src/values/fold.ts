const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** Text without case, accents, blanks and punctuation, so that spellings of one word compare equal. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[ßøłđðþæœı]/g, (c) => letters[c] as string)
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** What people type where they have nothing to say. */
const nothing = new Set(
  'na,nan,none,null,nil,unknown,unspecified,unbekannt,keine,keineangabe,ka,inconnu,desconocido,sconosciuto,onbekend,brak,ismeretlen,undefined'.split(
    ',',
  ),
);

/** Whether a cell says nothing: blank, dashes, `n/a`, `unknown`. */
export function isNothing(text: string): boolean {
  if (text === '') return true;
  // No such word has a digit or is long; most cells end here.
  if (text.length > 16 || /[\d@]/.test(text)) return false;
  return saysNothing(text);
}

/** Keeps the answers of a slow reading of values that repeat; forgets everything when full. */
export function remember<T>(read: (text: string) => T, capacity = 20_000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined && !known.has(text)) {
      value = read(text);
      if (known.size >= capacity) known.clear();
      known.set(text, value);
    }
    return value as T;
  };
}

const saysNothing = remember((text) => {
  const folded = fold(text);
  return folded === '' ? !/[€£$¥%#&+*]/.test(text) : nothing.has(folded);
});
