import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../ui/links';
import { ClientChoice } from './client-choice';

const pages = [
  ['/quality', 'lead.quality.sample'],
  ['/quality/reviews', 'lead.quality.reviews'],
  ['/quality/form', 'lead.quality.form'],
  ['/quality/calibration', 'lead.quality.calibration'],
] as const;

/** The ways through quality, and whose contacts they are about. */
export function QualityTabs({ at }: { at: (typeof pages)[number][0] }) {
  const { t } = useTranslation('lead');
  return (
    <>
      <Group component="nav" gap="xs" mb="md" aria-label={t('menu.quality')}>
        {pages.map(([to, label]) => (
          <ButtonLink
            key={to}
            to={to}
            size="compact-md"
            variant={to === at ? 'filled' : 'default'}
            activeProps={{}}
            aria-current={to === at ? 'page' : undefined}
          >
            {t(label)}
          </ButtonLink>
        ))}
      </Group>
      <ClientChoice to={at} none={t('lead.allClients')} />
    </>
  );
}
