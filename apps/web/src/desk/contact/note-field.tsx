import { Alert, Text, Textarea } from '@mantine/core';
import { useRef, useSyncExternalStore } from 'react';
import { useFormat } from '../../i18n/format';
import { useShortcut } from '../../shell/shortcuts';
import { Key } from '../key-button';
import type { NoteSaver } from '../note-saver';
import { useDeskTexts } from '../use-desk-texts';

/** The agent's note, saved as it is typed. Follows it alone: a key pressed here draws nothing else anew. */
export function NoteField({ saver }: { saver: NoteSaver }) {
  const note = useSyncExternalStore(saver.store.follow, saver.store.get);
  const { t } = useDeskTexts();
  const format = useFormat();
  const field = useRef<HTMLTextAreaElement>(null);
  useShortcut('n', t('note.title'), () => field.current?.focus());
  return (
    <section className="note">
      <Textarea
        ref={field}
        id="note"
        label={
          <>
            {t('note.title')} <Key keys="n" />
          </>
        }
        value={note.text}
        onChange={(event) => saver.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        onBlur={() => void saver.flush()}
        maxLength={4_000}
        rows={4}
      />
      <Text size="xs" className="note-state" data-state={note.state}>
        {note.state === 'saved' && note.savedAt
          ? t('note.savedAt', { at: format.time(note.savedAt) })
          : t(`note.${note.state}`)}
      </Text>
      {note.wasJoined && (
        <Alert color="orange" role="status" p="xs">
          {t('note.joined')}
        </Alert>
      )}
    </section>
  );
}
