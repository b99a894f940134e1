import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, OPERATOR_ID, type Ctx } from '#platform';
import type { Client } from '#clients';
import { ContactsModule } from '#contacts';
import { IdentityModule, Users } from '#identity';
import { MeteringModule } from '#metering';
import { pastContacts, type PastContact } from '../../../test/support/desk-days.js';
import { createWorld, type World } from '../../../test/support/world.js';
import { standardForm } from './review-form.js';
import { ReviewForms } from './review-forms.service.js';
import { QualityModule } from './review.module.js';
import type { NewReview } from './review.schema.js';
import { Reviews } from './reviews.service.js';

describe('reviews', () => {
  let world: World;
  let reviews: Reviews;
  let forms: ReviewForms;
  let shop: Client;
  let [ada, ben, lea, lou]: Ctx[] = [];
  let claims: { claimId: string }[];

  beforeAll(async () => {
    world = await createWorld([QualityModule, ContactsModule, IdentityModule, MeteringModule]);
    reviews = world.get(Reviews);
    forms = world.get(ReviewForms);
    shop = await world.newClient();
    const staff = async (name: string, role: 'agent' | 'team_lead'): Promise<Ctx> => {
      const user = { email: `${name}@example.org`, name, role, password: 'correct horse battery' };
      const { id } = await world.get(Users).create(world.across, user);
      const ctx = world.asRole(role, { id: OPERATOR_ID });
      return { ...ctx, clientId: null, actor: { ...ctx.actor, id } };
    };
    ada = await staff('Ada', 'agent');
    ben = await staff('Ben', 'agent');
    lea = await staff('Lea', 'team_lead');
    lou = await staff('Lou', 'team_lead');
    // Ada: 30 in German, 2 in French, of two dispositions. Ben: 4. Lea, who helps out: 3.
    const of = (ctx: Ctx | undefined, count: number, changes: Partial<PastContact> = {}): PastContact[] =>
      Array.from({ length: count }, (_, i) => ({
        agentId: ctx?.actor.id as string,
        takenAt: new Date(Date.parse('2026-03-01T08:00:00Z') + i * 120_000),
        seconds: 60,
        ...changes,
      }));
    claims = await pastContacts(world, world.as(shop), [
      ...of(ada, 28),
      ...of(ada, 2, { disposition: 'angry' }),
      ...of(ada, 2, { language: 'fr' }),
      ...of(ben, 4),
      ...of(lea, 3),
    ]);
  });
  afterAll(() => world.close());

  const inShop = (ctx: Ctx | undefined): Ctx => ({ ...(ctx as Ctx), clientId: shop.id });
  const points = (value: number | null): NewReview['scores'] =>
    Object.fromEntries(standardForm.questions.map((question) => [question.code, value]));
  const review = (nth: number, by: Ctx | undefined, changes: Partial<NewReview> = {}) =>
    reviews.create(inShop(by), {
      claimId: claims[nth]?.claimId as string,
      form: 'standard',
      formVersion: 0,
      scores: points(5),
      comment: '',
      ...changes,
    });

  describe('the sample', () => {
    const draw = async (ctx: Ctx | undefined, changes: object = {}) =>
      (await reviews.sample(ctx as Ctx, { size: 6, seed: 'march', ...changes })).data;

    it('is the same for the same seed and another for another', async () => {
      const ids = async (seed: string) => (await draw(lou, { seed })).map((drawn) => drawn.claimId);
      expect(await ids('march')).toEqual(await ids('march'));
      const others = await Promise.all(['a', 'b', 'c'].map(ids));
      expect(new Set(others.map((some) => some.join())).size).toBe(3);
    });

    it('takes each agent in turn, and of each one language and disposition after the other', async () => {
      const drawn = await draw(lou, { size: 9 });
      const by = (name: string) => drawn.filter((contact) => contact.agentName === name);
      expect([by('Ada').length, by('Ben').length, by('Lea').length]).toEqual([3, 3, 3]);
      expect(new Set(by('Ada').map((c) => `${c.language} ${c.disposition}`)).size).toBe(3);
    });

    it('holds nothing of the caller’s own, of other clients or of other times', async () => {
      expect((await draw(lea, { size: 200 })).map((c) => c.agentName)).not.toContain('Lea');
      const other = await world.newClient();
      expect(await draw({ ...(lou as Ctx), clientId: other.id })).toEqual([]);
      expect(await draw(lou, { until: '2026-03-01T00:00:00Z' })).toEqual([]);
    });
  });

  it('score by the weights of the questions that apply', async () => {
    const scores = { ...points(null), mandatory_lines: 5, correctness: 2, record: 0 };
    const made = await review(0, lea, { scores, comment: 'Amount told wrongly' });
    // (25 × 5/5 + 25 × 2/5 + 10 × 0/5) of 60
    expect(made).toMatchObject({
      score: 58.3,
      comment: 'Amount told wrongly',
      agentName: 'Ada',
      reviewerName: 'Lea',
    });
    expect(made.questions).toEqual(standardForm.questions);
  });

  it('refuse one’s own contact, a second review, an unknown contact, unfit scores', async () => {
    const refused = (attempt: Promise<unknown>, code: string) =>
      expect(attempt).rejects.toMatchObject({ code });
    await refused(review(37, lea), 'review.own');
    await refused(review(0, lea), 'review.done');
    await refused(review(0, lou, { claimId: newId() }), 'review.claim_unknown');
    await refused(review(1, lou, { scores: points(6) }), 'review.scores_unfit');
    await refused(review(1, lou, { scores: points(null) }), 'review.scores_unfit');
    await refused(review(1, lou, { scores: { ...points(5), charm: 5 } }), 'review.scores_unfit');
    await refused(review(1, ben), 'request.forbidden');
    const other = await world.newClient();
    const foreign = { ...(lou as Ctx), clientId: other.id };
    const input = { form: 'standard' as const, formVersion: 0, scores: points(5), comment: '' };
    await refused(
      reviews.create(foreign, { ...input, claimId: claims[0]?.claimId as string }),
      'review.claim_unknown',
    );
  });

  it('are seen by whom they are about, page by page, and by team leads', async () => {
    await review(2, lea);
    await review(33, lou);
    const mine = await reviews.list(ada as Ctx, { limit: 1 });
    const rest = await reviews.list(ada as Ctx, { limit: 1, after: mine.next ?? '' });
    expect([...mine.data, ...rest.data].map((r) => r.claimId)).toEqual(
      [claims[2], claims[0]].map((c) => c?.claimId),
    );
    expect(
      (await reviews.list(ben as Ctx, { limit: 50, agentId: ada?.actor.id })).data.map((r) => r.agentName),
    ).toEqual(['Ben']);
    expect((await reviews.list(lou as Ctx, { limit: 50, agentId: ada?.actor.id })).data).toHaveLength(2);
  });

  it('of one contact by several are compared', async () => {
    await review(5, lea, { scores: points(5) });
    await review(5, lou, { scores: points(3) });
    const { contacts, reviewers } = await reviews.calibration(lea as Ctx, { until: '2026-03-03T00:00:00Z' });
    expect(contacts).toMatchObject([{ claimId: claims[5]?.claimId, mean: 80, spread: 40 }]);
    expect(contacts[0]?.reviews.map((r) => r.isOutlier)).toEqual([true, true]);
    expect(reviewers.map((r) => [r.reviewerName, r.leaning])).toEqual([
      ['Lea', 20],
      ['Lou', -20],
    ]);
    await expect(reviews.calibration(ada as Ctx, {})).rejects.toMatchObject({ code: 'request.forbidden' });
  });

  it('go by the client’s form, else the operator’s; a change is a version, and an answer to the one before is refused', async () => {
    const question = { code: 'tone', text: 'Friendly', weight: 1, max: 4 };
    expect(await forms.change(lea as Ctx, { questions: [question] })).toMatchObject({
      form: 'operator',
      version: 1,
    });
    expect(await forms.current(inShop(ada))).toMatchObject({ form: 'operator', version: 1 });
    await forms.change(inShop(lea), { questions: [question] });
    const second = await forms.change(inShop(lea), { questions: [{ ...question, max: 2 }] });
    expect(second).toMatchObject({ form: 'client', version: 2 });
    const answer = { form: 'client' as const, scores: { tone: 1 } };
    await expect(review(8, lou, { ...answer, formVersion: 1 })).rejects.toMatchObject({
      code: 'review.form_changed',
    });
    expect(await review(8, lou, { ...answer, formVersion: 2 })).toMatchObject({ score: 50, formVersion: 2 });
    expect((await reviews.list(lou as Ctx, { limit: 50 })).data.at(-1)?.questions).toEqual(
      standardForm.questions,
    );
    await expect(forms.change(ada as Ctx, { questions: [question] })).rejects.toMatchObject({
      code: 'request.forbidden',
    });
  });
});
