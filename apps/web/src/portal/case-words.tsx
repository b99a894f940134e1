import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { StateBadge } from '../ui/state-badge';

const tones = { incomplete: 'busy', review: 'busy', decided: 'good', settled: 'calm' } as const;

export function CaseStateBadge({ state }: { state: Shape<'Case'>['state'] }) {
  const { t } = useTranslation();
  return <StateBadge tone={tones[state]} label={t(`case.${state}`)} />;
}

/** What an item gets. */
export function Outcome({ outcome }: { outcome: Shape<'Decision'>['outcome'] | null }) {
  const { t } = useTranslation();
  return outcome === null ? <>–</> : <>{t(`outcome.${outcome}`)}</>;
}

/** What a message or a contact is about, in words; a purpose that has none yet as it is named. */
export function usePurposeWords(): (purpose: string) => string {
  const { t, i18n } = useTranslation();
  return (purpose) => {
    const key = `purpose.${purpose}` as 'purpose.decision';
    return i18n.exists(key) ? t(key) : purpose;
  };
}
