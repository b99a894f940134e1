import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';

/** A client's invoices, newest first. */
export function InvoicesPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const invoices = usePages(['invoices'], (query) => answer(api.GET('/v1/invoices', { params: { query } })));
  return (
    <>
      <PageTitle title={t('menu.invoices')} />
      <Loaded query={invoices}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('invoice.none')} />
          ) : (
            <Rows
              label={t('menu.invoices')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: t('invoice.code'),
                  cell: ({ id, code }) => (
                    <TextLink to="/invoices/$id" params={{ id }}>
                      {code}
                    </TextLink>
                  ),
                },
                { name: t('invoice.issuedOn'), cell: ({ issuedOn }) => format.date(issuedOn) },
                { name: t('invoice.dueOn'), cell: ({ dueOn }) => format.date(dueOn) },
                {
                  name: t('case.contacts'),
                  isNumber: true,
                  cell: ({ contacts }) => format.number(contacts),
                },
                { name: t('invoice.net'), isNumber: true, cell: ({ net }) => format.money(net) },
                { name: t('invoice.gross'), isNumber: true, cell: ({ gross }) => format.money(gross) },
              ]}
            />
          )
        }
      </Loaded>
      <More query={invoices} />
    </>
  );
}
