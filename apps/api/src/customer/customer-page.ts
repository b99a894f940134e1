import { createHash } from 'node:crypto';
import type { Client } from '#clients';
import type { LinkAsk } from '#desk';
import { brandColors, type MessageVoice } from '#notifications';
import { fieldsOf, type CustomerForm, type FieldName } from './customer-form.js';

/** A page and the policy under which a browser shows it. */
export interface Page {
  readonly html: string;
  readonly policy: string;
}

/** What the form page is made of. */
export interface FormPage {
  readonly voice: MessageVoice;
  readonly client: Client;
  readonly order: string;
  readonly asks: readonly LinkAsk[];
  /** What the customer gets back who chooses the money, in words; null where that is not asked. */
  readonly amount: string | null;
  readonly typed: CustomerForm;
  readonly wrong: ReadonlySet<FieldName>;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function e(text: string): string {
  return text.replace(/[&<>"']/g, (c) => entities[c] ?? c);
}

const headings: Readonly<Record<LinkAsk, string>> = {
  iban: 'ask.bankAccount',
  address: 'ask.address',
  choice: 'ask.choice',
};

const labels: Readonly<Record<Exclude<FieldName, 'choice' | 'iban'>, string>> = {
  accountHolder: 'form.accountHolder',
  street: 'form.street',
  postalCode: 'form.postalCode',
  city: 'form.city',
};

const attributes: Readonly<Record<Exclude<FieldName, 'choice'>, string>> = {
  iban: 'autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="60"',
  accountHolder: 'autocomplete="name" maxlength="140"',
  street: 'autocomplete="street-address" maxlength="200"',
  postalCode: 'autocomplete="postal-code" maxlength="20"',
  city: 'autocomplete="address-level2" maxlength="100"',
};

/** The page on which a customer gives what is asked. Works without scripts; nothing that is known is shown. */
export function formPage(page: FormPage): Page {
  const { voice, client, asks, order } = page;
  const heading = voice.say('ask.heading');
  const about = voice.say('sms.opening', { shop: client.name, order }).replace(/\s*[:：]\s*$/u, '');
  const body = `<h1>${e(heading)}</h1>
<p>${e(about)}</p>
<form method="post" novalidate>
${asks.map((ask) => section(page, ask)).join('\n')}
<p>${e(voice.say('ask.safety'))}</p>
<button>${e(voice.say('form.send'))}</button>
</form>
<p>${e(voice.say('ask.next'))}</p>`;
  return framed(voice.language, heading, body, client);
}

/** One sentence: that it has arrived, or that the link is over. */
export function sentencePage(
  voice: MessageVoice,
  key: 'form.thanks' | 'form.gone',
  client: Client | null,
): Page {
  const sentence = voice.say(key);
  return framed(voice.language, sentence, `<h1>${e(sentence)}</h1>`, client);
}

function section(page: FormPage, ask: LinkAsk): string {
  const legend = `<legend>${e(page.voice.say(headings[ask]))}</legend>`;
  const fields = ask === 'choice' ? choice(page) : fieldsOf[ask].map((name) => field(page, name)).join('\n');
  return `<fieldset>${legend}\n${fields}</fieldset>`;
}

function field(page: FormPage, name: FieldName): string {
  if (name === 'choice') return choice(page);
  const { voice, typed, wrong } = page;
  const label = name === 'iban' ? 'IBAN' : voice.say(labels[name]);
  const isWrong = wrong.has(name);
  const state = isWrong ? ` aria-invalid="true" aria-describedby="${name}-error"` : '';
  // Where the reader of the page should go on: at the first field that is not right.
  const focus = isWrong && [...wrong][0] === name ? ' autofocus' : '';
  return `<label for="${name}">${e(label)}</label>
<input id="${name}" name="${name}" required ${attributes[name]} value="${e(typed[name] ?? '')}"${state}${focus}>${error(page, name)}`;
}

function choice(page: FormPage): string {
  const { voice, typed, amount } = page;
  const options = [
    ['refund', amount === null ? voice.say('outOfStock.options') : voice.say('item.refund', { amount })],
    ['replacement', voice.say('item.replacement')],
  ] as const;
  const radios = options.map(
    ([value, label]) =>
      `<label class="radio"><input type="radio" name="choice" value="${value}" required${typed.choice === value ? ' checked' : ''}> <span>${e(label)}</span></label>`,
  );
  return `${radios.join('\n')}${error(page, 'choice')}`;
}

function error({ voice, wrong }: FormPage, name: FieldName): string {
  return wrong.has(name)
    ? `\n<p class="error" id="${name}-error" role="alert">${e(voice.say('form.check'))}</p>`
    : '';
}

function framed(language: string, title: string, body: string, client: Client | null): Page {
  const colors = brandColors(client?.brand.color ?? '#1c2430');
  const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e4e8ee); --paper: light-dark(#fff, #1e2024);
  --line: light-dark(#767f8b, #8a94a1); --accent: light-dark(${colors.accent}, ${colors.accentDark}); --bad: light-dark(#b3261e, #ff8a80); }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1.0625rem/1.5 system-ui, sans-serif; }
header { padding: 1rem; color: ${colors.onBand}; background: ${colors.band}; font-weight: 600; overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { margin: .5rem 0; font-size: 1.5rem; line-height: 1.25; }
fieldset { margin: 1.25rem 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; font-weight: 600; }
label { display: block; margin: .75rem 0 .25rem; }
.radio { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; margin: 0; }
.radio input { width: 1.25rem; height: 1.25rem; min-height: 0; flex: none; accent-color: var(--accent); }
input { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: .4rem; }
input[aria-invalid] { border-color: var(--bad); border-width: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.error { margin: .25rem 0 0; color: var(--bad); }
button { min-height: 2.75rem; padding: .5rem 1.5rem; font: inherit; font-weight: 600; border: 0; border-radius: .4rem;
  color: ${colors.onBand}; background: ${colors.band}; }
`;
  const hash = createHash('sha256').update(style).digest('base64');
  const name = client === null ? '' : `<header>${e(client.name)}</header>`;
  return {
    html: `<!DOCTYPE html>
<html lang="${e(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"><title>${e(title)}</title><style>${style}</style></head>
<body>${name}<main>${body}</main></body></html>
`,
    policy: `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  };
}
