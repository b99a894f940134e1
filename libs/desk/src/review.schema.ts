import { z } from 'zod';
import { pageSchema } from '#platform';

const instant = z.iso.datetime({ offset: true });

export const reviewQuestionSchema = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
  text: z.string().trim().min(3).max(300),
  weight: z.int().min(1).max(100),
  /** Points from 0 to this. */
  max: z.int().min(1).max(10),
});
export type ReviewQuestion = z.infer<typeof reviewQuestionSchema>;

export const reviewFormDraftSchema = z.strictObject({
  questions: z
    .array(reviewQuestionSchema)
    .min(1)
    .max(30)
    .refine((all) => new Set(all.map((q) => q.code)).size === all.length, 'each code once'),
});
export type ReviewFormDraft = z.infer<typeof reviewFormDraftSchema>;

/** Whose form it is: the client's own, else the operator's, else the one that comes with the product. */
export const formOwners = ['client', 'operator', 'standard'] as const;

export const reviewFormSchema = z
  .object({
    form: z.enum(formOwners),
    version: z.int(),
    questions: z.array(reviewQuestionSchema),
    createdAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'ReviewForm',
    description: 'Weighted questions that a contact is scored by; versions are kept.',
  });
export type ReviewForm = z.infer<typeof reviewFormSchema>;

const scoresSchema = z.record(z.string().max(40), z.int().min(0).max(10).nullable());

export const newReviewSchema = z.strictObject({
  claimId: z.uuid(),
  form: z.enum(formOwners),
  formVersion: z.int().min(0),
  scores: scoresSchema.describe('Points by question; null where it does not apply.'),
  comment: z.string().trim().max(4_000).default(''),
});
export type NewReview = z.infer<typeof newReviewSchema>;

const percent = z.number().min(0).max(100);

export const reviewSchema = z
  .object({
    id: z.uuid(),
    clientId: z.uuid(),
    claimId: z.uuid(),
    agentId: z.uuid(),
    agentName: z.string(),
    reviewerId: z.uuid(),
    reviewerName: z.string(),
    form: z.enum(formOwners),
    formVersion: z.int(),
    questions: z.array(reviewQuestionSchema),
    scores: scoresSchema,
    /** In per cent of the weighted points that could be had. */
    score: percent,
    comment: z.string(),
    reviewedAt: z.iso.datetime(),
  })
  .meta({ id: 'Review', description: 'One reviewer’s verdict on one contact of an agent.' });
export type Review = z.infer<typeof reviewSchema>;

export const reviewQuerySchema = pageSchema.extend({ agentId: z.uuid().optional() });
export type ReviewQuery = z.infer<typeof reviewQuerySchema>;

export const sampleQuerySchema = z.object({
  size: z.coerce.number().int().min(1).max(200).default(20),
  from: instant.optional().describe('A week before `until` unless said.'),
  until: instant.optional(),
  seed: z.string().max(100).default('').describe('The same seed and time draw the same contacts.'),
});
export type SampleQuery = z.infer<typeof sampleQuerySchema>;

export const sampledContactSchema = z
  .object({
    clientId: z.uuid(),
    clientCode: z.string(),
    claimId: z.uuid(),
    agentId: z.uuid(),
    agentName: z.string(),
    language: z.string(),
    kind: z.string(),
    disposition: z.string().nullable(),
    handlingSeconds: z.int(),
    endedAt: z.iso.datetime(),
    isReviewed: z.boolean().describe('By the caller.'),
  })
  .meta({ id: 'SampledContact', description: 'A concluded contact of an agent, drawn for review.' });
export type SampledContact = z.infer<typeof sampledContactSchema>;

export const calibrationQuerySchema = z.object({ from: instant.optional(), until: instant.optional() });
export type CalibrationQuery = z.infer<typeof calibrationQuerySchema>;

export const calibrationSchema = z
  .object({
    contacts: z.array(
      z.object({
        clientId: z.uuid(),
        claimId: z.uuid(),
        agentId: z.uuid(),
        mean: percent,
        /** Between the highest and the lowest, in percentage points. */
        spread: percent,
        reviews: z.array(
          z.object({
            reviewerId: z.uuid(),
            reviewerName: z.string(),
            score: percent,
            isOutlier: z.boolean(),
          }),
        ),
        questions: z.array(z.object({ code: z.string(), mean: z.number(), spread: z.number() })),
      }),
    ),
    reviewers: z.array(
      z.object({
        reviewerId: z.uuid(),
        reviewerName: z.string(),
        contacts: z.int(),
        /** Mean distance from the contacts' means in percentage points; above 0 is milder than the others. */
        leaning: z.number(),
      }),
    ),
  })
  .meta({ id: 'Calibration', description: 'How far reviewers of the same contacts are from each other.' });
export type Calibration = z.infer<typeof calibrationSchema>;
