import { Alert, Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client';
import { useMay } from '../session/use-identity';
import { useShortcut } from '../shell/shortcuts';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import type { Template } from './message-words';
import { PlaceholderButtons } from './placeholder-buttons';
import { emptyParts, written, type Parts } from './template-parts';
import { TemplatePreview } from './template-preview';
import { WordsInput } from './words-input';

const restMs = 500;
const lines = ['greeting', 'regards', 'signature', 'senderName'] as const;

/** The words of one message, checked and shown as they are typed. */
export function TemplateEditor({ template }: { template: Template }) {
  const { t } = useTranslation('messages');
  const { purpose, language, channel } = template;
  const mayWrite = useMay('template.write');
  const [parts, setParts] = useState<Parts | null>(template.parts);
  const [rested] = useDebouncedValue(parts, restMs);
  const fields = useRef<HTMLDivElement>(null);
  const path = { purpose, language, channel };
  const target = { params: { path } };
  const checked = useQuery({
    queryKey: ['template-check', path, rested],
    enabled: rested !== null,
    placeholderData: keepPreviousData,
    queryFn: () =>
      answer(
        api.POST('/v1/message-templates/{purpose}/{language}/{channel}/check', {
          ...target,
          body: { parts: written(rested ?? {}) },
        }),
      ),
  });
  const findings = parts === null ? [] : (checked.data?.findings ?? []);
  const errorAt = (at: string): string | undefined => findings.find((found) => found.path === at)?.message;
  const shown = new Set(pathsOf(parts));
  const others = findings.filter((found) => !shown.has(found.path));
  const save = useChange(
    () =>
      answer(
        api.PUT('/v1/message-templates/{purpose}/{language}/{channel}', {
          ...target,
          body: { parts: written(parts ?? {}) },
        }),
      ),
    { done: t('messages.saved'), reads: ['message-templates'] },
  );
  const revert = useChange(
    () => answer(api.DELETE('/v1/message-templates/{purpose}/{language}/{channel}', target)),
    { done: t('messages.reverted'), reads: ['message-templates'], then: () => setParts(null) },
  );
  useShortcut('Ctrl+s', t('messages.save'), () => save.mutate(), mayWrite && parts !== null);
  const paragraphs = parts?.paragraphs ?? [];
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <Stack ref={fields}>
        {save.error && <ProblemNotice error={save.error} />}
        {revert.error && <ProblemNotice error={revert.error} />}
        {parts === null ? (
          <>
            <Text>{t('messages.ourWords')}</Text>
            {mayWrite && (
              <Button style={{ alignSelf: 'flex-start' }} onClick={() => setParts(emptyParts(channel))}>
                {t('messages.write')}
              </Button>
            )}
          </>
        ) : (
          <>
            <PlaceholderButtons template={template} fields={fields} />
            {others.length > 0 && (
              <Alert color="orange" role="status">
                {others.map((found) => (
                  <div key={found.path + found.code}>{found.message}</div>
                ))}
              </Alert>
            )}
            {channel === 'email' ? (
              <>
                <TextInput
                  label={t('messages.part.subject')}
                  data-path="/subject"
                  lang={language}
                  value={parts.subject ?? ''}
                  error={errorAt('/subject')}
                  onChange={({ currentTarget: { value } }) => setParts({ ...parts, subject: value })}
                />
                {paragraphs.map((words, i) => (
                  <WordsInput
                    key={i}
                    label={t('messages.paragraph', { number: i + 1 })}
                    path={`/paragraphs/${i}`}
                    words={words}
                    language={language}
                    errorAt={errorAt}
                    onChange={(changed) =>
                      setParts({
                        ...parts,
                        paragraphs: paragraphs.map((old, at) => (at === i ? changed : old)),
                      })
                    }
                  />
                ))}
                <Group gap="xs">
                  <Button
                    variant="default"
                    size="compact-sm"
                    onClick={() => setParts({ ...parts, paragraphs: [...paragraphs, ''] })}
                  >
                    {t('messages.addParagraph')}
                  </Button>
                  <Button
                    variant="default"
                    size="compact-sm"
                    disabled={paragraphs.length < 2}
                    onClick={() => setParts({ ...parts, paragraphs: paragraphs.slice(0, -1) })}
                  >
                    {t('messages.removeParagraph')}
                  </Button>
                </Group>
                {lines.map((line) => (
                  <TextInput
                    key={line}
                    label={t(`messages.part.${line}`)}
                    description={t('messages.emptyIsOurs')}
                    data-path={`/${line}`}
                    lang={language}
                    value={parts[line] ?? ''}
                    error={errorAt(`/${line}`)}
                    onChange={({ currentTarget: { value } }) => setParts({ ...parts, [line]: value })}
                  />
                ))}
              </>
            ) : (
              <WordsInput
                label={t('messages.part.text')}
                path="/text"
                words={parts.text ?? ''}
                language={language}
                errorAt={errorAt}
                onChange={(text) => setParts({ ...parts, text })}
              />
            )}
            <Group>
              <Button
                loading={save.isPending}
                disabled={!mayWrite || findings.length > 0}
                onClick={() => save.mutate()}
              >
                {t('messages.save')}
              </Button>
              {template.inForce === null ? (
                <Button variant="default" onClick={() => setParts(null)}>
                  {t('action.cancel')}
                </Button>
              ) : (
                <Button
                  variant="default"
                  disabled={!mayWrite}
                  loading={revert.isPending}
                  onClick={() => revert.mutate()}
                >
                  {t('messages.revert')}
                </Button>
              )}
            </Group>
          </>
        )}
      </Stack>
      <TemplatePreview
        template={template}
        parts={rested === null ? null : written(rested)}
        isSound={parts === null || (checked.data !== undefined && findings.length === 0)}
      />
    </SimpleGrid>
  );
}

/** Where a finding is shown beside its field; all others stand above the fields. */
function pathsOf(parts: Parts | null): string[] {
  if (parts === null) return [];
  const forms = (at: string, words: Parts['text']): string[] =>
    typeof words === 'object' ? Object.keys(words).map((form) => `${at}/${form}`) : [at];
  return [
    ...(parts.text === undefined
      ? ['/subject', ...lines.map((line) => `/${line}`)]
      : forms('/text', parts.text)),
    ...(parts.paragraphs ?? []).flatMap((words, i) => forms(`/paragraphs/${i}`, words)),
  ];
}
