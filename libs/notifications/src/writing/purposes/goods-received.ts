import type { MessageParts } from '../message-parts.js';
import { counted, itemsOf, orderOf, piecesOf, type Scene } from '../scene.js';
import { statusTable } from './status.js';

/** The goods came back. */
export function goodsReceived(scene: Scene): MessageParts {
  const { voice } = scene;
  const count = piecesOf(itemsOf(scene));
  const lead = counted(scene, 'lead.goodsReceived', count);
  const next = voice.say('received.next');
  return {
    subject: voice.say('subject.goodsReceived', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count,
    table: statusTable(scene, 'item.received'),
    sections: [{ heading: voice.say('received.heading'), key: null, lines: [next] }],
    asked: [],
    closing: null,
    brief: [next],
    spoken: [next],
  };
}
