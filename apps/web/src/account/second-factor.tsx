import { Button, Code, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { answer, api } from '../api/client';
import { openSession } from '../session/session';
import { useIdentity } from '../session/use-identity';
import { ProblemNotice } from '../ui/problem-notice';

/** Enrols an authenticator app: password, picture or secret, first code. */
export function SecondFactor() {
  const { t } = useTranslation();
  const { user } = useIdentity();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const enrol = useMutation({
    mutationFn: () => answer(api.POST('/v1/me/second-factor', { body: { password } })),
    onSuccess: () => setPassword(''),
  });
  const confirm = useMutation({
    mutationFn: () => answer(api.POST('/v1/me/second-factor/confirm', { body: { code } })),
    onError: () => setCode(''),
    onSuccess: async () => {
      await openSession();
      notifications.show({ message: t('factor.done'), color: 'teal' });
    },
  });
  return (
    <Paper withBorder p="md">
      <Stack gap="sm" maw={520}>
        <Title order={2} size="h4">
          {t('factor.title')}
        </Title>
        {user.secondFactor && <Text>{t('factor.active')}</Text>}
        {!user.secondFactor && !enrol.data && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              enrol.mutate();
            }}
          >
            <Stack gap="sm" align="flex-start">
              <Text>{t('factor.why')}</Text>
              {enrol.error && <ProblemNotice error={enrol.error} />}
              <PasswordInput
                w="100%"
                label={t('signIn.password')}
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                autoComplete="current-password"
                required
                withAsterisk={false}
                visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
              />
              <Button type="submit" loading={enrol.isPending}>
                {t('factor.start')}
              </Button>
            </Stack>
          </form>
        )}
        {!user.secondFactor && enrol.data && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              confirm.mutate();
            }}
          >
            <Stack gap="sm" align="flex-start">
              <Text>{t('factor.scan')}</Text>
              <Group align="flex-start">
                <QrCode text={enrol.data.uri} label={t('factor.picture')} />
                <Stack gap={4}>
                  <Text size="sm">{t('factor.secret')}</Text>
                  <Code className="words">{enrol.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</Code>
                </Stack>
              </Group>
              {confirm.error && <ProblemNotice error={confirm.error} />}
              <TextInput
                label={t('signIn.code')}
                value={code}
                onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                required
                withAsterisk={false}
              />
              <Button type="submit" loading={confirm.isPending}>
                {t('factor.confirm')}
              </Button>
            </Stack>
          </form>
        )}
      </Stack>
    </Paper>
  );
}

/** Black on white in any colour scheme: cameras want it so. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
