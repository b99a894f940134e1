import type { Voice } from '../catalogue.js';
import type { MessageParts } from '../message-parts.js';
import { contactOf, inOneLine, orderOf, type Scene } from '../scene.js';

/**
 * A text with numbered variables, as WhatsApp approves it beforehand, and the values of one message. A value is one line:
 * WhatsApp refuses variables with line breaks, beside each other, or at either end of the text.
 */
export interface NumberedText {
  readonly body: string;
  readonly values: readonly string[];
}

/** Longest text of a template body. */
export const mostCharacters = 1_024;

/** A WhatsApp message. Its body is one for all purposes of a language: what is told is a variable. */
export function asWhatsApp(scene: Scene, parts: MessageParts): NumberedText {
  const { body, names } = whatsAppBody(scene.voice);
  const values: Readonly<Record<string, string>> = {
    shop: scene.client.name,
    order: orderOf(scene),
    news: inOneLine([...parts.news, ...parts.brief]),
    contact: contactOf(scene),
  };
  return { body, values: names.map((name) => values[name] as string) };
}

/** The body of a language's template and what each number stands for, in order. */
export function whatsAppBody(voice: Voice): { body: string; names: readonly string[] } {
  return numbered(
    [
      voice.say('whatsapp.opening', { shop: '{{shop}}', order: '{{order}}' }),
      '{{news}}',
      voice.say('sms.contact', { contact: '{{contact}}' }),
      voice.say('closing.regards'),
    ].join('\n'),
  );
}

/** Names of placeholders as numbers, counted from 1 in the order in which they come. */
export function numbered(text: string): { body: string; names: readonly string[] } {
  const names: string[] = [];
  const body = text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const known = names.indexOf(name);
    return `{{${known === -1 ? names.push(name) : known + 1}}}`;
  });
  return { body, names };
}

/** The text as it is read. */
export function filled({ body, values }: NumberedText): string {
  return body.replace(/\{\{(\d+)\}\}/g, (_, n: string) => values[Number(n) - 1] ?? '');
}
