import {
  Button,
  Fieldset,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Textarea,
  Title,
} from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { useShortcut } from '../shell/shortcuts';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import { leadApi, type PerLanguage, type Script } from './lead-api';
import { spokenLanguages } from './lead-words';
import { ScriptPreview } from './script-preview';
import { useClientCode } from './use-client';

const variables = ['customer', 'order', 'amount', 'deadline', 'shop', 'agent'] as const;
const most = 40;

/** Lines in two languages beside each other; saving makes a new version. */
export function ScriptEditor({ script, isOwn }: { script: Script; isOwn: boolean }) {
  const { t, i18n } = useTranslation('lead');
  const format = useFormat();
  const client = useClientCode() || undefined;
  const [titles, setTitles] = useState<PerLanguage>(script.titles);
  const [lines, setLines] = useState<readonly PerLanguage[]>(script.lines);
  const known = Object.keys(titles);
  const [left, setLeft] = useState(known.includes(i18n.language) ? i18n.language : (known[0] ?? 'en'));
  const [right, setRight] = useState(known.find((code) => code !== left) ?? left);
  const shown = left === right ? [left] : [left, right];
  const save = useChange(
    () => leadApi.publishScript(client, { situation: script.situation, titles, lines }),
    { done: t('lead.saved'), reads: ['scripts'] },
  );
  const retire = useChange(() => leadApi.retireScript(client, script.id ?? ''), {
    done: t('lead.retired'),
    reads: ['scripts'],
  });
  useShortcut('Ctrl+s', t('lead.saveVersion'), () => save.mutate());
  const addLanguage = (code: string): void => {
    setTitles({ ...titles, [code]: titles[left] ?? '' });
    setLines(lines.map((line) => ({ ...line, [code]: line[left] ?? '' })));
    setRight(code);
  };
  const change = (at: number, code: string, text: string): void =>
    setLines(lines.map((line, i) => (i === at ? { ...line, [code]: text } : line)));
  const move = (at: number): void =>
    setLines(
      lines.map((line, i) =>
        i === at - 1 ? (lines[at] ?? line) : i === at ? (lines[at - 1] ?? line) : line,
      ),
    );
  const options = known.map((value) => ({ value, label: format.language(value) }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        {save.error && <ProblemNotice error={save.error} />}
        {retire.error && <ProblemNotice error={retire.error} />}
        <Group align="flex-end">
          <NativeSelect
            label={t('lead.leftLanguage')}
            value={left}
            data={options}
            onChange={({ currentTarget: { value } }) => setLeft(value)}
          />
          <NativeSelect
            label={t('lead.rightLanguage')}
            value={right}
            data={options}
            onChange={({ currentTarget: { value } }) => setRight(value)}
          />
          <NativeSelect
            label={t('lead.addLanguage')}
            value=""
            onChange={({ currentTarget: { value } }) => value !== '' && addLanguage(value)}
            data={[
              { value: '', label: t('lead.choose') },
              ...spokenLanguages
                .filter((code) => !known.includes(code))
                .map((value) => ({ value, label: format.language(value) }))
                .toSorted((a, b) => a.label.localeCompare(b.label, i18n.language)),
            ]}
          />
        </Group>
        <Text size="sm" c="dimmed">
          {t('lead.variables', { names: variables.map((name) => `{{${name}}}`).join(' ') })}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: shown.length }}>
          {shown.map((code) => (
            <TextInput
              key={code}
              label={`${t('lead.title')} (${format.language(code)})`}
              lang={code}
              maxLength={120}
              required
              withAsterisk={false}
              value={titles[code] ?? ''}
              onChange={({ currentTarget: { value } }) => setTitles({ ...titles, [code]: value })}
            />
          ))}
        </SimpleGrid>
        {lines.map((line, i) => (
          <Fieldset key={i} legend={t('lead.line', { number: i + 1 })}>
            <SimpleGrid cols={{ base: 1, sm: shown.length }}>
              {shown.map((code) => (
                <Textarea
                  key={code}
                  label={format.language(code)}
                  lang={code}
                  maxLength={500}
                  required
                  withAsterisk={false}
                  autosize
                  minRows={2}
                  value={line[code] ?? ''}
                  onChange={({ currentTarget: { value } }) => change(i, code, value)}
                />
              ))}
            </SimpleGrid>
            <Group gap="xs" mt="xs">
              <Button
                size="compact-xs"
                variant="default"
                disabled={i === 0}
                aria-label={t('lead.moveUp', { name: t('lead.line', { number: i + 1 }) })}
                onClick={() => move(i)}
              >
                ↑
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                disabled={lines.length === 1}
                aria-label={t('lead.removeOne', { name: t('lead.line', { number: i + 1 }) })}
                onClick={() => setLines(lines.filter((_, other) => other !== i))}
              >
                {t('lead.remove')}
              </Button>
            </Group>
          </Fieldset>
        ))}
        <Group>
          <Button
            variant="default"
            disabled={lines.length >= most}
            onClick={() => setLines([...lines, Object.fromEntries(known.map((code) => [code, '']))])}
          >
            {t('lead.addLine')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('lead.saveVersion')}
          </Button>
          {isOwn && (
            <Button variant="default" loading={retire.isPending} onClick={() => retire.mutate()}>
              {t('lead.retire')}
            </Button>
          )}
        </Group>
        <Title order={2} size="h4">
          {t('lead.preview')}
        </Title>
        <ScriptPreview lines={lines} left={left} right={right} />
      </Stack>
    </form>
  );
}
