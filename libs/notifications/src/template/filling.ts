import type { MessageChannel } from '../message/message-purpose.js';
import { MessageProblem } from '../writing/catalogue.js';
import { numbered, type NumberedText } from '../writing/channels/whatsapp.js';
import { greetingName, oneLine, type MessageBlock, type MessageContent } from '../writing/message-content.js';
import type { MessageParts } from '../writing/message-parts.js';
import type { Scene } from '../writing/scene.js';
import { smsText } from '../writing/sms-segments.js';
import { speakable } from '../writing/spelled.js';
import type { CompiledText, MessageTemplate, Pieces } from './message-template.js';
import { blocks, valueIn, type Placeholder } from './placeholders.js';

/**
 * A mail in the client's words, in the frame of ours. The client's text is data: it is placed once, never read again for
 * placeholders, and the layout escapes it. Raises `MessageProblem` where the case lacks what a placeholder stands for.
 */
export function templatedEmail(
  scene: Scene,
  parts: MessageParts,
  template: MessageTemplate,
  ours: MessageContent,
): { content: MessageContent; senderName: string | null } {
  const say = (pieces: Pieces) => fill(scene, parts, 'email', pieces);
  const name = greetingName(scene.record.customer.name);
  const { greeting, regards, signature, senderName } = template;
  return {
    content: {
      ...ours,
      subject: oneLine(say(template.subject), 200),
      greeting: greeting === null || name === null ? ours.greeting : say(replaced(greeting, 'name', name)),
      blocks: template.paragraphs.map((text) => blockOf(scene, parts, formOf(scene, parts, text))),
      regards: regards === null ? ours.regards : say(regards),
      signature: signature === null ? ours.signature : say(signature),
    },
    senderName: senderName === null ? null : oneLine(say(senderName), 100),
  };
}

export function templatedSms(scene: Scene, parts: MessageParts, template: MessageTemplate): string {
  return smsText(fill(scene, parts, 'sms', formOf(scene, parts, template.text)));
}

/** Its numbers stand for the client's placeholders; each plural form is a text of its own. */
export function templatedWhatsApp(
  scene: Scene,
  parts: MessageParts,
  template: MessageTemplate,
): NumberedText {
  const pieces = formOf(scene, parts, template.text);
  const text = pieces.map((piece, i) => (i % 2 === 1 ? `{{${piece}}}` : piece)).join('');
  const { body, names } = numbered(text);
  return { body, values: names.map((name) => valueIn(scene, parts, 'whatsapp', name as Placeholder)) };
}

export function templatedSpeech(scene: Scene, parts: MessageParts, template: MessageTemplate): string {
  return fill(scene, parts, 'voice', formOf(scene, parts, template.text))
    .split('\n')
    .map(speakable)
    .filter((sentence) => sentence !== '')
    .join('\n');
}

function fill(scene: Scene, parts: MessageParts, channel: MessageChannel, pieces: Pieces): string {
  let text = pieces[0] as string;
  for (let i = 1; i < pieces.length; i += 2)
    text += valueIn(scene, parts, channel, pieces[i] as Placeholder) + (pieces[i + 1] as string);
  return text;
}

/** The pieces with one placeholder's value in its place. */
function replaced(pieces: Pieces, name: string, value: string): Pieces {
  const out = [pieces[0] as string];
  for (let i = 1; i < pieces.length; i += 2) {
    const after = pieces[i + 1] as string;
    if (pieces[i] === name) out.push(`${out.pop()}${value}${after}`);
    else out.push(pieces[i] as string, after);
  }
  return out;
}

/** The plural form for this message's count. */
function formOf({ formats }: Scene, { count }: MessageParts, text: CompiledText): Pieces {
  if (!(text instanceof Map)) return text as Pieces;
  const form = formats.pluralCategory(count);
  const pieces = text.get(form) as Pieces | undefined;
  if (!pieces) throw new MessageProblem('template_missing', `template/${form}`);
  return pieces;
}

function blockOf(scene: Scene, parts: MessageParts, pieces: Pieces): MessageBlock {
  const [, only = ''] = pieces;
  if (pieces.length === 3 && blocks.has(only)) {
    if (only === 'items') return { kind: 'items' };
    return only === 'details' ? { kind: 'sections' } : { kind: 'list', lines: parts.asked };
  }
  return { kind: 'paragraph', text: fill(scene, parts, 'email', pieces) };
}
