import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { HandlingTime, StatementState } from './book-words';

/** A client's statements: the open one as it grows, then the closed ones. */
export function StatementsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const statements = usePages(
    ['statements'],
    (query) => answer(api.GET('/v1/statements', { params: { query } })),
    { refetchInterval: 10_000 },
  );
  return (
    <>
      <PageTitle title={t('menu.statements')} />
      <Loaded query={statements}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('statement.none')} />
          ) : (
            <Rows
              label={t('menu.statements')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: t('statement.period'),
                  cell: ({ id, period, number }) => (
                    <TextLink to="/statements/$id" params={{ id }}>
                      {t('statement.numbered', { period, number })}
                    </TextLink>
                  ),
                },
                { name: t('column.state'), cell: ({ status }) => <StatementState status={status} /> },
                {
                  name: t('case.contacts'),
                  isNumber: true,
                  cell: ({ contacts }) => format.number(contacts),
                },
                { name: t('statement.amount'), isNumber: true, cell: ({ amount }) => format.money(amount) },
                { name: t('statement.aht'), cell: ({ aht }) => <HandlingTime aht={aht} /> },
              ]}
            />
          )
        }
      </Loaded>
      <More query={statements} />
    </>
  );
}
