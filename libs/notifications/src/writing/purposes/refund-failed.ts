import type { MessageParts } from '../message-parts.js';
import { counted, itemsOf, orderOf, piecesOf, type Scene } from '../scene.js';
import { asking } from './asking.js';
import { statusTable } from './status.js';

/** The refund came back: other bank details are needed. */
export function refundFailed(scene: Scene): MessageParts {
  const { voice, facts } = scene;
  const count = piecesOf(itemsOf(scene));
  const lead = counted(scene, 'lead.refundFailed', count);
  const why = voice.say('refundFailed.why');
  const { asked, section, brief, spoken } = asking(scene, facts.asked ?? ['bank_account'], [why]);
  return {
    subject: voice.say('subject.refundFailed', { order: orderOf(scene) }),
    opening: null,
    lead,
    news: [lead],
    count,
    table: statusTable(scene, 'item.unpaid'),
    sections: [section],
    asked,
    closing: null,
    brief,
    spoken: [why, ...spoken],
  };
}
