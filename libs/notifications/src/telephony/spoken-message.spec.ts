import { describe, expect, it } from '@jest/globals';
import { Catalogue } from '../writing/catalogue.js';
import { messageLanguages } from '../writing/languages.js';
import { speechVoice, type SpeechVoice } from './speech-voices.js';
import { SpokenMessage } from './spoken-message.js';

const german = { voice: 'Polly.Vicki', locale: 'de-DE' } as const satisfies SpeechVoice;

describe('a spoken message', () => {
  const sentences = Catalogue.load().voice('de', 'formal');
  const spoken = new SpokenMessage(sentences, german);

  it('is said in its language’s voice, and waits for one key', () => {
    const twiml = spoken.message('Guten Tag.\nWir zahlen.', 'https://desk.example/keys/1');
    expect(twiml).toContain('<Say voice="Polly.Vicki" language="de-DE">Guten Tag.</Say>');
    expect(twiml).toContain('<Say voice="Polly.Vicki" language="de-DE">Wir zahlen.</Say>');
    expect(twiml).toMatch(/<Gather [^>]*numDigits="1"[^>]*action="https:\/\/desk.example\/keys\/1"/);
    expect(twiml).toContain(sentences.say('voice.keys'));
    expect(twiml).not.toMatch(/<Record|record="record/);
  });

  it.each([
    '</Say><Dial>+4990012345</Dial><Say>',
    '<Redirect>https://evil.example</Redirect>',
    ']]><Hangup/>',
    '&lt;Dial&gt;',
    '"><Play>https://evil.example/a.mp3</Play>',
    '<!ENTITY x SYSTEM "file:///etc/passwd">&x;',
    '\u0000\u0001\ufffe \ud800 x',
  ])('says what others wrote and obeys none of it: %j', (text) => {
    const twiml = spoken.message(text, 'https://desk.example/keys/1');
    expect(twiml).not.toMatch(/<(Dial|Redirect|Play|Hangup|!ENTITY)/);
    expect(twiml).not.toMatch(/[\u0000-\u0008\ud800-\udfff\ufffe]/);
    expect(twiml.match(/<Say/g)).toHaveLength(twiml.match(/<\/Say>/g)?.length ?? 0);
  });

  it('connects without recording', () => {
    const twiml = spoken.connect('+493012345', 'https://desk.example/connected');
    expect(twiml).toContain('record="do-not-record"');
    expect(twiml).toContain('<Number>+493012345</Number>');
  });

  it('has a voice of the language itself, or none', () => {
    const spokenIn = messageLanguages.filter((language) => speechVoice(language) !== null);
    expect(spokenIn).toEqual(expect.arrayContaining(['de', 'en', 'el', 'fi', 'pl', 'pt']));
    for (const language of spokenIn) {
      expect(speechVoice(language)?.locale.slice(0, 2)).toBe(language.slice(0, 2));
    }
    expect(speechVoice('mt')).toBeNull();
  });
});
