import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { useFormat } from '../i18n/format';
import { StateBadge } from '../ui/state-badge';

const tones = { open: 'busy', closed: 'good', invoiced: 'calm' } as const;

export function StatementState({ status }: { status: Shape<'Statement'>['status'] }) {
  const { t } = useTranslation();
  return <StateBadge tone={tones[status]} label={t(`statement.${status}`)} />;
}

/** Mean handling time beside what the contract allows. */
export function HandlingTime({ aht }: { aht: Shape<'HandlingTime'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (aht.meanSeconds === null) return <>–</>;
  return (
    <>
      {format.seconds(aht.meanSeconds)}{' '}
      <Text component="span" size="sm" c="dimmed">
        {t('statement.budget', { budget: format.seconds(aht.budgetSeconds) })}
      </Text>
    </>
  );
}
