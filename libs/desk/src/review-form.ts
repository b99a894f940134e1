import type { ReviewForm, ReviewQuestion } from './review.schema.js';
import { reviewFail } from './review.errors.js';

/** What contacts are scored by until the operator or a client has written a form. */
export const standardForm: ReviewForm = {
  form: 'standard',
  version: 0,
  createdAt: null,
  questions: [
    {
      code: 'opening',
      text: 'Named the client and the reason, and made sure of the person',
      weight: 15,
      max: 5,
    },
    { code: 'mandatory_lines', text: 'Said everything that law and client require', weight: 25, max: 5 },
    {
      code: 'correctness',
      text: 'Told decision, amount and dates as they are in the case',
      weight: 25,
      max: 5,
    },
    { code: 'language', text: 'Clear, polite and in the customer’s language', weight: 15, max: 5 },
    { code: 'data_protection', text: 'Revealed and asked for no more data than needed', weight: 10, max: 5 },
    { code: 'record', text: 'Disposition and note fit what happened', weight: 10, max: 5 },
  ],
};

/**
 * The weighted points reached, in thousandths of those that could be had; questions that don't apply (null) count on neither
 * side. Raises `review.scores_unfit` unless every question of the form has its score, none is above its most, and at least one
 * applies.
 */
export function scoreOf(
  questions: readonly ReviewQuestion[],
  scores: Readonly<Record<string, number | null>>,
): number {
  const codes = new Set(questions.map((q) => q.code));
  const unfit = new Set(Object.keys(scores).filter((code) => !codes.has(code)));
  let reached = 0;
  let possible = 0;
  for (const { code, weight, max } of questions) {
    const points = scores[code];
    if (points === undefined || (points !== null && points > max)) unfit.add(code);
    if (points === undefined || points === null) continue;
    reached += (weight * points) / max;
    possible += weight;
  }
  if (unfit.size > 0 || possible === 0) throw reviewFail('review.scores_unfit', { questions: [...unfit] });
  return Math.round((1_000 * reached) / possible);
}
