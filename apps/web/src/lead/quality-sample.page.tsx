import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import { leadApi, type SampledContact } from './lead-api';
import { workKinds } from './lead-words';
import { QualityTabs } from './quality-tabs';
import { ReviewDialog } from './review-dialog';
import { useClientCode } from './use-client';

function Kind({ kind }: { kind: string }) {
  const { t } = useTranslation('lead');
  const known = workKinds.find((one) => one === kind);
  return <>{known ? t(`lead.kind.${known}`) : kind}</>;
}

/** Contacts drawn by lot, to be reviewed. */
export function QualitySamplePage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const client = useClientCode() || undefined;
  const [draw, setDraw] = useState(1);
  const [open, setOpen] = useState<SampledContact | null>(null);
  const sample = useQuery({
    queryKey: ['sample', draw],
    queryFn: () => leadApi.sample(client, String(draw)),
  });
  return (
    <>
      <PageTitle title={t('menu.quality')}>
        <Button variant="default" onClick={() => setDraw(draw + 1)}>
          {t('lead.drawAgain')}
        </Button>
      </PageTitle>
      <QualityTabs at="/quality" />
      <Loaded query={sample}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('lead.noSample')} />
          ) : (
            <Rows
              label={t('lead.quality.sample')}
              rows={rows}
              keyOf={({ claimId }) => claimId}
              columns={[
                { name: t('role.agent'), cell: ({ agentName }) => agentName },
                { name: t('lead.client'), cell: ({ clientCode }) => clientCode },
                { name: t('lead.kindOfWork'), cell: ({ kind }) => <Kind kind={kind} /> },
                { name: t('case.language'), cell: ({ language }) => format.language(language) },
                {
                  name: t('contact.handling'),
                  isNumber: true,
                  cell: ({ handlingSeconds }) => format.seconds(handlingSeconds),
                },
                { name: t('lead.endedAt'), cell: ({ endedAt }) => format.dateTime(endedAt) },
                {
                  name: t('lead.action'),
                  cell: (row) =>
                    row.isReviewed ? (
                      <StateBadge tone="good" label={t('lead.reviewed')} />
                    ) : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={t('lead.reviewOne', {
                          name: row.agentName,
                          at: format.dateTime(row.endedAt),
                        })}
                        onClick={() => setOpen(row)}
                      >
                        {t('lead.review')}
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
      {open && <ReviewDialog contact={open} onClose={() => setOpen(null)} />}
    </>
  );
}
