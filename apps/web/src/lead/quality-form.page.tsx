import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { leadApi } from './lead-api';
import { QualityTabs } from './quality-tabs';
import { ReviewFormEditor } from './review-form-editor';
import { useClientCode } from './use-client';

/** The questions that contacts are scored by. */
export function QualityFormPage() {
  const { t } = useTranslation('lead');
  const client = useClientCode() || undefined;
  const form = useQuery({
    queryKey: ['review-form', client ?? ''],
    queryFn: () => leadApi.reviewForm(client),
  });
  return (
    <>
      <PageTitle title={t('lead.quality.form')} />
      <QualityTabs at="/quality/form" />
      <Loaded query={form}>
        {(found) => <ReviewFormEditor key={`${found.form} ${found.version}`} form={found} />}
      </Loaded>
    </>
  );
}
