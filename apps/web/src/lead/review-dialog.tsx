import { NativeSelect, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format';
import { Dialog } from '../ui/dialog';
import { Loaded } from '../ui/loaded';
import { useChange } from '../ui/use-change';
import { usePercent } from './figures';
import { leadApi, type Question, type SampledContact } from './lead-api';

type Scores = Readonly<Record<string, number | null>>;

/** Scores one contact by the form in force for its client. */
export function ReviewDialog({ contact, onClose }: { contact: SampledContact; onClose: () => void }) {
  const { t } = useTranslation('lead');
  const format = useFormat();
  const percent = usePercent();
  const { clientCode, claimId, agentName, endedAt } = contact;
  const [scores, setScores] = useState<Scores>({});
  const [comment, setComment] = useState('');
  const form = useQuery({
    queryKey: ['review-form', clientCode],
    queryFn: () => leadApi.reviewForm(clientCode),
  });
  const change = useChange(
    async () => {
      const { form: owner, version, questions } = form.data ?? (await leadApi.reviewForm(clientCode));
      return leadApi.review(clientCode, {
        claimId,
        form: owner,
        formVersion: version,
        scores: Object.fromEntries(questions.map(({ code }) => [code, scores[code] ?? null])),
        comment: comment.trim(),
      });
    },
    { done: t('lead.reviewSaved'), reads: ['sample', 'reviews', 'calibration'], then: onClose },
  );
  const questions = form.data?.questions ?? [];
  const isAnswered = questions.length > 0 && questions.every(({ code }) => scores[code] !== undefined);
  const score = scoreOf(questions, scores);
  return (
    <Dialog
      title={t('lead.reviewOne', { name: agentName, at: format.dateTime(endedAt) })}
      confirm={t('lead.saveReview')}
      change={change}
      isReady={isAnswered && score !== null}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <Loaded query={form}>
        {({ questions: all }) => (
          <>
            {all.map(({ code, text, max }) => (
              <NativeSelect
                key={code}
                label={text}
                value={valueOf(scores[code])}
                onChange={({ currentTarget: { value } }) =>
                  value !== '' && setScores({ ...scores, [code]: value === 'none' ? null : Number(value) })
                }
                data={[
                  { value: '', label: t('lead.choose') },
                  { value: 'none', label: t('lead.notApplicable') },
                  ...Array.from({ length: max + 1 }, (_, i) => max - i).map((points) => ({
                    value: String(points),
                    label: t('lead.pointsOf', { points, max }),
                  })),
                ]}
              />
            ))}
            <Textarea
              label={t('lead.comment')}
              value={comment}
              maxLength={4_000}
              autosize
              minRows={3}
              onChange={({ currentTarget: { value } }) => setComment(value)}
            />
            <Text aria-live="polite">{t('lead.scoreSoFar', { score: percent(score) })}</Text>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

function valueOf(score: number | null | undefined): string {
  if (score === undefined) return '';
  return score === null ? 'none' : String(score);
}

/** The weighted points reached of those that could be had; null while none applies. */
function scoreOf(questions: readonly Question[], scores: Scores): number | null {
  const answered = questions.filter(({ code }) => typeof scores[code] === 'number');
  const possible = answered.reduce((sum, { weight }) => sum + weight, 0);
  const reached = answered.reduce(
    (sum, { code, weight, max }) => sum + (weight * (scores[code] ?? 0)) / max,
    0,
  );
  return possible === 0 ? null : reached / possible;
}
