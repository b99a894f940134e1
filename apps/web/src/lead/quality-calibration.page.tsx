import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { StateBadge } from '../ui/state-badge';
import { usePercent } from './figures';
import { leadApi } from './lead-api';
import { QualityTabs } from './quality-tabs';
import { useClientCode } from './use-client';

/** How far reviewers of the same contacts are from each other. */
export function QualityCalibrationPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const percent = usePercent();
  const client = useClientCode() || undefined;
  const calibration = useQuery({ queryKey: ['calibration'], queryFn: () => leadApi.calibration(client) });
  return (
    <>
      <PageTitle title={t('lead.quality.calibration')} />
      <QualityTabs at="/quality/calibration" />
      <Loaded query={calibration}>
        {({ reviewers, contacts }) =>
          contacts.length === 0 ? (
            <Empty title={t('lead.noCalibration')}>
              <Text c="dimmed">{t('lead.noCalibrationAdvice')}</Text>
            </Empty>
          ) : (
            <>
              <Rows
                label={t('lead.reviewers')}
                rows={reviewers}
                keyOf={({ reviewerId }) => reviewerId}
                columns={[
                  { name: t('lead.reviewer'), cell: ({ reviewerName }) => reviewerName },
                  { name: t('lead.contacts'), isNumber: true, cell: (row) => format.number(row.contacts) },
                  {
                    name: t('lead.leaning'),
                    isNumber: true,
                    cell: ({ leaning }) =>
                      `${leaning > 0 ? '+' : ''}${format.number(leaning)} ${t('lead.percentagePoints')}`,
                  },
                ]}
              />
              <Title order={2} size="h4" mt="xl" mb="sm">
                {t('lead.contacts')}
              </Title>
              <Rows
                label={t('lead.contacts')}
                rows={contacts}
                keyOf={({ claimId }) => claimId}
                columns={[
                  { name: t('lead.mean'), cell: ({ mean }) => percent(mean / 100) },
                  {
                    name: t('lead.spread'),
                    isNumber: true,
                    cell: ({ spread }) => `${format.number(spread)} ${t('lead.percentagePoints')}`,
                  },
                  {
                    name: t('lead.quality.reviews'),
                    cell: ({ reviews }) =>
                      reviews.map(({ reviewerId, reviewerName, score, isOutlier }) => (
                        <div key={reviewerId}>
                          {reviewerName}: {percent(score / 100)}{' '}
                          {isOutlier && <StateBadge tone="bad" label={t('lead.outlier')} />}
                        </div>
                      )),
                  },
                ]}
              />
            </>
          )
        }
      </Loaded>
    </>
  );
}
