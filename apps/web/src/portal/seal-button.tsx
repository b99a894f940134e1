import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { ProblemNotice } from '../ui/problem-notice';
import { listingApi, type Listing, type ListingKind } from './listing-api';

/** Seals the open listing out of schedule, once the person has confirmed what that means. */
export function SealButton({ kind, listing }: { kind: ListingKind; listing: Listing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cache = useQueryClient();
  const [isOpen, dialog] = useDisclosure(false);
  const seal = useMutation({
    mutationFn: () => listingApi[kind].seal(listing.id),
    onSuccess: async () => {
      dialog.close();
      await cache.invalidateQueries({ queryKey: [kind, 'listings'] });
    },
  });
  return (
    <>
      <Button onClick={dialog.open}>{t('seal.now')}</Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t('seal.title', { number: listing.number })}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Stack>
          {seal.error && <ProblemNotice error={seal.error} />}
          <Text>
            {t('seal.what', {
              count: listing.count,
              total: listing.totals.map((total) => format.money(total)).join(', ') || '0',
            })}
          </Text>
          <Text>{t('seal.final')}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              {t('action.cancel')}
            </Button>
            <Button loading={seal.isPending} onClick={() => seal.mutate()}>
              {t('seal.confirm')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
