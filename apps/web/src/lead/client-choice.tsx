import { NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useClients } from '../shell/use-clients';
import { useClientCode } from './use-client';

/** Of one client, or of none where a page is about either. */
export function ClientChoice({
  to,
  none,
}: {
  to:
    | '/unverified-mails'
    | '/scripts'
    | '/articles'
    | '/quality'
    | '/quality/reviews'
    | '/quality/form'
    | '/quality/calibration';
  none: string;
}) {
  const { t } = useTranslation('lead');
  const navigate = useNavigate();
  const client = useClientCode();
  const clients = useClients(true);
  return (
    <NativeSelect
      mb="md"
      maw={320}
      label={t('lead.client')}
      value={client}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ to, search: { client: value || undefined } })
      }
      data={[
        { value: '', label: none },
        ...(clients.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
      ]}
    />
  );
}
