import type { MailboxMail, MailboxMailDetail } from '#notifications';

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

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e4e8ee); --soft: light-dark(#5a6675, #9aa7b6);
  --line: light-dark(#dde3ea, #313a46); --paper: light-dark(#fff, #14181e); --tint: light-dark(#f4f6f9, #1b2129);
  --link: light-dark(#0b5cad, #7ab8ff); }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
header, main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
header { padding-bottom: 0; }
h1 { margin: 0; font-size: 1.4rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; color: var(--soft); }
form { display: flex; gap: .5rem; margin: 1rem 0 0; }
input { flex: 1; min-width: 0; font: inherit; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--paper); color: var(--ink); }
button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: .4rem; background: var(--link);
  color: light-dark(#fff, #10151b); }
ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li a { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .6rem .25rem; text-decoration: none;
  color: inherit; border-bottom: 1px solid var(--line); }
li a:hover, li a:focus-visible { background: var(--tint); }
li b { grid-column: 1 / -1; font-weight: 600; overflow-wrap: anywhere; }
@media (max-width: 36rem) { li a { grid-template-columns: 1fr; } }
li span { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .15rem .75rem; margin: .75rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 75vh; border: 1px solid var(--line); border-radius: .4rem; background: #fff; }
summary { cursor: pointer; padding: .6rem 0; }
pre { margin: 0; padding: .75rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--tint);
  border-radius: .4rem; font: .875rem/1.5 ui-monospace, monospace; }
`;

function page(title: string, head: string, main: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(title)}</title><style>${style}</style></head>
<body><header>${head}</header><main>${main}</main></body></html>
`;
}

function time(iso: string): string {
  return `<time datetime="${e(iso)}">${e(iso.slice(0, 19).replace('T', ' '))} UTC</time>`;
}

/** The list of mails, with a search. */
export function mailboxPage(
  search: string,
  found: { mails: readonly MailboxMail[]; next: string | null; total: number },
): string {
  const rows = found.mails
    .map(
      (mail) =>
        `<li><a href="/mailbox/${e(mail.id)}"><b>${e(mail.subject || '(no subject)')}</b><span>${e(mail.recipients.join(', '))}</span><span>${time(mail.receivedAt)}</span></a></li>`,
    )
    .join('\n');
  const query = new URLSearchParams({ ...(search ? { q: search } : {}), after: found.next ?? '' });
  const older = found.next === null ? '' : `<p><a href="/mailbox?${e(query.toString())}">Older mails</a></p>`;
  return page(
    'Mailbox',
    `<h1>Mailbox</h1>
<p>${found.total.toLocaleString('en')} mails, SMS, WhatsApp messages and calls of the demonstration. What has no server or provider ends here; none of it left this machine.</p>
<form method="get" action="/mailbox" role="search"><input name="q" type="search" value="${e(search)}" aria-label="Address or text" placeholder="Address or text"><button>Search</button></form>`,
    found.mails.length === 0
      ? `<p>${search ? 'No mail matches.' : 'No mail yet.'}</p>`
      : `<ul>${rows}</ul>${older}`,
  );
}

/** One mail: its HTML in a sandbox that runs and loads nothing, its text, its headers. */
export function mailPage(mail: MailboxMailDetail): string {
  const body =
    mail.html === null
      ? ''
      : `<iframe sandbox="" title="The mail as the customer sees it" srcdoc="${e(mail.html)}"></iframe>`;
  return page(
    mail.subject,
    `<p><a href="/mailbox">Mailbox</a></p><h1>${e(mail.subject || '(no subject)')}</h1>
<dl><dt>From</dt><dd>${e(mail.sender)}</dd><dt>To</dt><dd>${e(mail.recipients.join(', '))}</dd><dt>Received</dt><dd>${time(mail.receivedAt)}</dd></dl>`,
    `${body}
<details${mail.html === null ? ' open' : ''}><summary>Text</summary><pre>${e(mail.text)}</pre></details>
<details><summary>Headers</summary><pre>${e(mail.headers)}</pre></details>`,
  );
}
