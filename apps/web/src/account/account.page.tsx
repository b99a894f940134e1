import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useIdentity } from '../session/use-identity';
import { Facts } from '../ui/facts';
import { PageTitle } from '../ui/page-title';
import { PasswordChange } from './password-change';
import { SecondFactor } from './second-factor';
import { SessionList } from './session-list';

/** A person's own account. */
export function AccountPage() {
  const { t } = useTranslation();
  const { user } = useIdentity();
  return (
    <>
      <PageTitle title={t('menu.account')} />
      <Facts
        facts={[
          [t('users.name'), user.name],
          [t('users.email'), user.email],
          [t('users.role'), t(`role.${user.role}`)],
          [t('account.zone'), user.zone],
        ]}
      />
      <Stack gap="lg">
        <SecondFactor />
        <PasswordChange />
        <SessionList />
      </Stack>
    </>
  );
}
