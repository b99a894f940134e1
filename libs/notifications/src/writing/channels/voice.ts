import type { MessageParts } from '../message-parts.js';
import { orderOf, type Scene } from '../scene.js';
import { speakable, spelled } from '../spelled.js';

/** A spoken message, a sentence a line; what keys to press is said by whoever places the call. */
export function asSpeech(scene: Scene, parts: MessageParts): string {
  const { voice, client } = scene;
  return [
    voice.say('voice.greeting', { shop: client.name }),
    voice.say('voice.about', { order: spelled(orderOf(scene)) }),
    ...parts.news,
    ...parts.spoken,
  ]
    .map(speakable)
    .filter((sentence) => sentence !== '')
    .join('\n');
}
