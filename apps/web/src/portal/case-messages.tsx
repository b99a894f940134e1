import { Accordion, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Shape } from '../api/client';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { StateBadge } from '../ui/state-badge';
import { usePurposeWords } from '../ui/use-purpose-words';

const tones = {
  queued: 'busy',
  sending: 'busy',
  unknown: 'busy',
  sent: 'good',
  delivered: 'good',
  read: 'good',
  bounced: 'bad',
  failed: 'bad',
  cancelled: 'calm',
} as const;

/** Every message to the customer, word for word as it was sent. */
export function CaseMessages({ messages }: { messages: readonly Shape<'Message'>[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const purposeOf = usePurposeWords();
  if (messages.length === 0) return <Empty title={t('case.noMessages')} />;
  return (
    <Accordion
      variant="separated"
      multiple
      defaultValue={messages.length === 1 ? [messages[0]?.id ?? ''] : []}
      order={3}
    >
      {messages.map((message) => {
        return (
          <Accordion.Item key={message.id} value={message.id}>
            <Accordion.Control>
              <Group justify="space-between" gap="xs">
                <Text component="span" fw={600}>
                  {message.subject ?? purposeOf(message.purpose)}
                </Text>
                <Group gap="xs">
                  <Text component="span" size="sm" c="dimmed">
                    {t(`channel.${message.channel}`)} · {format.dateTime(message.sentAt ?? message.createdAt)}
                  </Text>
                  <StateBadge tone={tones[message.state]} label={t(`message.${message.state}`)} />
                </Group>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap="xs">
                <Text size="sm" c="dimmed">
                  {t('message.to', { recipient: message.recipient })} · {format.language(message.language)}
                </Text>
                {message.heldUntil && (
                  <Text size="sm">{t('message.heldUntil', { at: format.dateTime(message.heldUntil) })}</Text>
                )}
                {message.reason && <Text size="sm">{message.reason}</Text>}
                <Text className="words" lang={message.language}>
                  {message.text ?? t('message.notWritten')}
                </Text>
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}
