import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useFormat } from '../i18n/format';
import { Facts } from '../ui/facts';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { PolicyConditions } from './policy-conditions';
import { PolicyState } from './policy-words';

/** One policy version: its rules in the order in which they are tried. */
export function PolicyPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id } = useParams({ from: '/inside/policies/$id' });
  const query = useQuery({
    queryKey: ['policies', id],
    queryFn: () => answer(api.GET('/v1/policies/{id}', { params: { path: { id } } })),
  });
  return (
    <>
      <PageTitle title={query.data?.name ?? t('menu.policies')} />
      <Loaded query={query}>
        {(found) => (
          <>
            <Facts
              facts={[
                [t('rate.version'), found.version],
                [t('column.state'), <PolicyState key="state" status={found.status} />],
                [t('policy.createdAt'), format.dateTime(found.createdAt)],
                [t('policy.publishedAt'), format.dateTime(found.publishedAt)],
              ]}
            />
            <Rows
              label={t('policy.rules')}
              rows={found.rules.map((rule, index) => ({ ...rule, position: index + 1 }))}
              keyOf={({ position }) => position}
              columns={[
                { name: t('policy.rule'), cell: ({ position, name }) => `${position}. ${name}` },
                {
                  name: t('policy.when'),
                  cell: ({ when }) => <PolicyConditions conditions={when} />,
                },
                { name: t('policy.then'), cell: ({ then }) => t(`outcome.${then}`) },
                { name: t('case.note'), cell: ({ note }) => note ?? '–' },
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
