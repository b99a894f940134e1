import { Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { ProblemNotice } from '../ui/problem-notice';

/** A new password ends the person's other sessions. */
export function PasswordChange() {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => answer(api.PUT('/v1/me/password', { body: { current, next } })),
    onSuccess: async () => {
      setCurrent('');
      setNext('');
      notifications.show({ message: t('password.done'), color: 'teal' });
      await cache.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const reveal = { 'aria-label': t('signIn.showPassword') };
  return (
    <Paper withBorder p="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack gap="sm" maw={520} align="flex-start">
          <Title order={2} size="h4">
            {t('password.title')}
          </Title>
          <Text>{t('password.note')}</Text>
          {change.error && <ProblemNotice error={change.error} />}
          <PasswordInput
            w="100%"
            label={t('password.current')}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={reveal}
          />
          <PasswordInput
            w="100%"
            label={t('password.next')}
            description={t('password.length')}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            autoComplete="new-password"
            minLength={12}
            maxLength={200}
            required
            withAsterisk={false}
            visibilityToggleButtonProps={reveal}
          />
          <Button type="submit" loading={change.isPending}>
            {t('password.submit')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
