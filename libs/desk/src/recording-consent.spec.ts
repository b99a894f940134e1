import { describe, expect, it } from '@jest/globals';
import { deskSettingsSchema } from '#clients';
import { isConsented, recordingConsentFor, recordingLaws } from './recording-consent.js';

const settings = (isOn: boolean, consent: Record<string, 'never' | 'announce' | 'ask'> = {}) =>
  deskSettingsSchema.parse({ recording: { isOn, consent } }).recording;

describe('consent to a recording', () => {
  it('is of no use while recording is off, which it is by default', () => {
    expect(recordingConsentFor(deskSettingsSchema.parse({}).recording, 'IT')).toBe('never');
    expect(recordingConsentFor(settings(false, { IT: 'announce' }), 'IT')).toBe('never');
    expect(isConsented('never', 'given')).toBe(false);
  });

  it('is asked for wherever nobody has agreed otherwise, also where nobody knows the law', () => {
    expect(recordingConsentFor(settings(true), 'IT')).toBe('ask');
    expect(recordingConsentFor(settings(true), null)).toBe('ask');
    expect(recordingConsentFor(settings(true, { HU: 'announce' }), 'HU')).toBe('ask');
  });

  it('may be an announcement where the law lets it, may be stricter, and is never laxer than the law', () => {
    expect(recordingConsentFor(settings(true, { IT: 'announce' }), 'IT')).toBe('announce');
    expect(recordingConsentFor(settings(true, { IT: 'never' }), 'IT')).toBe('never');
    const laxer = Object.entries(recordingLaws)
      .filter(([, law]) => law.consent === 'ask')
      .map(([country]) => recordingConsentFor(settings(true, { [country]: 'announce' }), country));
    expect(laxer).toContain('ask');
    expect(new Set(laxer)).toEqual(new Set(['ask']));
  });

  it('is there when the customer said yes, or was told where that is enough', () => {
    expect(isConsented('ask', 'told')).toBe(false);
    expect(isConsented('ask', 'given')).toBe(true);
    expect(isConsented('announce', 'told')).toBe(true);
    expect(isConsented('announce', null)).toBe(false);
  });

  it('has a source for every country', () => {
    expect(Object.values(recordingLaws).filter(({ source }) => source.length < 5)).toEqual([]);
  });
});
