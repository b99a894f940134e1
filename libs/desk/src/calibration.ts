import type { Calibration } from './review.schema.js';

/** Of one review, what is compared. */
export interface CalibratedReview {
  readonly clientId: string;
  readonly claimId: string;
  readonly agentId: string;
  readonly reviewerId: string;
  readonly reviewerName: string;
  readonly scores: Readonly<Record<string, number | null>>;
  /** In thousandths. */
  readonly permille: number;
}

/** A review that is further from the contact's median than this many percentage points is an outlier. */
export const outlierPoints = 10;

/** Compares reviews of the same contacts; `reviews` holds all of each contact. Contacts with one review are left out. */
export function calibrate(reviews: readonly CalibratedReview[]): Calibration {
  const byContact = new Map<string, CalibratedReview[]>();
  for (const review of reviews) {
    const key = `${review.clientId} ${review.claimId}`;
    byContact.set(key, [...(byContact.get(key) ?? []), review]);
  }
  const contacts = [...byContact.values()].filter((of) => of.length > 1);
  const distances = new Map<string, { name: string; points: number[] }>();
  const compared = contacts.map((of) => {
    const points = of.map((r) => r.permille / 10);
    const [mean, median] = [meanOf(points), medianOf(points)];
    for (const { reviewerId, reviewerName, permille } of of) {
      const known = distances.get(reviewerId) ?? { name: reviewerName, points: [] };
      known.points.push(permille / 10 - mean);
      distances.set(reviewerId, known);
    }
    const { clientId, claimId, agentId } = of[0] as CalibratedReview;
    return {
      clientId,
      claimId,
      agentId,
      mean: tenths(mean),
      spread: tenths(spreadOf(points)),
      reviews: of.map((r) => ({
        reviewerId: r.reviewerId,
        reviewerName: r.reviewerName,
        score: r.permille / 10,
        isOutlier: Math.abs(r.permille / 10 - median) > outlierPoints,
      })),
      questions: questionsOf(of),
    };
  });
  return {
    contacts: compared,
    reviewers: [...distances].map(([reviewerId, { name, points }]) => ({
      reviewerId,
      reviewerName: name,
      contacts: points.length,
      leaning: tenths(meanOf(points)),
    })),
  };
}

function questionsOf(reviews: readonly CalibratedReview[]): Calibration['contacts'][number]['questions'] {
  const codes = new Set(reviews.flatMap((r) => Object.keys(r.scores)));
  return [...codes].flatMap((code) => {
    const points = reviews.map((r) => r.scores[code]).filter((p): p is number => typeof p === 'number');
    return points.length > 1 ? [{ code, mean: tenths(meanOf(points)), spread: spreadOf(points) }] : [];
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
