import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { newKey } from '../../api/client';
import { useFormat } from '../../i18n/format';
import { useShortcut } from '../../shell/shortcuts';
import { ProblemNotice } from '../../ui/problem-notice';
import { deskApi, type Ending } from '../desk-api';
import type { Claim, ContactScreen, ScreenDisposition } from '../desk-contract';
import { concluding, endContact } from '../desk-flow';
import { Key } from '../key-button';
import type { NoteSaver } from '../note-saver';
import { useDeskTexts } from '../use-desk-texts';
import { instantOf } from '../zoned';
import { useClaimAct } from './acting';
import { CallbackFields, firstOffer } from './callback-fields';
import { WrapUpClock } from './wrap-up-clock';

/** How the contact ended: one key says it, Enter finishes and brings the next. */
export function WrapUp({
  claim,
  screen,
  saver,
  onBack,
}: {
  claim: Claim;
  screen: ContactScreen;
  saver: NoteSaver;
  onBack: () => void;
}) {
  const { t } = useDeskTexts();
  const { text: note } = useSyncExternalStore(saver.store.follow, saver.store.get);
  const format = useFormat();
  const { dispositions, client } = screen;
  const zone = screen.case?.zone ?? 'UTC';
  const [chosen, setChosen] = useState<ScreenDisposition | null>(null);
  const [callback, setCallback] = useState(() => ({ at: firstOffer(zone), owned: false }));
  const [isNoteMissing, setNoteMissing] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const finishButton = useRef<HTMLButtonElement>(null);
  const sent = useRef<{ body: string; key: string } | null>(null);
  useEffect(() => heading.current?.focus(), []);

  const finish = useClaimAct(
    claim,
    async (ending: Ending) => {
      await saver.flush();
      const body = JSON.stringify(ending);
      if (sent.current?.body !== body) sent.current = { body, key: newKey() };
      const { key } = sent.current;
      return concluding(claim, () => deskApi.wrapUp(claim, ending, key));
    },
    {
      onSuccess: async ({ handlingSeconds, billable }) => {
        notifications.show({
          message: t(billable ? 'wrapUp.doneBillable' : 'wrapUp.done', {
            time: format.seconds(handlingSeconds),
          }),
          color: 'teal',
          closeButtonProps: { 'aria-label': t('action.close') },
        });
        await endContact(claim);
      },
    },
  );
  const submit = (): void => {
    if (chosen === null || finish.isPending) return;
    if (client.wrapUp.mode === 'required' && note.trim() === '') {
      setNoteMissing(true);
      document.querySelector<HTMLElement>('#note')?.focus();
      return;
    }
    const next = chosen.flags.callback
      ? { kind: 'callback' as const, at: instantOf(callback.at, zone).toISOString(), owned: callback.owned }
      : null;
    finish.mutate({ disposition: chosen.code, note, next });
  };
  const choose = (disposition: ScreenDisposition): void => {
    setChosen(disposition);
    // Enter finishes: the button has the focus, so that it does nothing anywhere else.
    finishButton.current?.focus();
  };
  useShortcut('Ctrl+Enter', t('wrapUp.finish'), submit);
  useShortcut('Escape', t('wrapUp.back'), onBack);
  return (
    <section aria-labelledby="wrap-up" className="wrap-up">
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <h2 id="wrap-up" className="desk-heading" ref={heading} tabIndex={-1}>
          {t('wrapUp.title')}
        </h2>
        {client.wrapUp.mode === 'timed' && <WrapUpClock seconds={client.wrapUp.seconds} />}
      </Group>
      {finish.error && <ProblemNotice error={finish.error} />}
      <div className="dispositions" role="radiogroup" aria-labelledby="wrap-up">
        {dispositions.map((disposition) => (
          <DispositionButton
            key={disposition.code}
            disposition={disposition}
            isChosen={chosen?.code === disposition.code}
            onChoose={() => choose(disposition)}
          />
        ))}
      </div>
      {chosen?.flags.callback && <CallbackFields zone={zone} value={callback} onChange={setCallback} />}
      {isNoteMissing && note.trim() === '' && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm">
          {t('wrapUp.noteMissing')}
        </Text>
      )}
      <Group gap="xs">
        <Button
          ref={finishButton}
          onClick={submit}
          loading={finish.isPending}
          aria-disabled={chosen === null}
          data-disabled={chosen === null || undefined}
          aria-keyshortcuts="Control+Enter"
          rightSection={<Key keys="Enter" />}
        >
          {t('wrapUp.finish')}
        </Button>
        <Button variant="default" onClick={onBack} rightSection={<Key keys="Esc" />}>
          {t('wrapUp.back')}
        </Button>
      </Group>
    </section>
  );
}

function DispositionButton({
  disposition: { label, hotkey },
  isChosen,
  onChoose,
}: {
  disposition: ScreenDisposition;
  isChosen: boolean;
  onChoose: () => void;
}) {
  useShortcut(hotkey, label, onChoose);
  return (
    <UnstyledButton
      className="disposition"
      role="radio"
      aria-checked={isChosen}
      aria-keyshortcuts={hotkey}
      onClick={onChoose}
    >
      <Key keys={hotkey} />
      <span>{label}</span>
    </UnstyledButton>
  );
}
