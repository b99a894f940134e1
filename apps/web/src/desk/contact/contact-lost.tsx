import { Alert, Button, Group, Stack, Textarea } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { PageTitle } from '../../ui/page-title';
import { desk, type LostContact } from '../desk-store';
import { drafts } from '../drafts';
import { KeyButton } from '../key-button';
import { useDeskTexts } from '../use-desk-texts';

/** The contact was taken away: says so, gives back what was typed, and nothing else can be done with it. */
export function ContactLost({ lost }: { lost: LostContact }) {
  const { t } = useDeskTexts();
  const clipboard = useClipboard();
  const leave = (): void => {
    drafts.forget(lost.claim.id);
    desk.lost.set(null);
  };
  return (
    <>
      <PageTitle title={t('lost.title')} />
      <Stack maw="44rem">
        <Alert color="orange" role="alert" title={t('lost.what')}>
          {t(`lost.${lost.how}`)}
        </Alert>
        {lost.note.trim() !== '' && (
          <Textarea
            label={t('lost.note')}
            description={t('lost.kept')}
            value={lost.note}
            readOnly
            autosize
            minRows={3}
          />
        )}
        <Group>
          {lost.note.trim() !== '' && (
            <Button variant="default" onClick={() => clipboard.copy(lost.note)}>
              {t(clipboard.copied ? 'lost.copied' : 'lost.copy')}
            </Button>
          )}
          <KeyButton keys="n" label={t('lost.leave')} onRun={leave} />
        </Group>
      </Stack>
    </>
  );
}
