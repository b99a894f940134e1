import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api, fileUrl } from '../api/client';
import { useFormat } from '../i18n/format';
import { DownloadLink } from '../ui/download-link';
import { Facts } from '../ui/facts';
import { ButtonLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';

const formats = ['pdf', 'evidence.csv'] as const;

/** One invoice with its frozen documents. */
export function InvoicePage() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { id } = useParams({ from: '/inside/invoices/$id' });
  const query = useQuery({
    queryKey: ['invoices', id],
    queryFn: () => answer(api.GET('/v1/invoices/{id}', { params: { path: { id } } })),
  });
  return (
    <>
      <PageTitle title={query.data ? t('invoice.title', { code: query.data.code }) : t('menu.invoices')}>
        {formats.map((name) => (
          <DownloadLink key={name} href={fileUrl(`/v1/invoices/${id}/document`, { format: name })}>
            {t(name === 'pdf' ? 'invoice.pdf' : 'invoice.evidence')}
          </DownloadLink>
        ))}
        {query.data && (
          <ButtonLink to="/statements/$id" params={{ id: query.data.statementId }} variant="default">
            {t('invoice.statement')}
          </ButtonLink>
        )}
      </PageTitle>
      <Loaded query={query}>
        {(found) => (
          <>
            <Facts
              facts={[
                [t('invoice.seller'), found.seller.legalName],
                [t('invoice.buyer'), found.buyer.legalName],
                [
                  t('statement.period'),
                  `${format.date(found.period.from)} – ${format.date(found.period.to)}`,
                ],
                [t('invoice.issuedOn'), format.date(found.issuedOn)],
                [t('invoice.dueOn'), format.date(found.dueOn)],
                [t('invoice.net'), format.money(found.net)],
                [t('invoice.vat', { rate: found.vatRate }), format.money(found.vat)],
                [t('invoice.gross'), format.money(found.gross)],
              ]}
            />
            <Title order={2} size="h4" mb="xs">
              {t('invoice.lines')}
            </Title>
            <Rows
              label={t('invoice.lines')}
              rows={found.lines}
              keyOf={({ line }) => line}
              columns={[
                {
                  name: t('contact.channel'),
                  cell: ({ channel }) => {
                    const key = `channel.${channel}` as 'channel.email';
                    return i18n.exists(key) ? t(key) : channel;
                  },
                },
                {
                  name: t('statement.quantity'),
                  isNumber: true,
                  cell: ({ quantity }) => format.number(quantity),
                },
                {
                  name: t('statement.unitPrice'),
                  isNumber: true,
                  cell: ({ unitPrice }) => format.price(unitPrice, found.net.currency),
                },
                { name: t('invoice.net'), isNumber: true, cell: ({ net }) => format.money(net) },
              ]}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
