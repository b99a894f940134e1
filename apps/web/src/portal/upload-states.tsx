import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { useFormat } from '../i18n/format';
import { StateBadge } from '../ui/state-badge';

const tones = { received: 'busy', processing: 'busy', completed: 'good', failed: 'bad' } as const;

export function UploadState({ upload }: { upload: Shape<'Upload'> }) {
  const { t } = useTranslation();
  return <StateBadge tone={tones[upload.status]} label={t(`upload.${upload.status}`)} />;
}

/** How many rows went where. */
export function UploadRows({ upload }: { upload: Shape<'Upload'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { total, accepted, rejected } = upload.rows;
  return (
    <>
      <Text size="sm">
        {t('upload.rowCounts', {
          total: format.number(total),
          accepted: format.number(accepted),
          rejected: format.number(rejected),
        })}
      </Text>
      {upload.status === 'processing' && (
        <Progress value={100} animated striped aria-label={t('upload.processing')} />
      )}
    </>
  );
}

/** Whether there is more to come. */
export function isUnderway({ status }: Shape<'Upload'>): boolean {
  return status === 'received' || status === 'processing';
}
