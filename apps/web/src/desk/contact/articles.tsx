import { Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useShortcut } from '../../shell/shortcuts';
import { ProblemNotice } from '../../ui/problem-notice';
import { deskApi } from '../desk-api';
import { Dialog } from '../dialog';
import { useDeskTexts } from '../use-desk-texts';

/** Short articles, found by one key and a few letters. */
export function Articles({ client, language }: { client: string; language: string }) {
  const { t } = useDeskTexts();
  const [isOpen, dialog] = useDisclosure(false);
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 120);
  useShortcut('/', t('articles.title'), dialog.open);
  const found = useQuery({
    queryKey: ['desk', 'articles', client, language, q],
    queryFn: () => deskApi.articles(q, client, language),
    enabled: isOpen,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  const articles = found.data?.data ?? [];
  return (
    <Dialog opened={isOpen} onClose={dialog.close} title={t('articles.title')} size="lg">
      <Stack>
        <TextInput
          type="search"
          label={t('action.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        {found.error && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
        <Text size="sm" c="dimmed" role="status">
          {found.data && t('articles.found', { count: articles.length })}
        </Text>
        {articles.map((article, at) => (
          <details key={article.id ?? article.title} className="fold" open={at === 0} lang={article.language}>
            <summary>
              {article.title}
              {article.kind === 'script' && <span className="quiet"> · {t('articles.script')}</span>}
            </summary>
            <p className="words">{article.body}</p>
          </details>
        ))}
      </Stack>
    </Dialog>
  );
}
