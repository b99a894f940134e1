import { describe, expect, it } from '@jest/globals';
import { smsSize, smsText } from './sms-segments.js';

describe('the size of an SMS', () => {
  it.each([
    ['', 'GSM-7', 0, 1],
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(306), 'GSM-7', 306, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    ['ж'.repeat(70), 'UCS-2', 70, 1],
    ['ж'.repeat(71), 'UCS-2', 71, 2],
    ['ж'.repeat(134), 'UCS-2', 134, 2],
    ['ж'.repeat(135), 'UCS-2', 135, 3],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    ['😀'.repeat(35), 'UCS-2', 70, 1],
  ] as const)('text %# has its size', (text, encoding, units, segments) => {
    expect(smsSize(text)).toEqual({ encoding, units, segments });
  });

  it('knows the whole default alphabet and its extension, and nothing else', () => {
    const letters = '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà\n\r';
    expect(smsSize(letters)).toEqual({ encoding: 'GSM-7', units: 44, segments: 1 });
    expect(smsSize('^{}\\[~]|€\f')).toEqual({ encoding: 'GSM-7', units: 20, segments: 1 });
    for (const c of 'çêáíóúąęłčřšžőűΑабїі’–…\u00a0`') expect([c, smsSize(c).encoding]).toEqual([c, 'UCS-2']);
  });

  it('does not split an escaped character or a pair between segments', () => {
    // 152 units, then a character of two: it moves to the next segment as a whole.
    const escaped = `${'a'.repeat(152)}€`.repeat(2);
    expect(smsSize(`${escaped}a`)).toEqual({ encoding: 'GSM-7', units: 309, segments: 3 });
    expect(smsSize('a'.repeat(309)).segments).toBe(3);
    expect(smsSize(`${'a'.repeat(152)}€${'a'.repeat(151)}`).segments).toBe(2);
    expect(smsSize(`${'a'.repeat(152)}€${'a'.repeat(152)}`).segments).toBe(3);
    const pairs = `${'ж'.repeat(66)}😀${'ж'.repeat(65)}`;
    expect(smsSize(pairs)).toEqual({ encoding: 'UCS-2', units: 133, segments: 2 });
    expect(smsSize(`${pairs}ж`)).toEqual({ encoding: 'UCS-2', units: 134, segments: 3 });
  });

  it('takes time that grows with the text only', () => {
    const before = performance.now();
    expect(smsSize('€'.repeat(1_000_000)).segments).toBe(Math.ceil(1_000_000 / 76));
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('the text of an SMS', () => {
  it('has plain characters for typographic ones where that keeps it in 7 bits', () => {
    expect(smsText('„Ça“ – c’est 1\u202f234,56\u00a0€ …')).toBe('"Ça" - c\'est 1 234,56 € ...');
    expect(smsSize(smsText('It’s here')).encoding).toBe('GSM-7');
  });

  it('stays as it is where plain characters would not help', () => {
    const text = 'Zamówienie „4711” – zł…';
    expect(smsText(text)).toBe(text);
  });
});
