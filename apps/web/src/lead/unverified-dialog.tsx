import { Button, Group, List, Modal, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { ProblemError } from '../api/problem';
import { useFormat } from '../i18n/format';
import { useClients } from '../shell/use-clients';
import { Facts } from '../ui/facts';
import { Loaded } from '../ui/loaded';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import { useClientCode } from './use-client';

/** One such mail as plain text, to put on a case or to throw away. */
export function UnverifiedDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const clients = useClients(true);
  const ofPage = useClientCode();
  const [client, setClient] = useState(ofPage);
  const [caseRef, setCaseRef] = useState('');
  const mail = useQuery({
    queryKey: ['unverified-mails', id],
    queryFn: () => answer(api.GET('/v1/unverified-mails/{id}', { params: { path: { id } } })),
  });
  const after = { reads: ['unverified-mails', 'board'], then: onClose };
  const assign = useChange(
    async () => {
      const { data } = await answer(
        api.GET('/v1/cases', { params: { query: { limit: 1, caseRef: caseRef.trim(), client } } }),
      );
      const found = data[0];
      if (!found) throw noSuchCase(t('case.noneFound'));
      return answer(
        api.POST('/v1/unverified-mails/{id}/assignment', {
          params: { path: { id }, query: { client } },
          body: { caseId: found.id },
        }),
      );
    },
    { done: t('lead.putOnCase'), ...after },
  );
  const discard = useChange(
    () => answer(api.DELETE('/v1/unverified-mails/{id}', { params: { path: { id } } })),
    { done: t('lead.discarded'), ...after },
  );
  const error = assign.error ?? discard.error;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('lead.unverifiedTitle')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Loaded query={mail}>
        {({ from, recipient, subject, receivedAt, text, attachments }) => (
          <Stack>
            {error && <ProblemNotice error={error} />}
            <Facts
              facts={[
                [t('lead.subject'), subject ?? t('lead.noSubject')],
                [t('lead.sender'), from],
                [t('lead.recipient'), recipient],
                [t('lead.receivedAt'), format.dateTime(receivedAt)],
              ]}
            />
            <Paper
              withBorder
              p="sm"
              mah={320}
              style={{ overflow: 'auto' }}
              tabIndex={0}
              role="group"
              aria-label={t('lead.mailText')}
            >
              <Text className="words" size="sm">
                {text}
              </Text>
            </Paper>
            {attachments.length > 0 && (
              <List size="sm" aria-label={t('lead.attachments')}>
                {attachments.map(({ name, byteCount }, i) => (
                  <List.Item key={i}>
                    {name} ({format.bytes(byteCount)})
                  </List.Item>
                ))}
              </List>
            )}
            <form
              onSubmit={(event) => {
                event.preventDefault();
                assign.mutate();
              }}
            >
              <Stack gap="sm">
                <Text size="sm">{t('lead.vouchNote')}</Text>
                <Group grow align="flex-start">
                  <NativeSelect
                    label={t('lead.client')}
                    value={client}
                    disabled={ofPage !== ''}
                    onChange={({ currentTarget: { value } }) => setClient(value)}
                    data={[
                      { value: '', label: t('lead.choose') },
                      ...(clients.data ?? []).map(({ code, name }) => ({ value: code, label: name })),
                    ]}
                  />
                  <TextInput
                    label={t('case.caseRef')}
                    value={caseRef}
                    onChange={({ currentTarget: { value } }) => setCaseRef(value)}
                  />
                </Group>
                <Group justify="flex-end">
                  <Button variant="default" loading={discard.isPending} onClick={() => discard.mutate()}>
                    {t('lead.discard')}
                  </Button>
                  <Button
                    type="submit"
                    loading={assign.isPending}
                    disabled={client === '' || caseRef.trim() === ''}
                  >
                    {t('lead.putOn')}
                  </Button>
                </Group>
              </Stack>
            </form>
          </Stack>
        )}
      </Loaded>
    </Modal>
  );
}

/** Looked for by its reference, which nobody has. */
function noSuchCase(detail: string): ProblemError {
  return new ProblemError({
    type: 'about:blank',
    title: '',
    status: 422,
    code: 'case.unknown',
    detail,
    requestId: '',
  });
}
