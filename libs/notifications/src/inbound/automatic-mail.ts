import type { ReadMail } from './mail-reading.js';

/** RFC 5321, 6.3: at least a hundred; a mail that has passed half of them is going round. */
const mostHops = 50;

/**
 * Out-of-office subjects where the mail says nothing else of itself: the fallback, held against the subject's beginning.
 * Exchange and Outlook write these in the mailbox's language.
 */
const awaySubject = new RegExp(
  `^(${[
    'auto(matic)?[ -]?(reply|response|answer)',
    'out of (the )?office',
    'autoreply',
    'automatische antwort',
    'abwesen(d|heits)',
    'réponse automatique',
    'absence du bureau',
    'respuesta automática',
    'fuera de la oficina',
    'risposta automatica',
    'fuori sede',
    'resposta automática',
    'fora do escritório',
    'automatisch antwoord',
    'afwezig',
    'automatiskt svar',
    'frånvaro',
    'automatisk svar',
    'autosvar',
    'fravær',
    'automaattinen vastaus',
    'poissa',
    'odpowiedź automatyczna',
    'automatická odpověď',
    'automatická odpoveď',
    'automatikus válasz',
    'răspuns automat',
    'автоматичен отговор',
    'αυτόματη απάντηση',
    'automatski odgovor',
    'samodejni odgovor',
    'automaatvastus',
    'automātiskā atbilde',
    'automatinis atsakymas',
    'otomatik (yanıt|cevap)',
    'автоматический ответ',
    'автоматична відповідь',
    'freagra uathoibríoch',
    'tweġiba awtomatika',
    'resposta automàtica',
    'ymateb awtomatig',
    'sjálfvirkt svar',
    'erantzun automatikoa',
  ].join('|')})`,
  'iu',
);

/** Why a mail was sent by a program and not by a person (RFC 3834 and what came before it); null when nothing says so. */
export function whyAutomatic(mail: ReadMail, envelopeFrom: string): string | null {
  const value = (name: string): string => mail.headers.get(name)?.[0]?.trim().toLowerCase() ?? '';
  if (value('auto-submitted').startsWith('auto-')) return 'auto_submitted';
  if (
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply-from'].some((name) =>
      mail.headers.has(name),
    )
  )
    return 'x_autoreply';
  if (/^(bulk|junk|list|auto_reply)$/.test(value('precedence'))) return 'precedence';
  // The null sender is of reports and replies by programs (RFC 5321, 4.5.5); a person's mail has one.
  if (envelopeFrom === '') return 'null_sender';
  if (/\b(all|oof|autoreply)\b/.test(value('x-auto-response-suppress'))) return 'x_auto_response_suppress';
  if (mail.headers.has('list-id')) return 'list';
  return awaySubject.test(mail.subject) ? 'subject' : null;
}

/** Whether a mail has gone round: too many hops. */
export function hasTooManyHops(mail: ReadMail): boolean {
  return (mail.headers.get('received')?.length ?? 0) > mostHops;
}
