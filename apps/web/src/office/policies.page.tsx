import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { PolicyState } from './policy-words';

/** A client's policy versions, newest first. */
export function PoliciesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const policies = usePages(['policies'], (query) => answer(api.GET('/v1/policies', { params: { query } })));
  return (
    <>
      <PageTitle title={t('menu.policies')} />
      <Loaded query={policies}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('policy.none')} />
          ) : (
            <Rows
              label={t('menu.policies')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: t('policy.name'),
                  cell: ({ id, name }) => (
                    <TextLink to="/policies/$id" params={{ id }}>
                      {name}
                    </TextLink>
                  ),
                },
                { name: t('rate.version'), isNumber: true, cell: ({ version }) => version },
                { name: t('column.state'), cell: ({ status }) => <PolicyState status={status} /> },
                { name: t('policy.rules'), isNumber: true, cell: ({ ruleCount }) => ruleCount },
                { name: t('policy.publishedAt'), cell: ({ publishedAt }) => format.dateTime(publishedAt) },
              ]}
            />
          )
        }
      </Loaded>
      <More query={policies} />
    </>
  );
}
