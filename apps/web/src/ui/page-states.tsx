import { Box, Button, Text } from '@mantine/core';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from './empty';
import { Lines } from './loaded';
import { PageTitle } from './page-title';
import { ProblemNotice } from './problem-notice';

/** While a page's code is on its way. */
export function PagePending() {
  return <Lines />;
}

/** A page that broke; the rest of the app goes on. */
export function PageProblem({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  // After a release, the code of pages not yet open is gone from the server under its old name.
  const isOutdated = /dynamically imported module|module script failed/i.test(String(error));
  useEffect(() => {
    if (isOutdated && navigator.onLine && !reloadedLately()) location.reload();
  }, [isOutdated]);
  return (
    <>
      <PageTitle title={t('problem.page')} />
      <ProblemNotice error={error} />
      <Button
        mt="md"
        onClick={() => {
          reset();
          void router.invalidate();
        }}
      >
        {t('action.retry')}
      </Button>
    </>
  );
}

export function NothingHere() {
  const { t } = useTranslation();
  return (
    <Box component="main" p="md">
      <PageTitle title={t('problem.nothingHere')} />
      <Empty title={t('problem.nothingHereTitle')}>
        <Text component={Link} to="/" c="var(--mantine-color-anchor)" td="underline">
          {t('problem.home')}
        </Text>
      </Empty>
    </Box>
  );
}

/** A reload that changes nothing must not become a loop. */
function reloadedLately(): boolean {
  const last = Number(sessionStorage.getItem('reloaded') ?? 0);
  sessionStorage.setItem('reloaded', String(Date.now()));
  return Date.now() - last < 60_000;
}
