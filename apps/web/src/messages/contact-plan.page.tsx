import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useFormat } from '../i18n/format';
import { useMay } from '../session/use-identity';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { purposes, type Purpose } from './message-words';
import { PlanEditor } from './plan-editor';
import { PlanWords } from './plan-words';

/** The plan for one purpose, to change, with the versions before it. */
export function ContactPlanPage() {
  const { t } = useTranslation('messages');
  const format = useFormat();
  const mayWrite = useMay('template.write');
  const { purpose: asked } = useParams({ from: '/inside/contact-plans/$purpose' });
  const purpose: Purpose = purposes.find((one) => one === asked) ?? 'decision';
  const versions = useQuery({
    queryKey: ['contact-plans', purpose],
    queryFn: () => answer(api.GET('/v1/contact-plans/{purpose}', { params: { path: { purpose } } })),
  });
  return (
    <>
      <PageTitle title={t('messages.planTitle', { purpose: t(`purpose.${purpose}`) })} />
      <Loaded query={versions}>
        {(all) => (
          <>
            {mayWrite && <PlanEditor key={all[0]?.version ?? 0} purpose={purpose} plan={all[0]} />}
            <Title order={2} size="h4" mt="xl" mb="sm">
              {t('messages.versions')}
            </Title>
            <Rows
              label={t('messages.versions')}
              rows={all}
              keyOf={({ version }) => version ?? 0}
              columns={[
                { name: t('messages.version'), cell: ({ version }) => version ?? t('messages.standard') },
                { name: t('messages.steps'), cell: ({ steps }) => <PlanWords steps={steps} /> },
                { name: t('messages.createdAt'), cell: ({ createdAt }) => format.dateTime(createdAt) },
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
