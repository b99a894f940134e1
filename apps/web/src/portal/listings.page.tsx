import { useTranslation } from 'react-i18next';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { listingApi, type ListingKind } from './listing-api';
import { ListingState } from './listing-words';

export function RefundListingsPage() {
  return <ListingsPage kind="refund" />;
}

export function ReplacementListingsPage() {
  return <ListingsPage kind="replacement" />;
}

/** The listings of one kind: the open one as it grows, then those that were sealed. */
function ListingsPage({ kind }: { kind: ListingKind }) {
  const { t } = useTranslation();
  const format = useFormat();
  const listings = usePages([kind, 'listings'], listingApi[kind].list, { refetchInterval: 10_000 });
  const title = t(kind === 'refund' ? 'menu.refunds' : 'menu.replacements');
  return (
    <>
      <PageTitle title={title} />
      <Loaded query={listings}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('listing.none')} />
          ) : (
            <Rows
              label={title}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: t('listing.number'),
                  cell: ({ id, number }) => (
                    <TextLink
                      to={kind === 'refund' ? '/refund-listings/$id' : '/replacement-listings/$id'}
                      params={{ id }}
                    >
                      {t('listing.numbered', { number })}
                    </TextLink>
                  ),
                },
                { name: t('column.state'), cell: ({ status }) => <ListingState status={status} /> },
                { name: t('listing.lines'), isNumber: true, cell: ({ count }) => format.number(count) },
                {
                  name: t('listing.total'),
                  isNumber: true,
                  cell: ({ totals }) =>
                    totals.map((total) => <div key={total.currency}>{format.money(total)}</div>),
                },
                { name: t('listing.openedAt'), cell: ({ openedAt }) => format.dateTime(openedAt) },
                { name: t('listing.sealedAt'), cell: ({ sealedAt }) => format.dateTime(sealedAt) },
              ]}
            />
          )
        }
      </Loaded>
      <More query={listings} />
    </>
  );
}
