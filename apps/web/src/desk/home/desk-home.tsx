import { Paper, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { PageTitle } from '../../ui/page-title';
import { ProblemNotice } from '../../ui/problem-notice';
import type { DeskMe } from '../desk-contract';
import { queue } from '../desk-events';
import { takeNext } from '../desk-flow';
import { desk } from '../desk-store';
import { KeyButton } from '../key-button';
import { useDeskTexts } from '../use-desk-texts';
import { PresenceSwitch } from './presence-switch';
import { TodayFigures } from './today-figures';

/** Between contacts: where the agent is, what waits, and one key for the next. */
export function DeskHome({ me }: { me: DeskMe }) {
  const { t } = useDeskTexts();
  const isWaiting = useSyncExternalStore(desk.isWaiting.follow, desk.isWaiting.get);
  const waiting = useSyncExternalStore(queue.follow, queue.get);
  const next = useMutation({ mutationFn: takeNext });
  const isQuiet = isWaiting && me.presence.state === 'available';
  return (
    <>
      <PageTitle title={t('menu.desk')}>
        <PresenceSwitch presence={me.presence} />
      </PageTitle>
      <div className="desk-home">
        <Paper withBorder p="xl" className="desk-next">
          <Stack align="center" ta="center" gap="md">
            {next.error && <ProblemNotice error={next.error} />}
            <div role="status">
              <Text size="xl" fw={650}>
                {t(isQuiet ? 'home.quiet' : 'home.ready', { name: me.agent.name })}
              </Text>
              <Text c="dimmed">{t(isQuiet ? 'home.quietAdvice' : `home.at.${me.presence.state}`)}</Text>
            </div>
            <KeyButton
              keys="n"
              label={t(isQuiet ? 'home.lookAgain' : 'home.next')}
              onRun={() => next.mutate()}
              loading={next.isPending}
              size="lg"
              variant={isQuiet ? 'default' : 'filled'}
            />
            {waiting && (
              <Text size="sm" c="dimmed">
                {t('home.waiting', { count: waiting.waiting })}
              </Text>
            )}
          </Stack>
        </Paper>
        <TodayFigures today={me.today} />
      </div>
    </>
  );
}
