/**
 * The first language that the caller accepts and we have (RFC 9110, section 12.5.4), or null. `no` and `nn` are read
 * as `nb`, which their readers read.
 */
export function acceptedLanguage(header: string | undefined, available: ReadonlySet<string>): string | null {
  if (!header) return null;
  const wanted = header
    .slice(0, 500)
    .split(',')
    .map((part, position) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const q = parameters.map((p) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(p)?.[1]).find((v) => v);
      const language = tag.trim().toLowerCase().split('-')[0] ?? '';
      return {
        language: language === 'no' || language === 'nn' ? 'nb' : language,
        q: q === undefined ? 1 : Number(q),
        position,
      };
    })
    .filter(({ q, language }) => q > 0 && available.has(language))
    .sort((a, b) => b.q - a.q || a.position - b.position);
  return wanted[0]?.language ?? null;
}
