import { Button, Fieldset, Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formsOf, type Words } from './template-parts';

/** A text, in one form or in one for each plural form of its language. */
export function WordsInput({
  label,
  path,
  words,
  language,
  errorAt,
  onChange,
}: {
  label: string;
  /** JSON pointer into the parts: where placeholders go and findings belong. */
  path: string;
  words: Words;
  language: string;
  errorAt: (path: string) => string | undefined;
  onChange: (words: Words) => void;
}) {
  const { t } = useTranslation('messages');
  const forms = formsOf(language);
  if (typeof words === 'string') {
    return (
      <Stack gap={4} align="flex-start">
        <Textarea
          w="100%"
          label={label}
          data-path={path}
          value={words}
          lang={language}
          error={errorAt(path)}
          onChange={({ currentTarget: { value } }) => onChange(value)}
          autosize
          minRows={2}
        />
        {forms.length > 1 && (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => onChange(Object.fromEntries(forms.map((form) => [form, words])))}
          >
            {t('messages.byNumber')}
          </Button>
        )}
      </Stack>
    );
  }
  return (
    <Fieldset legend={label}>
      <Stack gap="xs" align="flex-start">
        {forms.map((form) => (
          <Textarea
            key={form}
            w="100%"
            label={t(`messages.form.${form}`)}
            data-path={`${path}/${form}`}
            value={words[form] ?? ''}
            lang={language}
            error={errorAt(`${path}/${form}`)}
            onChange={({ currentTarget: { value } }) => onChange({ ...words, [form]: value })}
            autosize
            minRows={2}
          />
        ))}
        <Button variant="default" size="compact-xs" onClick={() => onChange(words.other ?? '')}>
          {t('messages.oneForm')}
        </Button>
      </Stack>
    </Fieldset>
  );
}
