/**
 * Words that end messages, alone in a text. Twilio's own English list
 * (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out) and the words that customers use elsewhere.
 */
const stop = new Set(
  (
    'stop stopall unsubscribe cancel end quit revoke optout ' + // en
    'stopp stoppen abmelden abbestellen ' + // de, sv, nb, da
    'arret arrêt arrêter desabonner désabonner ' + // fr
    'baja alto parar cancelar ' + // es, pt
    'cancellami disiscrivi basta ' + // it
    'afmelden ' + // nl
    'afmeld avslutt avsluta ' + // da, nb, sv
    'lopeta peru ' + // fi
    'zatrzymaj wypisz ' + // pl
    'odhlásit odhlasit zrusit zrušit ' + // cs, sk
    'leállít leiratkozás ' + // hu
    'dezabonare ' + // ro
    'odjava ' + // hr, sl, sr, bs
    'одјава стоп спри отпиши ' + // sr, mk, bg, ru, uk, be
    'στοπ διακοπή ' + // el
    'dur iptal ' + // tr
    'atsisakyti beigt lõpeta'
  ) // lt, lv, et
    .split(' '),
);
/** Few: a plain yes is an answer to what was asked. */
const start = new Set(['start', 'unstop', 'старт']);

/** What a text asks for: no more messages, messages again, or neither. */
export function wishOf(text: string): 'stop' | 'start' | null {
  const word = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s.!"'«»„“”]+/gu, ' ')
    .trim();
  if (stop.has(word)) return 'stop';
  return start.has(word) ? 'start' : null;
}
