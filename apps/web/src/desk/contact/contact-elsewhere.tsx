import { useMutation } from '@tanstack/react-query';
import { Text } from '@mantine/core';
import { Empty } from '../../ui/empty';
import { PageTitle } from '../../ui/page-title';
import type { Claim } from '../desk-contract';
import { KeyButton } from '../key-button';
import { tabs } from '../tabs';
import { useDeskTexts } from '../use-desk-texts';

/** The contact is open in another tab: only one acts on it. */
export function ContactElsewhere({ claim }: { claim: Claim }) {
  const { t } = useDeskTexts();
  const take = useMutation({ mutationFn: () => tabs.take(claim.id), networkMode: 'always' });
  return (
    <>
      <PageTitle title={t('elsewhere.title')} />
      <Empty title={t('elsewhere.what')}>
        <Text>{t('elsewhere.advice')}</Text>
        <KeyButton
          keys="t"
          label={t('elsewhere.take')}
          onRun={() => take.mutate()}
          loading={take.isPending}
        />
      </Empty>
    </>
  );
}
