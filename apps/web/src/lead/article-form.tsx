import {
  Button,
  Group,
  NativeSelect,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Textarea,
  Title,
} from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useShortcut } from '../shell/shortcuts';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import { leadApi, type Article, type ArticleText } from './lead-api';
import { spokenLanguages } from './lead-words';
import { useClientCode } from './use-client';

/** An article and, beside it, how agents see it. */
export function ArticleForm({ article }: { article: Article | null }) {
  const { t, i18n } = useTranslation('lead');
  const format = useFormat();
  const navigate = useNavigate();
  const client = useClientCode() || undefined;
  const [text, setText] = useState<ArticleText>({
    language: article?.language ?? i18n.language,
    title: article?.title ?? '',
    body: article?.body ?? '',
  });
  const save = useChange(
    () =>
      article === null ? leadApi.addArticle(client, text) : leadApi.replaceArticle(client, article.id, text),
    {
      done: t('lead.saved'),
      reads: ['articles'],
      then: ({ id }) => navigate({ to: '/articles/$id', params: { id }, replace: true }),
    },
  );
  const retire = useChange(() => leadApi.retireArticle(client, article?.id ?? ''), {
    done: t('lead.retired'),
    reads: [],
    then: () => navigate({ to: '/articles' }),
  });
  useShortcut('Ctrl+s', t('lead.saveVersion'), () => save.mutate());
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          {save.error && <ProblemNotice error={save.error} />}
          {retire.error && <ProblemNotice error={retire.error} />}
          <NativeSelect
            label={t('case.language')}
            value={text.language}
            onChange={({ currentTarget: { value } }) => setText({ ...text, language: value })}
            data={spokenLanguages
              .map((value) => ({ value, label: format.language(value) }))
              .toSorted((a, b) => a.label.localeCompare(b.label, i18n.language))}
          />
          <TextInput
            label={t('lead.title')}
            lang={text.language}
            maxLength={160}
            required
            withAsterisk={false}
            value={text.title}
            onChange={({ currentTarget: { value } }) => setText({ ...text, title: value })}
          />
          <Textarea
            label={t('lead.words')}
            lang={text.language}
            maxLength={10_000}
            required
            withAsterisk={false}
            autosize
            minRows={8}
            value={text.body}
            onChange={({ currentTarget: { value } }) => setText({ ...text, body: value })}
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('lead.saveVersion')}
            </Button>
            {article && (
              <Button variant="default" loading={retire.isPending} onClick={() => retire.mutate()}>
                {t('lead.retire')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      <Stack gap="sm" component="section" aria-label={t('lead.preview')}>
        <Title order={2} size="h4">
          {t('lead.preview')}
        </Title>
        <Paper withBorder p="md">
          <Text fw={650} lang={text.language}>
            {text.title || '–'}
          </Text>
          <Text className="words" lang={text.language}>
            {text.body}
          </Text>
        </Paper>
      </Stack>
    </SimpleGrid>
  );
}
