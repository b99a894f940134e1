import { Box, Group, Paper, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConnectionBanner } from '../shell/connection-banner';
import { LanguageSelect } from '../shell/language-select';
import { PageTitle } from '../ui/page-title';
import { openSession } from './session';
import { SignInForm } from './sign-in-form';

/** The way in; leads to where the person wanted to go, else to where their day begins. */
export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  return (
    <Box component="main" p="md" className="narrow" mt="10vh">
      <Group gap="sm" mb="lg">
        <img src="/icon.svg" alt="" width={36} height={36} />
        <Text fw={700} size="xl">
          Reintegro
        </Text>
      </Group>
      <ConnectionBanner />
      <Paper withBorder p="lg" mb="lg">
        <PageTitle title={t('signIn.title')} />
        <SignInForm
          onDone={async () => {
            await openSession();
            await navigate({ href: to ?? '/', replace: true });
          }}
        />
      </Paper>
      <LanguageSelect />
    </Box>
  );
}
