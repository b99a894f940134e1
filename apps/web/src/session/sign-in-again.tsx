import { Button, Modal, Stack, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { closeSession, reopenSession } from './session';
import { SignInForm } from './sign-in-form';
import { signedIn } from './signed-in';
import { useIdentity } from './use-identity';

/** Over the page, when the session is over: what was typed behind it stays, what was sent goes on afterwards. */
export function SignInAgain() {
  const { t } = useTranslation();
  const { user } = useIdentity();
  const waiting = useSyncExternalStore(signedIn.waiting.follow, signedIn.waiting.get);
  return (
    <Modal
      opened={waiting.length > 0}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('signIn.againTitle')}
    >
      <Stack>
        <Text size="sm">{t('signIn.again')}</Text>
        <SignInForm email={user.email} onDone={reopenSession} />
        <Button variant="subtle" onClick={() => void closeSession()}>
          {t('signIn.other')}
        </Button>
      </Stack>
    </Modal>
  );
}
