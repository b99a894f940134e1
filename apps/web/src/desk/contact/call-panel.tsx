import { Alert, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ProblemNotice } from '../../ui/problem-notice';
import { browserPhone } from '../browser-phone';
import { deskApi } from '../desk-api';
import type { CallWay, Claim, ContactScreen, DeskCall, DeskMe, DialledCall } from '../desk-contract';
import { KeyButton } from '../key-button';
import { useDeskTexts } from '../use-desk-texts';
import { useClaimAct } from './acting';
import { CallControls } from './call-controls';

const over: ReadonlySet<DeskCall['state']> = new Set(['ended', 'failed']);
const keysOf = { browser: 'c', bridge: 'p', hand: 'h' } as const;

/** Rings the customer up, over whatever there is; without any, the agent dials by hand with the same clock. */
export function CallPanel({
  claim,
  me,
  screen,
  onEnded,
}: {
  claim: Claim;
  me: DeskMe;
  screen: ContactScreen;
  onEnded: () => void;
}) {
  const { t, wordOf } = useDeskTexts();
  const cache = useQueryClient();
  const [dialled, setDialled] = useState<DialledCall | null>(null);
  const show = (call: DeskCall): void => {
    cache.setQueryData<ContactScreen>(
      ['desk', 'contact', claim.id, 'screen'],
      (before) => before && { ...before, calls: [...before.calls.filter(({ id }) => id !== call.id), call] },
    );
  };
  const dial = useClaimAct(claim, (way: CallWay) => deskApi.call(claim, way), {
    onSuccess: async (call) => {
      setDialled(call);
      show(call);
      if (call.accessToken !== undefined) await browserPhone.connect(call.accessToken);
    },
  });
  const call =
    screen.calls.findLast(({ id }) => id === dialled?.id) ?? screen.calls.findLast((c) => !over.has(c.state));
  const isLive = call !== undefined && !over.has(call.state);
  useEndOf(isLive, () => {
    browserPhone.hangUp();
    onEnded();
  });
  useEffect(() => browserPhone.hangUp, []);
  if (!screen.customer?.phoneCallable) return null;
  const ways: CallWay[] = me.calling.twilio
    ? ['browser', ...(me.agent.profile?.phone ? (['bridge'] as const) : []), 'hand']
    : ['hand'];
  return (
    <section className="call" aria-label={t('call.title')}>
      {dial.error && <ProblemNotice error={dial.error} />}
      {call && isLive ? (
        <>
          <Group gap="xs" role="status">
            <Text fw={650}>{wordOf('call', call.state)}</Text>
            {dialled?.id === call.id && dialled.number && <Text className="number">{dialled.number}</Text>}
            <Text size="sm" c="dimmed">
              {t(`way.${call.way}`)}
            </Text>
          </Group>
          <CallControls
            claim={claim}
            call={call}
            consent={dialled?.id === call.id ? dialled.recordingConsent : 'never'}
            onChanged={show}
          />
        </>
      ) : (
        <Group gap="xs">
          {ways.map((way, at) => (
            <KeyButton
              key={way}
              keys={keysOf[way]}
              label={t(`dial.${way}`)}
              onRun={() => dial.mutate(way)}
              loading={dial.isPending && dial.variables === way}
              disabled={dial.isPending}
              variant={at === 0 ? 'filled' : 'default'}
              size="compact-md"
            />
          ))}
          {call?.state === 'failed' && (
            <Alert color="orange" role="status" p="xs">
              {t('call.failedAdvice')}
            </Alert>
          )}
        </Group>
      )}
    </section>
  );
}

/** Runs when a call that was live here is over. */
function useEndOf(isLive: boolean, onEnd: () => void): void {
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isLive) onEnd();
    was.current = isLive;
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the moment counts, not who is told
  }, [isLive]);
}
