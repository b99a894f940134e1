import type { MessageParts } from '../message-parts.js';
import { orderOf, shortContactOf, type Scene } from '../scene.js';
import { smsSize, smsText } from '../sms-segments.js';

/** What a short message may cost; ordinary shops, orders and amounts stay within it. */
export const mostSegments = 3;

/** A short message: who and what, then as much of the rest as three segments hold, by weight. */
export function asSms(scene: Scene, parts: MessageParts): string {
  const { voice, client } = scene;
  const opening = voice.say('sms.opening', { shop: client.name, order: orderOf(scene) });
  const contact = voice.say('sms.contact', { contact: shortContactOf(scene) });
  const lead = `${opening} ${parts.news.join(' ')}`;
  const [first = '', second] = parts.brief;
  const fuller = second === undefined ? [] : [[lead, first, second, contact]];
  const texts = [...fuller, [lead, first, contact], [lead, first]].map((lines) => smsText(lines.join('\n')));
  return texts.find((text) => smsSize(text).segments <= mostSegments) ?? (texts.at(-1) as string);
}
