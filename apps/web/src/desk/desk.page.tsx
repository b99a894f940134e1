import { useTranslation } from 'react-i18next';
import { useIdentity } from '../session/use-identity';
import { Facts } from '../ui/facts';
import { PageTitle } from '../ui/page-title';

/** Where an agent's day begins. */
export function DeskPage() {
  const { t } = useTranslation();
  const { user } = useIdentity();
  return (
    <>
      <PageTitle title={t('menu.desk')} />
      <Facts facts={[[t('users.name'), user.name]]} />
    </>
  );
}
