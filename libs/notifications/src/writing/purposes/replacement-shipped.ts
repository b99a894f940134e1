import { oneLine } from '../message-content.js';
import type { MessageParts } from '../message-parts.js';
import { counted, itemsOf, orderOf, piecesOf, type Scene } from '../scene.js';
import { spelled } from '../spelled.js';
import { deliveryAddress } from './delivery-address.js';
import { statusTable } from './status.js';

/** The replacement is on its way. A warehouse may know no carrier or tracking number: then the address alone is said. */
export function replacementShipped(scene: Scene): MessageParts {
  const { voice } = scene;
  const count = piecesOf(itemsOf(scene));
  const lead = counted(scene, 'lead.shipped', count);
  const carrier = carrierOf(scene);
  const tracking = trackingOf(scene);
  const by = carrier === null ? [] : [voice.say('shipped.carrier', { carrier })];
  const number = tracking === null ? [] : [voice.say('shipped.tracking', { tracking })];
  const address = deliveryAddress(scene);
  const traced = [...number, ...by];
  return {
    subject: voice.say('subject.shipped', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count,
    table: statusTable(scene, 'item.shipped'),
    sections: [{ heading: voice.say('shipped.heading'), key: number[0] ?? null, lines: [...by, address] }],
    asked: [],
    closing: null,
    brief: traced.length > 0 ? traced : [voice.say('replacement.orderAddress')],
    spoken: [
      ...by,
      ...(tracking === null ? [] : [voice.say('shipped.tracking', { tracking: spelled(tracking) })]),
    ],
  };
}

export function carrierOf({ facts }: Scene): string | null {
  return oneLine(facts.carrier ?? '', 60) || null;
}

export function trackingOf({ facts }: Scene): string | null {
  return oneLine(facts.tracking ?? '', 60) || null;
}
