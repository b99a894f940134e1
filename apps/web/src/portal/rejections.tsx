import { Alert, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '../api/client';
import { readCsvHead } from '../api/csv-head';
import { DownloadLink } from '../ui/download-link';
import { Loaded } from '../ui/loaded';
import { Rows } from '../ui/rows';

const most = 100;

/** The rows of an upload that could not be read, each with what is wrong; all of them as a file. */
export function Rejections({ uploadId }: { uploadId: string }) {
  const { t } = useTranslation();
  const file = fileUrl(`/v1/uploads/${uploadId}/rejections.csv`);
  const rejections = useQuery({
    queryKey: ['uploads', uploadId, 'rejections'],
    queryFn: () => readCsvHead(file, most),
  });
  return (
    <section>
      <Group justify="space-between" mt="lg" mb="xs">
        <Title order={2} size="h4">
          {t('rejections.title')}
        </Title>
        <DownloadLink href={file}>{t('rejections.download')}</DownloadLink>
      </Group>
      <Text size="sm" mb="sm">
        {t('rejections.advice')}
      </Text>
      <Loaded query={rejections}>
        {({ rows, isCut }) => (
          <>
            <Rows
              label={t('rejections.title')}
              rows={rows}
              keyOf={(row) => row['row'] ?? ''}
              columns={[
                { name: t('rejections.row'), cell: (row) => row['row'] ?? '' },
                { name: t('case.caseRef'), cell: (row) => row['case_ref'] ?? '' },
                { name: t('rejections.column'), cell: (row) => row['column'] ?? '' },
                { name: t('rejections.message'), cell: (row) => row['message'] ?? '' },
              ]}
            />
            {isCut && (
              <Alert color="gray" mt="sm">
                {t('rejections.cut', { count: most })}
              </Alert>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
