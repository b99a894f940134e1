import { Button, Fieldset, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../ui/problem-notice';
import { useChange } from '../ui/use-change';
import { leadApi, type Question, type ReviewForm } from './lead-api';
import { useClientCode } from './use-client';

const most = 30;

/** The questions with their weights; reviews keep the version that they answered. */
export function ReviewFormEditor({ form }: { form: ReviewForm }) {
  const { t } = useTranslation('lead');
  const client = useClientCode() || undefined;
  const [questions, setQuestions] = useState(form.questions);
  const save = useChange(() => leadApi.saveReviewForm(client, questions), {
    done: t('lead.saved'),
    reads: ['review-form'],
  });
  const change = (at: number, part: Partial<Question>): void =>
    setQuestions(questions.map((question, i) => (i === at ? { ...question, ...part } : question)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack maw={820}>
        <Text>{t(`lead.form.${form.form}`, { version: form.version })}</Text>
        {save.error && <ProblemNotice error={save.error} />}
        {questions.map(({ code, text, weight, max }, i) => (
          <Fieldset key={code} legend={t('lead.question', { number: i + 1 })}>
            <Stack gap="sm">
              <TextInput
                label={t('lead.questionText')}
                value={text}
                minLength={3}
                maxLength={300}
                required
                withAsterisk={false}
                onChange={({ currentTarget: { value } }) => change(i, { text: value })}
              />
              <Group align="flex-end">
                <NumberInput
                  w={110}
                  label={t('lead.weight')}
                  value={weight}
                  min={1}
                  max={100}
                  allowDecimal={false}
                  hideControls
                  onChange={(value) => change(i, { weight: Number(value) })}
                />
                <NumberInput
                  w={170}
                  label={t('lead.maxPoints')}
                  value={max}
                  min={1}
                  max={10}
                  allowDecimal={false}
                  hideControls
                  onChange={(value) => change(i, { max: Number(value) })}
                />
                <Button
                  variant="default"
                  size="compact-sm"
                  mb={6}
                  disabled={questions.length === 1}
                  aria-label={t('lead.removeOne', { name: t('lead.question', { number: i + 1 }) })}
                  onClick={() => setQuestions(questions.filter((_, other) => other !== i))}
                >
                  {t('lead.remove')}
                </Button>
              </Group>
            </Stack>
          </Fieldset>
        ))}
        <Group>
          <Button
            variant="default"
            disabled={questions.length >= most}
            onClick={() =>
              setQuestions([...questions, { code: freeCode(questions), text: '', weight: 10, max: 5 }])
            }
          >
            {t('lead.addQuestion')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('lead.saveVersion')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function freeCode(questions: readonly Question[]): string {
  for (let i = questions.length + 1; ; i++) {
    const code = `own_${i}`;
    if (questions.every((question) => question.code !== code)) return code;
  }
}
