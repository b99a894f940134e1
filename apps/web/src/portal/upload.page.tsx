import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useFormat } from '../i18n/format';
import { Facts } from '../ui/facts';
import { ButtonLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rejections } from './rejections';
import { isUnderway, UploadRows, UploadState } from './upload-states';

/** One upload, followed until it is through. */
export function UploadPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { id } = useParams({ from: '/inside/uploads/$id' });
  const upload = useQuery({
    queryKey: ['uploads', id],
    queryFn: () => answer(api.GET('/v1/uploads/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data && !isUnderway(state.data) ? false : 1_500),
  });
  return (
    <>
      <PageTitle title={upload.data?.filename ?? t('menu.uploads')}>
        {upload.data && upload.data.cases > 0 && !upload.data.dryRun && (
          <ButtonLink to="/cases" search={{ uploadId: id }} variant="default">
            {t('upload.itsCases')}
          </ButtonLink>
        )}
      </PageTitle>
      <Loaded query={upload}>
        {(found) => (
          <>
            <Facts
              facts={[
                [t('column.state'), <UploadState key="state" upload={found} />],
                [t('upload.rows'), <UploadRows key="rows" upload={found} />],
                [t('upload.updated'), format.number(found.rows.updated)],
                [t('upload.unchanged'), format.number(found.rows.unchanged)],
                [t('menu.cases'), format.number(found.cases)],
                [t('upload.at'), format.dateTime(found.createdAt)],
                [t('upload.completedAt'), format.dateTime(found.completedAt)],
                [
                  t('upload.detected'),
                  found.detected &&
                    [found.detected.format, found.detected.encoding, found.detected.profile]
                      .filter(Boolean)
                      .join(', '),
                ],
              ]}
            />
            {found.dryRun && <Alert color="blue">{t('upload.dryRunNote')}</Alert>}
            {found.error && (
              <Alert color="red" role="alert" title={found.error.detail ?? found.error.code}>
                {t('upload.failedAdvice')}
              </Alert>
            )}
            {!isUnderway(found) && found.rows.rejected > 0 && <Rejections uploadId={id} />}
          </>
        )}
      </Loaded>
    </>
  );
}
