const reference = /^[0-9A-F]{32}$/;

/** What the client sees of a line's id: 32 upper-case hex digits, which fits every bank's end-to-end reference. */
export function referenceOf(lineId: string): string {
  return lineId.replaceAll('-', '').toUpperCase();
}

/** The line id in a reference as it comes back, or null. Forgives case, spaces, dashes and the apostrophe of spreadsheets. */
export function lineIdOf(text: string): string | null {
  const hex = text.replace(/['\s-]/g, '').toUpperCase();
  if (!reference.test(hex)) return null;
  return hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
