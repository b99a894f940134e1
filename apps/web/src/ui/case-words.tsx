import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { StateBadge } from './state-badge';

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
