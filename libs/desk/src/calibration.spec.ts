import { describe, expect, it } from '@jest/globals';
import { calibrate, type CalibratedReview } from './calibration.js';

describe('calibration', () => {
  const review = (
    claimId: string,
    reviewerId: string,
    permille: number,
    tone: number | null = 5,
  ): CalibratedReview => ({
    clientId: 'c',
    claimId,
    agentId: 'a',
    reviewerId,
    reviewerName: `Name of ${reviewerId}`,
    scores: { tone },
    permille,
  });

  it('shows mean, spread and who is far from the others', () => {
    const { contacts } = calibrate([
      review('one', 'x', 800, 4),
      review('one', 'y', 820, 5),
      review('one', 'z', 500, 1),
      review('alone', 'x', 100),
    ]);
    expect(contacts).toHaveLength(1);
    expect(contacts[0]).toMatchObject({ claimId: 'one', mean: 70.7, spread: 32 });
    expect(contacts[0]?.reviews.map((r) => [r.reviewerId, r.score, r.isOutlier])).toEqual([
      ['x', 80, false],
      ['y', 82, false],
      ['z', 50, true],
    ]);
    expect(contacts[0]?.questions).toEqual([{ code: 'tone', mean: 3.3, spread: 4 }]);
  });

  it('marks two who disagree widely, and neither where they are close', () => {
    const outliers = (a: number, b: number) =>
      calibrate([review('one', 'x', a), review('one', 'y', b)]).contacts[0]?.reviews.map((r) => r.isOutlier);
    expect(outliers(900, 650)).toEqual([true, true]);
    expect(outliers(900, 750)).toEqual([false, false]);
  });

  it('shows who scores more mildly than the others, over all contacts', () => {
    const { reviewers } = calibrate([
      review('one', 'mild', 900),
      review('one', 'strict', 700),
      review('two', 'mild', 800),
      review('two', 'strict', 700),
    ]);
    expect(reviewers).toEqual([
      { reviewerId: 'mild', reviewerName: 'Name of mild', contacts: 2, leaning: 7.5 },
      { reviewerId: 'strict', reviewerName: 'Name of strict', contacts: 2, leaning: -7.5 },
    ]);
  });

  it('leaves out questions that did not apply', () => {
    const { contacts } = calibrate([review('one', 'x', 900, null), review('one', 'y', 900, 3)]);
    expect(contacts[0]?.questions).toEqual([]);
  });
});
