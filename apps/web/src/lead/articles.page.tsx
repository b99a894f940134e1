import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useShortcut } from '../shell/shortcuts';
import { Empty } from '../ui/empty';
import { ButtonLink, TextLink } from '../ui/links';
import { Loaded } from '../ui/loaded';
import { PageTitle } from '../ui/page-title';
import { Rows } from '../ui/rows';
import { ClientChoice } from './client-choice';
import { leadApi } from './lead-api';
import { spokenLanguages } from './lead-words';
import { useClientCode } from './use-client';

const restMs = 300;

/** What agents look up while they speak. */
export function ArticlesPage() {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const client = useClientCode() || undefined;
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), restMs);
  const [language, setLanguage] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', t('lead.searchArticles'), () => field.current?.focus());
  const articles = useQuery({
    queryKey: ['articles', q, language],
    placeholderData: keepPreviousData,
    queryFn: async () =>
      (await leadApi.articles(client, q, language || undefined)).filter(({ kind }) => kind === 'article'),
  });
  return (
    <>
      <PageTitle title={t('menu.articles')}>
        <ButtonLink to="/articles/$id" params={{ id: 'new' }}>
          {t('lead.addArticle')}
        </ButtonLink>
      </PageTitle>
      <Group align="flex-end" mb="md">
        <ClientChoice to="/articles" none={t('lead.allClients')} />
        <TextInput
          mb="md"
          ref={field}
          type="search"
          label={t('lead.searchArticles')}
          value={typed}
          maxLength={200}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
        <NativeSelect
          mb="md"
          label={t('case.language')}
          value={language}
          onChange={({ currentTarget: { value } }) => setLanguage(value)}
          data={[
            { value: '', label: t('case.all') },
            ...spokenLanguages.map((value) => ({ value, label: format.language(value) })),
          ]}
        />
      </Group>
      <Loaded query={articles}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t(q === '' ? 'lead.noArticles' : 'lead.noArticleFits')} />
          ) : (
            <Rows
              label={t('menu.articles')}
              rows={rows}
              keyOf={({ id, language: of }) => `${id ?? ''} ${of}`}
              columns={[
                {
                  name: t('lead.title'),
                  cell: ({ id, title, language: of }) => (
                    <TextLink to="/articles/$id" params={{ id: id ?? '' }} lang={of}>
                      {title}
                    </TextLink>
                  ),
                },
                { name: t('case.language'), cell: (row) => format.language(row.language) },
                {
                  name: t('lead.client'),
                  cell: ({ clientId }) => t(clientId === null ? 'lead.allClients' : 'lead.thisClient'),
                },
                { name: t('lead.version'), isNumber: true, cell: ({ version }) => version },
              ]}
            />
          )
        }
      </Loaded>
    </>
  );
}
