/** A person's name as its language orders it: in Hungarian the family comes first. */
export function fullName(given: string, family: string, language: string): string {
  return language === 'hu' ? `${family} ${given}` : `${given} ${family}`;
}

/** What follows a name behind a comma without being a given name: generations, degrees, forms of companies. */
const addition =
  /^(jr|sr|jun|sen|ii|iii|iv|phd|md|mba|msc|bsc|ma|ba|llm|dipling|ing|csc|drsc|ag|gmbh|kg|ohg|ug|se|ltd|plc|llc|inc|co|sro|as|zs|kft|bt|zrt|nyrt|srl|spa|snc|sas|sarl|sa|sl|bv|nv|vof|ab|oy|oyj|aps|doo|dd|ad|ood|eood|ehf|sia|uab|ou|lda)$/i;
const company =
  /\b(gmbh|ltd|limited|s\.? ?r\.? ?o|kft|zrt|s\.? ?r\.? ?l|b\.? ?v|n\.? ?v|d\.? ?o\.? ?o|inc|llc|plc|co)\b/i;
/** One comma between words of letters. */
const parted = /^([\p{L}\p{M}'’‘`. -]{1,100}), ?([\p{L}\p{M}'’‘`. -]{1,100})$/u;
const titles = /^(?:(?:prof|univ|dr|mag|dipl|ing|mgr|bc|judr|mudr|phdr|rndr|drs|ir|id|ifj|özv)\. ?)+/i;

/** `Family, Given` in the order of the language, titles first; other texts as they are. */
export function orderedName(text: string, language: string): string {
  const match = parted.exec(text);
  if (!match) return text;
  const [, before = '', given = ''] = match;
  if (addition.test(given.replace(/[. -]/g, '')) || company.test(text)) return text;
  const title = titles.exec(before)?.[0] ?? '';
  const name = fullName(given.trim(), before.slice(title.length).trim(), language);
  return title === '' ? name : `${title.trim()} ${name}`;
}
