/** Where mail programs begin the message that is answered, in the languages of Europe. */
const beginnings: readonly RegExp[] = [
  /^[-_ ]{2,}\s*(original message|ursprüngliche nachricht|message d'origine|messaggio originale|mensaje original|mensagem original|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|oryginalna wiadomość|wiadomość oryginalna|původní zpráva|pôvodná správa|eredeti üzenet|mesaj original|mesajul original|оригинално съобщение|αρχικό μήνυμα|исходное сообщение)\s*[-_ ]*$/iu,
  /^_{10,}$/,
  // "On Mon, 2 Mar 2026 at 10:00, Shop <…> wrote:" and its translations end in a colon and hold an address or a date.
  /^\S.{0,300}(@|\b20\d\d\b).{0,200}:$/u,
  /^(from|von|de|da|van|från|fra|lähettäjä|od|feladó|από|от|de la)\s?:\s.*@/iu,
];

/** Lines that fold the introduction onto two. */
const foldedEnd =
  /(wrote|schrieb|écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napisał\(?a?\)?|napsal\(?a?\)?|napísal\(?a?\)?|írta|a scris|написа|έγραψε|написал\(?а?\)?)\s*:$/iu;

/** A reply's own words for a person to read: without the message that it quotes and without a signature. The raw mail is kept. */
export function ownWords(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').slice(0, 5_000);
  const kept: string[] = [];
  for (const [i, line] of lines.entries()) {
    const trimmed = line.slice(0, 600).trim();
    if (line === '-- ') break;
    const startsQuote = beginnings.some((pattern) => pattern.test(trimmed));
    const folded = (lines[i + 1] ?? '').slice(0, 300).trim();
    if (kept.length + i > 0 && (startsQuote || (/@|\b20\d\d\b/.test(trimmed) && foldedEnd.test(folded))))
      break;
    if (!/^\s*>/.test(line)) kept.push(line.trimEnd());
  }
  const own = kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  // Somebody who answers below or between the lines, or forwards without a word: then all of it.
  return own === '' ? text.trim() : own;
}
