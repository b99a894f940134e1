import { Alert } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { connection } from './connection';

/** Says that the server is out of reach, while it is. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const isLost = useSyncExternalStore(connection.isLost.follow, connection.isLost.get);
  return (
    <div role="status" aria-live="polite">
      {isLost && (
        <Alert color="orange" title={t('connection.lost')} mb="md">
          {t('connection.retrying')}
        </Alert>
      )}
    </div>
  );
}
