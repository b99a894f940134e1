import { NativeSelect, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { scope } from '../session/scope';
import type { Identity } from '../session/signed-in';
import { useClients } from './use-clients';

/** For whom the work is: a client's own name, or for staff the choice between them. */
export function ClientPicker({ identity, isAboutClient }: { identity: Identity; isAboutClient: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const chosen = useSyncExternalStore(scope.follow, scope.client);
  const mayChoose = identity.client === null && identity.permissions.includes('client.read');
  const clients = useClients(mayChoose && isAboutClient);
  if (!mayChoose || !isAboutClient || !clients.data) {
    return (
      <Text fw={650} truncate>
        {identity.client?.name ?? 'Reintegro'}
      </Text>
    );
  }
  return (
    <NativeSelect
      aria-label={t('client.choose')}
      value={chosen ?? ''}
      onChange={(event) =>
        void navigate({ to: '.', search: { client: event.currentTarget.value || undefined } })
      }
      data={[
        ...(chosen === null ? [{ value: '', label: t('client.choose') }] : []),
        ...clients.data.map(({ code, name }) => ({ value: code, label: name })),
      ]}
    />
  );
}
