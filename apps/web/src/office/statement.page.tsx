import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, fileUrl } from '../api/client';
import { useFormat } from '../i18n/format';
import { useMay } from '../session/use-identity';
import { DownloadLink } from '../ui/download-link';
import { Empty } from '../ui/empty';
import { Facts } from '../ui/facts';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { HandlingTime, StatementState } from './book-words';
import { BookButton } from './book-button';
import { StatementContacts } from './statement-contacts';

type Channel = 'email' | 'sms' | 'whatsapp' | 'voice' | 'letter';

/** One statement, live while it is open; the clerk closes it and issues its invoice. */
export function StatementPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id } = useParams({ from: '/inside/statements/$id' });
  const mayClose = useMay('statement.close');
  const mayIssue = useMay('invoice.issue');
  const path = { params: { path: { id } } };
  const query = useQuery({
    queryKey: ['statements', id],
    queryFn: () => answer(api.GET('/v1/statements/{id}', path)),
    refetchInterval: ({ state }) => (state.data?.status === 'open' ? 10_000 : false),
  });
  const statement = query.data;
  return (
    <>
      <PageTitle
        title={
          statement
            ? t('statement.title', { period: statement.period, number: statement.number })
            : t('menu.statements')
        }
      >
        <DownloadLink href={fileUrl(`/v1/statements/${id}/contacts.csv`)}>
          {t('statement.contactsFile')}
        </DownloadLink>
        {statement?.status === 'open' && mayClose && (
          <BookButton
            label={t('statement.close')}
            question={t('statement.closeQuestion', {
              count: statement.contacts,
              amount: format.money(statement.amount),
            })}
            act={() => answer(api.POST('/v1/statements/{id}/close', path))}
          />
        )}
        {statement?.status === 'closed' && mayIssue && (
          <BookButton
            label={t('statement.issue')}
            question={t('statement.issueQuestion', { amount: format.money(statement.amount) })}
            act={() => answer(api.POST('/v1/statements/{id}/invoice', path))}
          />
        )}
      </PageTitle>
      <Loaded query={query}>
        {(found) => (
          <>
            <Facts
              facts={[
                [t('column.state'), <StatementState key="state" status={found.status} />],
                [t('case.contacts'), format.number(found.contacts)],
                [t('statement.amount'), format.money(found.amount)],
                [t('statement.aht'), <HandlingTime key="aht" aht={found.aht} />],
                [t('listing.openedAt'), format.dateTime(found.openedAt)],
                [t('statement.closedAt'), format.dateTime(found.closedAt)],
              ]}
            />
            <Title order={2} size="h4" mb="xs">
              {t('statement.lines')}
            </Title>
            {found.lines.length === 0 ? (
              <Empty title={t('statement.empty')} />
            ) : (
              <Rows
                label={t('statement.lines')}
                rows={found.lines}
                keyOf={(line) => `${line.channel} ${line.rateVersion} ${line.unitPrice}`}
                columns={[
                  {
                    name: t('contact.channel'),
                    cell: ({ channel }) => t(`channel.${channel as Channel}`),
                  },
                  {
                    name: t('statement.unitPrice'),
                    isNumber: true,
                    cell: ({ unitPrice }) => format.price(unitPrice, found.amount.currency),
                  },
                  {
                    name: t('statement.quantity'),
                    isNumber: true,
                    cell: ({ quantity }) => format.number(quantity),
                  },
                  { name: t('statement.amount'), isNumber: true, cell: ({ amount }) => format.money(amount) },
                ]}
              />
            )}
            <StatementContacts statementId={id} />
          </>
        )}
      </Loaded>
    </>
  );
}
