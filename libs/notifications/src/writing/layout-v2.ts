import { brandColors } from './brand-colors.js';
import { escapeHtml, headV1, itemV1 } from './layout-v1.js';
import type { MessageAction, MessageBlock, MessageContent, MessageSection } from './message-content.js';

/*
 * Plain template literals, evaluated as compiled code: no template engine runs when a message is sent. Tables because
 * Outlook's renderer knows no other grid; styles inline because some readers drop <style>, which carries only what they
 * can do without (dark mode, narrow screens). No pictures: nothing to block, nothing that tells when it was read.
 */

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** As the first layout, with a table only where there are items, and with lists, a link and a client's own paragraphs. */
export function htmlV2(m: MessageContent): string {
  const color = brandColors(m.brand.color);
  const e = escapeHtml;
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
<div style="display:none;max-height:0;overflow:hidden">${e(previewOf(m))}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f2f3f5"><tr><td align="center" style="padding:24px 8px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff">
<tr><td class="pad" style="background:${color.band};color:${color.onBand};padding:18px 32px;${font};font-size:18px;line-height:24px;font-weight:700">${e(m.brand.name)}</td></tr>
<tr><td class="pad ink" style="padding:28px 32px 8px;color:#1a1a1a;${font};font-size:16px;line-height:25px">
<h1 class="ink" style="margin:0 0 20px;color:#1a1a1a;font-size:22px;line-height:30px;font-weight:700">${e(m.subject)}</h1>
<p style="margin:0 0 12px">${e(m.greeting)}</p>
${introV2(m)}
</td></tr>
${bodyV2(m, color.accent)}
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

/** What a mailbox shows beside the subject. */
function previewOf(m: MessageContent): string {
  const first = m.blocks?.find((block) => block.kind === 'paragraph');
  return first?.text ?? m.intro.at(-1) ?? '';
}

function introV2(m: MessageContent): string {
  if (m.blocks) return '';
  const last = m.intro.length - 1;
  return m.intro
    .map((line, i) =>
      i === last
        ? `<p style="margin:0 0 8px"><strong>${escapeHtml(line)}</strong></p>`
        : `<p style="margin:0 0 12px">${escapeHtml(line)}</p>`,
    )
    .join('\n');
}

/** Our own order, unless the client gave one. */
function blocksOf(m: MessageContent): readonly MessageBlock[] {
  if (m.blocks) return m.blocks;
  return [
    ...(m.items.length > 0 ? [{ kind: 'items' } as const] : []),
    ...(m.sections.length > 0 ? [{ kind: 'sections' } as const] : []),
  ];
}

function bodyV2(m: MessageContent, accent: string): string {
  return [
    ...blocksOf(m).map((block) => blockV2(m, block, accent)),
    ...(m.action ? [actionV2(m.action, accent)] : []),
  ].join('\n');
}

function blockV2(m: MessageContent, block: MessageBlock, accent: string): string {
  switch (block.kind) {
    case 'paragraph':
      return proseV2(`<p style="margin:0 0 8px">${escapeHtml(block.text)}</p>`);
    case 'list':
      return proseV2(listV2(block.lines));
    case 'items':
      return tableV2(m);
    case 'sections':
      return m.sections.map((section) => sectionV2(section, accent)).join('\n');
  }
}

function proseV2(inner: string): string {
  return `<tr><td class="pad ink" style="padding:4px 32px;color:#1a1a1a;${font};font-size:16px;line-height:25px">${inner}</td></tr>`;
}

function actionV2({ sentence, url }: MessageAction, accent: string): string {
  const link = `<a class="accent free" style="color:${accent};overflow-wrap:anywhere" href="${escapeHtml(url)}">${escapeHtml(url)}</a>`;
  const around = sentence.split(url).map(escapeHtml);
  return `<tr><td class="pad ink" style="padding:16px 32px 0;color:#1a1a1a;${font};font-size:16px;line-height:25px">${around.join(link)}</td></tr>`;
}

function tableV2(m: MessageContent): string {
  const head = m.columns
    ? `<tr>${headV1(m.columns.product, '8px 8px 8px 0')}${headV1(m.columns.result, '8px 0 8px 8px')}</tr>\n`
    : '';
  return `<tr><td class="pad" style="padding:8px 32px 8px">
<table class="ink" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;color:#1a1a1a;${font};font-size:15px;line-height:22px">
${head}${m.items.map(itemV1).join('\n')}
</table>
</td></tr>`;
}

function sectionV2(section: MessageSection, accent: string): string {
  const e = escapeHtml;
  const key =
    section.key === null
      ? ''
      : `<p class="ink" style="margin:0 0 6px;color:#1a1a1a"><strong>${e(section.key)}</strong></p>`;
  return `<tr><td class="pad" style="padding:16px 32px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="box ink" style="padding:14px 18px 10px;background:#f7f8f9;border-left:4px solid ${accent};color:#1a1a1a;${font};font-size:15px;line-height:23px">
<h2 class="accent" style="margin:0 0 6px;color:${accent};font-size:16px;line-height:24px;font-weight:700">${e(section.heading)}</h2>
${key}${listV2(section.list ?? [])}${section.lines.map((line) => `<p style="margin:0 0 6px">${e(line)}</p>`).join('\n')}
</td></tr></table>
</td></tr>`;
}

function listV2(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const items = lines.map((line) => `<li style="margin:0 0 4px">${escapeHtml(line)}</li>`).join('\n');
  return `<ul style="margin:0 0 8px;padding:0 0 0 20px">\n${items}\n</ul>`;
}

export function textV2(m: MessageContent): string {
  return [
    m.greeting,
    '',
    ...(m.blocks ? [] : [...m.intro, '']),
    ...blocksOf(m).flatMap((block) => [...blockText(m, block), '']),
    ...(m.action ? [m.action.sentence, ''] : []),
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

function blockText(m: MessageContent, block: MessageBlock): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [block.text];
    case 'list':
      return block.lines.map((line) => `- ${line}`);
    case 'items':
      return m.items.flatMap((item) => [
        `- ${item.quantity} × ${item.product}`,
        `  ${item.result}`,
        ...(item.reason === null ? [] : [`  ${item.reason}`]),
      ]);
    case 'sections':
      return m.sections.flatMap((section, i) => [
        ...(i === 0 ? [] : ['']),
        section.heading,
        ...(section.key === null ? [] : [section.key]),
        ...(section.list ?? []).map((line) => `- ${line}`),
        ...section.lines,
      ]);
  }
}
