import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../ui/problem-notice';

/** A step of the books that cannot be taken back: asked once more before it is done. */
export function BookButton({
  label,
  question,
  act,
}: {
  label: string;
  question: string;
  act: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [isOpen, dialog] = useDisclosure(false);
  const step = useMutation({
    mutationFn: act,
    onSuccess: async () => {
      dialog.close();
      await cache.invalidateQueries();
    },
  });
  return (
    <>
      <Button size="sm" onClick={dialog.open}>
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={label}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Stack>
          {step.error && <ProblemNotice error={step.error} />}
          <Text>{question}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              {t('action.cancel')}
            </Button>
            <Button loading={step.isPending} onClick={() => step.mutate()}>
              {label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
