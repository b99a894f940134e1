import { Button, Group, NativeSelect, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { usePages } from '../api/pages';
import { useFormat } from '../i18n/format';
import { Empty } from '../ui/empty';
import { TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { More, Rows } from '../ui/rows';
import {
  channels,
  messageLanguages,
  purposes,
  type Channel,
  type MessageLanguage,
  type Purpose,
} from './message-words';

/** The client's own words, and the way to those of every message. */
export function TemplatesPage() {
  const { t, i18n } = useTranslation('messages');
  const format = useFormat();
  const navigate = useNavigate();
  const [purpose, setPurpose] = useState<Purpose>('decision');
  const [language, setLanguage] = useState<MessageLanguage>(
    messageLanguages.find((code) => code === i18n.language) ?? 'en',
  );
  const [channel, setChannel] = useState<Channel>('email');
  const own = usePages(['message-templates'], (page) =>
    answer(api.GET('/v1/message-templates', { params: { query: page } })),
  );
  return (
    <>
      <PageTitle title={t('menu.templates')} />
      <Text mb="md">{t('messages.templatesNote')}</Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({
            to: '/message-templates/$purpose/$language/$channel',
            params: { purpose, language, channel },
          });
        }}
      >
        <Group align="flex-end" mb="xl">
          <NativeSelect
            label={t('messages.purpose')}
            value={purpose}
            onChange={({ currentTarget: { value } }) => setPurpose(value as Purpose)}
            data={purposes.map((value) => ({ value, label: t(`purpose.${value}`) }))}
          />
          <NativeSelect
            label={t('case.language')}
            value={language}
            onChange={({ currentTarget: { value } }) => setLanguage(value as MessageLanguage)}
            data={messageLanguages
              .map((value) => ({ value, label: format.language(value) }))
              .toSorted((a, b) => a.label.localeCompare(b.label, i18n.language))}
          />
          <NativeSelect
            label={t('contact.channel')}
            value={channel}
            onChange={({ currentTarget: { value } }) => setChannel(value as Channel)}
            data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
          />
          <Button type="submit">{t('messages.open')}</Button>
        </Group>
      </form>
      <Title order={2} size="h4" mb="sm">
        {t('messages.ownWords')}
      </Title>
      <Loaded query={own}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('messages.noOwnWords')} />
          ) : (
            <Rows
              label={t('messages.ownWords')}
              rows={rows}
              keyOf={(row) => `${row.purpose} ${row.language} ${row.channel}`}
              columns={[
                {
                  name: t('messages.purpose'),
                  cell: ({ purpose: ofPurpose, language: ofLanguage, channel: ofChannel }) => (
                    <TextLink
                      to="/message-templates/$purpose/$language/$channel"
                      params={{ purpose: ofPurpose, language: ofLanguage, channel: ofChannel }}
                    >
                      {t(`purpose.${ofPurpose}`)}
                    </TextLink>
                  ),
                },
                { name: t('case.language'), cell: (row) => format.language(row.language) },
                { name: t('contact.channel'), cell: (row) => t(`channel.${row.channel}`) },
                { name: t('messages.version'), cell: ({ version }) => version },
                { name: t('messages.createdAt'), cell: ({ createdAt }) => format.dateTime(createdAt) },
              ]}
            />
          )
        }
      </Loaded>
      <More query={own} />
    </>
  );
}
