import { Paper, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { Facts } from '../ui/facts';
import { Loaded } from '../ui/loaded';
import { MailFrame } from './mail-frame';
import type { Template } from './message-words';
import type { Parts } from './template-parts';

/** The message as an invented customer would get it; while the words have findings, as it was before. */
export function TemplatePreview({
  template: { purpose, language, channel },
  parts,
  isSound,
}: {
  template: Template;
  parts: Parts | null;
  isSound: boolean;
}) {
  const { t } = useTranslation('messages');
  const path = { purpose, language, channel };
  const preview = useQuery({
    queryKey: ['template-preview', path, parts],
    enabled: isSound,
    placeholderData: keepPreviousData,
    queryFn: () =>
      answer(
        api.POST('/v1/message-templates/{purpose}/{language}/{channel}/preview', {
          params: { path },
          body: parts === null ? {} : { parts },
        }),
      ),
  });
  return (
    <Stack gap="sm" component="section" aria-label={t('messages.preview')}>
      <Title order={2} size="h4">
        {t('messages.preview')}
      </Title>
      {!isSound && preview.data === undefined ? (
        <Text c="dimmed">{t('messages.previewWaits')}</Text>
      ) : (
        <Loaded query={preview}>
          {({ subject, senderName, html, text, sms }) => (
            <>
              {subject !== null && (
                <Facts
                  facts={[
                    [t('messages.part.senderName'), senderName],
                    [t('messages.part.subject'), subject],
                  ]}
                />
              )}
              {html === null ? (
                <Paper withBorder p="md">
                  <Text className="words" lang={language}>
                    {text}
                  </Text>
                </Paper>
              ) : (
                <MailFrame html={html} title={t('messages.preview')} />
              )}
              {sms && (
                <Text size="sm" c="dimmed">
                  {t('messages.segments', { count: sms.segments, encoding: sms.encoding, units: sms.units })}
                </Text>
              )}
            </>
          )}
        </Loaded>
      )}
    </Stack>
  );
}
