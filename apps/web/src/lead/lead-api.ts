import { answer, api, type Shape } from '../api/client';
import type { StatisticsBy } from './lead-words';

export type Board = Shape<'Board'>;
export type BoardAgent = Board['agents'][number];
export type BoardClaim = NonNullable<BoardAgent['claim']>;
export type StatisticsRow = Shape<'StatisticsRow'>;
export type HalfHour = Shape<'Staffing'>['halfHours'][number];
export type Shift = Shape<'Shift'>;
export type Profile = Shape<'AgentProfile'>;
export type Level = Profile['languages'][string];
export type Agent = Shape<'Agent'>;
export type Weight = Shape<'QueueWeight'>;
export type Disposition = Shape<'Disposition'>;
export type Flag = keyof Disposition['flags'];
export type Label = keyof Disposition['labels'];
export type Script = Shape<'Script'>;
export type Situation = Script['situation'];
export type NewScript = Pick<Script, 'situation' | 'titles'> & { readonly lines: readonly PerLanguage[] };
export type PerLanguage = Script['titles'];
export type Article = Shape<'Article'>;
export type ArticleText = Pick<Article, 'language' | 'title' | 'body'>;
export type ReviewForm = Shape<'ReviewForm'>;
export type Question = ReviewForm['questions'][number];
export type SampledContact = Shape<'SampledContact'>;
export type NewReview = Pick<Shape<'Review'>, 'claimId' | 'form' | 'formVersion' | 'scores' | 'comment'>;

/** A client's code, or none for what holds for all clients. */
type Client = string | undefined;
interface Page {
  limit: number;
  after?: string;
}

export const flagNames = [
  'humanAnswered',
  'rightParty',
  'resolved',
  'retry',
  'numberBad',
  'doNotContact',
  'callback',
  'billable',
] as const satisfies readonly Flag[];

export const situations = [
  'decision_told',
  'money_missing',
  'chargeback_threatened',
  'parcel_lost',
  'angry_caller',
  'missing_information',
  'callback',
  'out_of_stock',
] as const satisfies readonly Situation[];

/** What team leads read and steer over HTTP. */
export const leadApi = {
  board: () => answer(api.GET('/v1/desk/board')),
  break: (id: string, client: string, reason: string) =>
    answer(
      api.POST('/v1/desk/claims/{id}/break', {
        params: { path: { id }, query: { client } },
        body: { reason },
      }),
    ),
  assign: (id: string, client: string, agentId: string) =>
    answer(
      api.POST('/v1/desk/work-items/{id}/assign', {
        params: { path: { id }, query: { client } },
        body: { agentId },
      }),
    ),
  prioritise: (id: string, client: string, priority: number) =>
    answer(
      api.POST('/v1/desk/work-items/{id}/prioritise', {
        params: { path: { id }, query: { client } },
        body: { priority },
      }),
    ),
  agents: async () => (await answer(api.GET('/v1/desk/agents'))).data,
  saveProfile: (id: string, body: Profile) =>
    answer(api.PUT('/v1/desk/agents/{id}/profile', { params: { path: { id } }, body })),
  weights: async () => (await answer(api.GET('/v1/desk/weights'))).data,
  setWeight: (body: Weight) => answer(api.PUT('/v1/desk/weights', { body })),
  statistics: (by: StatisticsBy, from: string, until: string, page: Page) =>
    answer(api.GET('/v1/desk/statistics', { params: { query: { by, from, until, ...page } } })),
  staffing: (on: string, language: string | undefined) =>
    answer(api.GET('/v1/desk/staffing', { params: { query: { on, language } } })),
  shifts: async (from: string, until: string): Promise<Shift[]> => {
    const all: Shift[] = [];
    for (let after: string | undefined; ;) {
      const page = await answer(
        api.GET('/v1/desk/shifts', { params: { query: { from, until, limit: 200, after } } }),
      );
      all.push(...page.data);
      if (page.next === null) return all;
      after = page.next;
    }
  },
  addShift: (body: { agentId: string; from: string; until: string }) =>
    answer(api.POST('/v1/desk/shifts', { body })),
  removeShift: (id: string) => answer(api.DELETE('/v1/desk/shifts/{id}', { params: { path: { id } } })),
  dispositions: async (client: string) =>
    (await answer(api.GET('/v1/desk/dispositions', { params: { query: { client } } }))).data,
  saveDispositions: (client: string, data: readonly Disposition[]) =>
    answer(api.PUT('/v1/desk/dispositions', { params: { query: { client } }, body: { data: [...data] } })),
  scripts: async (client: Client) =>
    (await answer(api.GET('/v1/desk/scripts', { params: { query: { client } } }))).data,
  scriptVersions: async (client: Client, situation: Situation) => {
    const params = { path: { situation }, query: { client } };
    return (await answer(api.GET('/v1/desk/scripts/{situation}/versions', { params }))).data;
  },
  publishScript: (client: Client, { lines, ...script }: NewScript) =>
    answer(
      api.POST('/v1/desk/scripts', { params: { query: { client } }, body: { ...script, lines: [...lines] } }),
    ),
  retireScript: (client: Client, id: string) =>
    answer(api.DELETE('/v1/desk/scripts/{id}', { params: { path: { id }, query: { client } } })),
  articles: async (client: Client, q: string, language: string | undefined) => {
    const params = { query: { client, q, language, limit: 50 } };
    return (await answer(api.GET('/v1/desk/articles', { params }))).data;
  },
  articleVersions: async (client: Client, id: string) => {
    const params = { path: { id }, query: { client } };
    return (await answer(api.GET('/v1/desk/articles/{id}/versions', { params }))).data;
  },
  addArticle: (client: Client, body: ArticleText) =>
    answer(api.POST('/v1/desk/articles', { params: { query: { client } }, body })),
  replaceArticle: (client: Client, id: string, body: ArticleText) =>
    answer(api.PUT('/v1/desk/articles/{id}', { params: { path: { id }, query: { client } }, body })),
  retireArticle: (client: Client, id: string) =>
    answer(api.DELETE('/v1/desk/articles/{id}', { params: { path: { id }, query: { client } } })),
  sample: async (client: Client, seed: string) => {
    const params = { query: { client, size: 20, seed } };
    return (await answer(api.GET('/v1/desk/reviews/sample', { params }))).data;
  },
  reviews: (client: Client, page: Page) =>
    answer(api.GET('/v1/desk/reviews', { params: { query: { client, ...page } } })),
  review: (client: string, body: NewReview) =>
    answer(api.POST('/v1/desk/reviews', { params: { query: { client } }, body })),
  reviewForm: (client: Client) => answer(api.GET('/v1/desk/review-form', { params: { query: { client } } })),
  saveReviewForm: (client: Client, questions: readonly Question[]) =>
    answer(
      api.PUT('/v1/desk/review-form', { params: { query: { client } }, body: { questions: [...questions] } }),
    ),
  calibration: (client: Client) =>
    answer(api.GET('/v1/desk/reviews/calibration', { params: { query: { client } } })),
};
