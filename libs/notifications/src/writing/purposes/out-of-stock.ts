import type { MessageParts } from '../message-parts.js';
import { counted, itemsOf, orderOf, piecesOf, type Scene } from '../scene.js';
import { asking } from './asking.js';
import { statusTable } from './status.js';

/** The replacement is sold out: the customer chooses again. */
export function outOfStock(scene: Scene): MessageParts {
  const { voice, facts } = scene;
  const count = piecesOf(itemsOf(scene));
  const lead = counted(scene, 'lead.outOfStock', count);
  const options = voice.say('outOfStock.options');
  const { asked, section, how, after } = asking(scene, facts.asked ?? ['choice'], [options]);
  return {
    subject: voice.say('subject.outOfStock', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count,
    table: statusTable(scene, 'item.soldOut'),
    sections: [section],
    asked,
    closing: null,
    brief: [options, how],
    spoken: [options, ...after],
  };
}
