import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { StateBadge } from '../ui/state-badge';

const tones = { draft: 'busy', published: 'good', superseded: 'calm' } as const;

export function PolicyState({ status }: { status: Shape<'Policy'>['status'] }) {
  const { t } = useTranslation();
  return <StateBadge tone={tones[status]} label={t(`policy.${status}`)} />;
}
