import { Switch } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useShortcut } from '../../shell/shortcuts';
import { desk } from '../desk-store';
import { Key } from '../key-button';
import { useDeskTexts } from '../use-desk-texts';

/** Whether the next contact follows at once, or a break does. */
export function AfterSwitch() {
  const { t } = useDeskTexts();
  const after = useSyncExternalStore(desk.after.follow, desk.after.get);
  const set = (isBreak: boolean): void => desk.after.set(isBreak ? 'break' : 'available');
  useShortcut('b', t('contact.breakAfter'), () => set(after !== 'break'));
  return (
    <Switch
      className="contact-after"
      size="sm"
      checked={after === 'break'}
      onChange={(event) => set(event.currentTarget.checked)}
      aria-keyshortcuts="b"
      label={
        <>
          {t('contact.breakAfter')} <Key keys="b" />
        </>
      }
    />
  );
}
