import type { ItemTable } from '../message-parts.js';
import { itemsOf, rowOf, type Scene } from '../scene.js';

/** The items that the message is about, all with the same status. */
export function statusTable(scene: Scene, status: string): ItemTable {
  const { voice } = scene;
  const result = voice.say(status);
  return {
    columns: { product: voice.say('table.product'), result: voice.say('table.status') },
    items: itemsOf(scene).map((item) => rowOf(scene, item, result)),
  };
}
