import { useTranslation } from 'react-i18next';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import { usePercent } from './figures';
import { leadApi } from './lead-api';
import { QualityTabs } from './quality-tabs';
import { useClientCode } from './use-client';

/** Every verdict, newest first. */
export function QualityReviewsPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const percent = usePercent();
  const client = useClientCode() || undefined;
  const reviews = usePages(['reviews'], (page) => leadApi.reviews(client, page));
  return (
    <>
      <PageTitle title={t('lead.quality.reviews')} />
      <QualityTabs at="/quality/reviews" />
      <Loaded query={reviews}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('lead.noReviews')} />
          ) : (
            <Rows
              label={t('lead.quality.reviews')}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t('role.agent'), cell: ({ agentName }) => agentName },
                { name: t('lead.score'), isNumber: true, cell: ({ score }) => percent(score / 100) },
                {
                  name: t('lead.lostPoints'),
                  cell: ({ questions, scores }) =>
                    questions
                      .filter(({ code, max }) => typeof scores[code] === 'number' && scores[code] < max)
                      .map(({ code, text, max }) => `${text} (${scores[code] ?? 0}/${max})`)
                      .join('; ') || '–',
                },
                {
                  name: t('lead.comment'),
                  cell: ({ comment }) => <div className="words">{comment || '–'}</div>,
                },
                { name: t('lead.reviewer'), cell: ({ reviewerName }) => reviewerName },
                { name: t('lead.reviewedAt'), cell: ({ reviewedAt }) => format.dateTime(reviewedAt) },
              ]}
            />
          )
        }
      </Loaded>
      <More query={reviews} />
    </>
  );
}
