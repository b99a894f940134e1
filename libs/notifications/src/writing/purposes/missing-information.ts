import type { MessageParts } from '../message-parts.js';
import { counted, orderOf, type Scene } from '../scene.js';
import { askedOf, asking } from './asking.js';

/** A case lacks what only the customer knows. */
export function missingInformation(scene: Scene): MessageParts {
  const { asked, section, brief, spoken } = asking(scene, askedOf(scene));
  const lead = counted(scene, 'lead.missing', asked.length);
  return {
    subject: scene.voice.say('subject.missing', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count: asked.length,
    table: null,
    sections: [section],
    asked,
    closing: null,
    brief,
    spoken,
  };
}
