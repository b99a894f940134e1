import type { DeskSettings } from '#clients';

export type RecordingConsent = DeskSettings['recording']['consent'][string];

interface RecordingLaw {
  readonly consent: 'announce' | 'ask';
  readonly source: string;
}

/**
 * What a recording of one's own call with a customer needs, by the customer's country. `ask`: the customer's yes. `announce`:
 * recording one's own conversation is no offence there, so a client that has its own ground for it (GDPR, art. 6) may do with
 * telling the customer before (art. 13). Countries that are not listed: `ask`, as Directive 2002/58/EC, art. 5(1) has it
 * ("without the consent of the users concerned"). This is no legal advice; a client may be stricter, never laxer.
 */
export const recordingLaws: Readonly<Record<string, RecordingLaw>> = {
  AT: { consent: 'ask', source: '§ 16 ABGB; § 120(2) StGB' },
  CH: { consent: 'ask', source: 'Art. 179ter StGB' },
  DE: { consent: 'ask', source: '§ 201(1) StGB' },
  DK: { consent: 'ask', source: 'Datatilsynet, 8 April 2019 (TDC A/S)' },
  ES: { consent: 'announce', source: 'Tribunal Constitucional, STC 114/1984; art. 197 Código Penal' },
  FI: { consent: 'announce', source: 'Rikoslaki 24:5' },
  FR: { consent: 'ask', source: 'Art. 226-1 Code pénal' },
  GB: { consent: 'announce', source: 'SI 2018/356, reg. 3' },
  GR: { consent: 'ask', source: 'Art. 370A Ποινικός Κώδικας' },
  IE: { consent: 'announce', source: 'Postal and Telecommunications Services Act 1983, s. 98' },
  IT: { consent: 'announce', source: 'Cassazione, Sezioni Unite, 36747/2003' },
  NL: { consent: 'announce', source: 'Art. 139a and 139c Wetboek van Strafrecht' },
  NO: { consent: 'announce', source: 'Straffeloven § 205' },
  PL: { consent: 'announce', source: 'Art. 267 § 3 Kodeks karny' },
  PT: { consent: 'ask', source: 'Art. 199 Código Penal' },
  SE: { consent: 'announce', source: 'Brottsbalken 4:9 a' },
};

const strictness: Readonly<Record<RecordingConsent, number>> = { announce: 0, ask: 1, never: 2 };

/** What a recording needs: the stricter of what the client has agreed and what the customer's country wants. */
export function recordingConsentFor(
  settings: DeskSettings['recording'],
  country: string | null,
): RecordingConsent {
  if (!settings.isOn) return 'never';
  const agreed = settings.consent[country ?? ''] ?? 'ask';
  const law = recordingLaws[country ?? '']?.consent ?? 'ask';
  return strictness[agreed] >= strictness[law] ? agreed : law;
}

/** Whether what the agent notes of the customer is enough. */
export function isConsented(needed: RecordingConsent, noted: 'told' | 'given' | null): boolean {
  if (needed === 'never' || noted === null) return false;
  return needed === 'announce' || noted === 'given';
}
