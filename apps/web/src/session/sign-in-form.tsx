import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { ProblemNotice } from '../ui/problem-notice';

/** Address and password, then the code where the account asks for one. `onDone` runs once the session is open. */
export function SignInForm({ email: known, onDone }: { email?: string; onDone: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksForCode, setAsksForCode] = useState(false);
  const signIn = useMutation({
    mutationFn: async () => {
      const { state } = await answer(
        asksForCode
          ? api.POST('/v1/session/second-factor', { body: { code } })
          : api.POST('/v1/session', { body: { email, password } }),
      );
      if (state === 'second_factor') setAsksForCode(true);
      else await onDone();
    },
    onError: () => setCode(''),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <Stack>
        {signIn.error && <ProblemNotice error={signIn.error} />}
        {asksForCode ? (
          <TextInput
            label={t('signIn.code')}
            description={t('signIn.codeHint')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            required
            withAsterisk={false}
            data-autofocus
            autoFocus
          />
        ) : (
          <>
            <TextInput
              label={t('signIn.email')}
              type="email"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              autoComplete="username"
              required
              withAsterisk={false}
              readOnly={known !== undefined}
            />
            <PasswordInput
              label={t('signIn.password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              required
              withAsterisk={false}
              data-autofocus={known !== undefined}
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            />
          </>
        )}
        <Button type="submit" loading={signIn.isPending}>
          {t(asksForCode ? 'signIn.confirm' : 'signIn.submit')}
        </Button>
        {asksForCode && (
          <Button variant="subtle" onClick={() => setAsksForCode(false)}>
            {t('signIn.back')}
          </Button>
        )}
      </Stack>
    </form>
  );
}
