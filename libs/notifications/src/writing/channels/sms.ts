import type { MessageParts } from '../message-parts.js';
import { orderOf, shortContactOf, type Scene } from '../scene.js';
import { smsSize, smsText } from '../sms-segments.js';

/** What a short message may cost; ordinary shops, orders and amounts stay within it. */
export const mostSegments = 3;

/**
 * A short message: who and what, then as much of the rest as three segments hold, by weight. A decision of many kinds that
 * does not fit even alone is only said to be there.
 */
export function asSms(scene: Scene, parts: MessageParts): string {
  const { voice, client } = scene;
  const opening = voice.say('sms.opening', { shop: client.name, order: orderOf(scene) });
  const contact = voice.say('sms.contact', { contact: shortContactOf(scene) });
  const told = `${opening} ${parts.news.join(' ')}`;
  const [first = '', second] = parts.brief;
  const choices = [
    ...(second === undefined ? [] : [[told, first, second, contact]]),
    [told, first, contact],
    ...(second === undefined ? [] : [[told, second, contact]]),
    [told, contact],
    [told],
    ...(parts.opening === null ? [] : [[`${opening} ${parts.opening}`, contact]]),
  ];
  const texts = choices.map((lines) => smsText(lines.join('\n')));
  return texts.find((text) => smsSize(text).segments <= mostSegments) ?? (texts.at(-1) as string);
}
