import { oneLine } from '../message-content.js';
import type { Scene } from '../scene.js';

/** Where the goods go, as a sentence. */
export function deliveryAddress({ voice, record }: Scene): string {
  const { street, city, postalCode } = record;
  if (street === null || city === null) return voice.say('replacement.orderAddress');
  const place = [postalCode, city].filter(Boolean).join(' ');
  return voice.say('replacement.address', { address: oneLine(`${street}, ${place}`, 200) });
}
