import { describe, expect, it } from '@jest/globals';
import { Catalogue } from '../catalogue.js';
import { messageLanguages } from '../languages.js';
import { afterGreeting } from './email.js';

describe('the first sentence of a mail', () => {
  const catalogue = Catalogue.load();

  it.each(messageLanguages)(
    'in %s begins as the opening of a decision does after the greeting',
    (language) => {
      for (const formality of ['formal', 'informal'] as const) {
        const voice = catalogue.voice(language, formality);
        const opening = voice.say('intro.checked', { order: '1' });
        const isSmall = /^\p{Ll}/u.test(opening);
        for (const key of [
          'missing',
          'goodsReceived',
          'shipped',
          'outOfStock',
          'refundPaid',
          'refundFailed',
        ]) {
          for (const count of [0, 1, 2, 3, 6, 11, 21, 100]) {
            const lead = voice.say(`lead.${key}`, { count: String(count) }, count);
            expect([lead, /^\p{Ll}/u.test(lead)]).toEqual([lead, false]);
            const first = afterGreeting(language, lead);
            expect([first, /^\p{Ll}/u.test(first)]).toEqual([first, isSmall]);
          }
        }
      }
    },
  );
});
