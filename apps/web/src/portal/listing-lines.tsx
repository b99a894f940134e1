import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { ProblemNotice } from '../ui/problem-notice';
import { More, Rows } from '../ui/rows';
import { listingApi, type LineResult, type ListingKind } from './listing-api';
import { ResultState } from './listing-words';

/** The lines of a listing in the order of its file; where results are due, each can be told here. */
export function ListingLines({
  kind,
  id,
  mayReport,
  isOpen,
}: {
  kind: ListingKind;
  id: string;
  mayReport: boolean;
  isOpen: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const lines = usePages([kind, 'listings', id, 'lines'], (query) => listingApi[kind].lines(id, query), {
    ...(isOpen && { refetchInterval: 10_000 }),
  });
  const report = useMutation({
    mutationFn: ({ reference, result }: { reference: string; result: LineResult }) =>
      listingApi[kind].report(id, reference, result),
    onSettled: () => cache.invalidateQueries({ queryKey: [kind, 'listings', id] }),
  });
  return (
    <>
      {report.error && <ProblemNotice error={report.error} />}
      <Loaded query={lines}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t(isOpen ? 'listing.emptyYet' : 'listing.empty')} />
          ) : (
            <Rows
              label={t('listing.lines')}
              rows={rows}
              keyOf={(line) => line.id}
              columns={[
                { name: t('line.reference'), isCode: true, cell: ({ reference }) => reference },
                {
                  name: t('case.caseRef'),
                  cell: ({ caseId, caseRef }) => (
                    <TextLink to="/cases/$id" params={{ id: caseId }}>
                      {caseRef}
                    </TextLink>
                  ),
                },
                {
                  name: t('line.what'),
                  cell: ({ quantity, product, sku, entry }) => (
                    <>
                      {format.number(quantity)} × {product ?? sku ?? '–'}
                      {entry === 'withdraw' && (
                        <Text size="sm" fw={600}>
                          {t('line.withdrawn')}
                        </Text>
                      )}
                    </>
                  ),
                },
                {
                  name: t('line.amount'),
                  isNumber: true,
                  cell: ({ amount }) => format.money(amount),
                },
                {
                  name: t('line.result'),
                  cell: ({ reference, result, entry }) => (
                    <Group gap={6}>
                      <ResultState result={result} />
                      {mayReport &&
                        entry === 'add' &&
                        listingApi[kind].results
                          .filter((choice) => choice !== result && isNext(result, choice))
                          .map((choice) => (
                            <Button
                              key={choice}
                              size="compact-xs"
                              variant="default"
                              loading={
                                report.isPending &&
                                report.variables.reference === reference &&
                                report.variables.result === choice
                              }
                              onClick={() => report.mutate({ reference, result: choice })}
                              aria-label={t('line.report', { reference, result: t(`result.${choice}`) })}
                            >
                              {t(`result.${choice}`)}
                            </Button>
                          ))}
                      {result === null && !mayReport && '–'}
                    </Group>
                  ),
                },
              ]}
            />
          )
        }
      </Loaded>
      <More query={lines} />
    </>
  );
}

/** Money that was paid may still come back; anything else is said once. */
function isNext(present: LineResult | null, next: LineResult): boolean {
  if (present === null) return next !== 'returned';
  return present === 'paid' && next === 'returned';
}
