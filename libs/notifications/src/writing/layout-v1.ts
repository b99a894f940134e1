import { brandColors } from './brand-colors.js';
import type { MessageContent, MessageItem, MessageSection } from './message-content.js';

/** What was sent in this layout: always with a table of items. */
export type ContentV1 = MessageContent & { readonly columns: NonNullable<MessageContent['columns']> };

/*
 * Plain template literals, evaluated as compiled code: no template engine runs when a message is sent. Tables because
 * Outlook's renderer knows no other grid; styles inline because some readers drop <style>, which carries only what they
 * can do without (dark mode, narrow screens). No pictures: nothing to block, nothing that tells when it was read.
 */

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const special = /[&<>"']/;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML text or attribute value. */
export function escapeHtml(text: string): string {
  return special.test(text) ? text.replace(/[&<>"']/g, (c) => entities[c] as string) : text;
}

export function htmlV1(m: ContentV1): string {
  const color = brandColors(m.brand.color);
  const e = escapeHtml;
  const [checked = '', result = ''] = m.intro;
  return `<!DOCTYPE html>
<html lang="${e(m.language)}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${e(m.subject)}</title>
<style>
:root{color-scheme:light dark}
p,h1,h2,td{overflow-wrap:break-word}
.free{overflow-wrap:anywhere}
@media (max-width:480px){.pad{padding-left:20px!important;padding-right:20px!important}}
@media (prefers-color-scheme:dark){
.page{background:#121417!important}
.card{background:#1e2024!important}
.ink{color:#f1f3f5!important}
.dim{color:#b4bac2!important}
.line{border-color:#3a3f46!important}
.accent{color:${color.accentDark}!important}
.box{background:#282b31!important;border-color:${color.accentDark}!important}
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f2f3f5;${font}">
<div style="display:none;max-height:0;overflow:hidden">${e(result)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f2f3f5"><tr><td align="center" style="padding:24px 8px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff">
<tr><td class="pad" style="background:${color.band};color:${color.onBand};padding:18px 32px;${font};font-size:18px;line-height:24px;font-weight:700">${e(m.brand.name)}</td></tr>
<tr><td class="pad ink" style="padding:28px 32px 8px;color:#1a1a1a;${font};font-size:16px;line-height:25px">
<h1 class="ink" style="margin:0 0 20px;color:#1a1a1a;font-size:22px;line-height:30px;font-weight:700">${e(m.subject)}</h1>
<p style="margin:0 0 12px">${e(m.greeting)}</p>
<p style="margin:0 0 12px">${e(checked)}</p>
<p style="margin:0 0 8px"><strong>${e(result)}</strong></p>
</td></tr>
<tr><td class="pad" style="padding:8px 32px 8px">
<table class="ink" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;color:#1a1a1a;${font};font-size:15px;line-height:22px">
<tr>${headV1(m.columns.product, '8px 8px 8px 0')}${headV1(m.columns.result, '8px 0 8px 8px')}</tr>
${m.items.map(itemV1).join('\n')}
</table>
</td></tr>
${m.sections.map((section) => sectionV1(section, color.accent)).join('\n')}
<tr><td class="pad ink" style="padding:20px 32px 28px;color:#1a1a1a;${font};font-size:16px;line-height:25px">
${m.closing.map((line) => `<p style="margin:0 0 12px">${e(line)}</p>`).join('\n')}
<p style="margin:20px 0 0">${e(m.regards)}<br>${e(m.signature)}</p>
</td></tr>
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr><td class="pad dim" style="padding:16px 32px;color:#5c636b;${font};font-size:13px;line-height:20px">
${m.footer.map((line) => `<p style="margin:0 0 6px">${e(line)}</p>`).join('\n')}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

export function headV1(text: string, padding: string): string {
  return `<th scope="col" align="left" width="50%" class="dim line" style="padding:${padding};text-align:left;color:#5c636b;font-size:13px;line-height:18px;font-weight:600;border-bottom:2px solid #d9dce0">${escapeHtml(text)}</th>`;
}

export function itemV1(item: MessageItem): string {
  const e = escapeHtml;
  const reason =
    item.reason === null
      ? ''
      : `<br><span class="dim" style="color:#5c636b;font-size:13px;line-height:19px">${e(item.reason)}</span>`;
  const cell = 'vertical-align:top;border-bottom:1px solid #e4e6e9';
  return `<tr><td class="line free" style="padding:10px 8px 10px 0;overflow-wrap:anywhere;${cell}">${e(item.quantity)} × ${e(item.product)}</td><td class="line" style="padding:10px 0 10px 8px;${cell}"><strong>${e(item.result)}</strong>${reason}</td></tr>`;
}

function sectionV1(section: MessageSection, accent: string): string {
  const e = escapeHtml;
  const key =
    section.key === null
      ? ''
      : `<p class="ink" style="margin:0 0 6px;color:#1a1a1a"><strong>${e(section.key)}</strong></p>`;
  return `<tr><td class="pad" style="padding:16px 32px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="box ink" style="padding:14px 18px 10px;background:#f7f8f9;border-left:4px solid ${accent};color:#1a1a1a;${font};font-size:15px;line-height:23px">
<h2 class="accent" style="margin:0 0 6px;color:${accent};font-size:16px;line-height:24px;font-weight:700">${e(section.heading)}</h2>
${key}${section.lines.map((line) => `<p style="margin:0 0 6px">${e(line)}</p>`).join('\n')}
</td></tr></table>
</td></tr>`;
}

export function textV1(m: ContentV1): string {
  const items = m.items.flatMap((item) => [
    `- ${item.quantity} × ${item.product}`,
    `  ${item.result}`,
    ...(item.reason === null ? [] : [`  ${item.reason}`]),
  ]);
  const sections = m.sections.flatMap((section) => [
    '',
    section.heading,
    ...(section.key === null ? [] : [section.key]),
    ...section.lines,
  ]);
  return [
    m.greeting,
    '',
    ...m.intro,
    '',
    ...items,
    ...sections,
    '',
    ...m.closing,
    '',
    m.regards,
    m.signature,
    '',
    '-- ',
    ...m.footer,
    '',
  ].join('\n');
}
