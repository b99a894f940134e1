import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { SettingsForm } from './settings-form';

/** What customers are told of, at which hours and how often. */
export function SettingsPage() {
  const { t } = useTranslation('messages');
  const settings = useQuery({
    queryKey: ['notification-settings'],
    queryFn: () => answer(api.GET('/v1/notification-settings')),
  });
  return (
    <>
      <PageTitle title={t('menu.notifications')} />
      <Text mb="md">{t('messages.settingsNote')}</Text>
      <Loaded query={settings}>{(found) => <SettingsForm settings={found} />}</Loaded>
    </>
  );
}
