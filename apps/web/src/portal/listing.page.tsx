import { Group, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '../api/client';
import { useFormat } from '../i18n/format';
import { useMay } from '../session/use-identity';
import { DownloadLink } from '../ui/download-link';
import { Facts } from '../ui/facts';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { listingApi, type ListingKind } from './listing-api';
import { ListingLines } from './listing-lines';
import { ListingState } from './listing-words';
import { ResultsFile } from './results-file';
import { SealButton } from './seal-button';

export function RefundListingPage() {
  const { id } = useParams({ from: '/inside/refund-listings/$id' });
  return <ListingPage kind="refund" id={id} />;
}

export function ReplacementListingPage() {
  const { id } = useParams({ from: '/inside/replacement-listings/$id' });
  return <ListingPage kind="replacement" id={id} />;
}

/** One listing: its file, its lines, and what became of them. */
function ListingPage({ kind, id }: { kind: ListingKind; id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const maySeal = useMay('listing.seal');
  const mayReport = useMay('listing.report');
  const query = useQuery({
    queryKey: [kind, 'listings', id],
    queryFn: () => listingApi[kind].get(id),
    // An open listing grows, a sealed one waits for its file.
    refetchInterval: ({ state }) =>
      state.data?.status === 'open' ? 10_000 : state.data?.status === 'sealed' ? 1_500 : false,
  });
  const listing = query.data;
  const hasFile = listing?.status === 'released' || listing?.status === 'acknowledged';
  return (
    <>
      <PageTitle
        title={
          listing
            ? t(kind === 'refund' ? 'listing.refundTitle' : 'listing.replacementTitle', {
                number: listing.number,
              })
            : t(kind === 'refund' ? 'menu.refunds' : 'menu.replacements')
        }
      >
        {hasFile && (
          <DownloadLink href={fileUrl(`/v1/${kind}-listings/${id}/file`, { format: 'csv' })}>
            {t('listing.download')}
          </DownloadLink>
        )}
        {listing?.status === 'open' && maySeal && <SealButton kind={kind} listing={listing} />}
      </PageTitle>
      <Loaded query={query}>
        {(found) => (
          <>
            <Facts
              facts={[
                [t('column.state'), <ListingState key="state" status={found.status} />],
                [t('listing.lines'), format.number(found.count)],
                [
                  t('listing.total'),
                  found.totals.length === 0
                    ? null
                    : found.totals.map((total) => format.money(total)).join(', '),
                ],
                [t('listing.openedAt'), format.dateTime(found.openedAt)],
                [t('listing.cutoffAt'), format.dateTime(found.cutoffAt)],
                [t('listing.sealedAt'), format.dateTime(found.sealedAt)],
                ...(found.sha256 ? [['SHA-256', found.sha256] as const] : []),
              ]}
            />
            {hasFile && mayReport && <ResultsFile kind={kind} id={id} />}
            <Group justify="space-between" mt="lg" mb="xs">
              <Title order={2} size="h4">
                {t('listing.lines')}
              </Title>
            </Group>
            <ListingLines
              kind={kind}
              id={id}
              mayReport={hasFile && mayReport}
              isOpen={found.status === 'open'}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
