import { answer, api, type Shape } from '../api/client';
import type { Skill, StatisticsBy, WorkKind } from './lead-words';

export type Presence = 'available' | 'on_contact' | 'wrap_up' | 'break' | 'training' | 'offline';
type Money = Shape<'Money'>;

export interface BoardClaim {
  readonly id: string;
  readonly clientCode: string;
  readonly kind: WorkKind;
  readonly language: string;
  readonly seconds: number;
}

export interface BoardAgent {
  readonly id: string;
  readonly name: string;
  readonly state: Presence;
  readonly since: string | null;
  readonly claim: BoardClaim | null;
  readonly contactsToday: number;
  readonly ahtSeconds: number | null;
  readonly occupancy: number | null;
  readonly adherence: number | null;
}

export interface Board {
  readonly at: string;
  /** In all queues; the fullest 500 are listed. */
  readonly waiting: number;
  readonly queues: readonly {
    readonly clientId: string;
    readonly clientCode: string;
    readonly language: string;
    readonly skill: Skill;
    readonly kindCounts: Readonly<Partial<Record<WorkKind, number>>>;
    readonly waiting: number;
    readonly oldestSeconds: number | null;
    readonly overdue: number;
    readonly dueSoon: number;
  }[];
  readonly agents: readonly BoardAgent[];
  readonly serviceLevel: {
    readonly targetSeconds: number;
    readonly share: number | null;
    readonly answered: number;
  };
  readonly aht: {
    readonly today: number | null;
    readonly budget: number;
    readonly sameWeekday: number | null;
  };
  readonly contacts: { readonly today: number; readonly sameWeekday: number };
  readonly money: { readonly revenuePerHour: Money; readonly marginPerContact: Money | null };
}

export interface StatisticsRow {
  readonly key: string;
  readonly label: string;
  readonly contacts: number;
  readonly meanSeconds: number;
  readonly medianSeconds: number;
  readonly p90Seconds: number;
  readonly withinBudget: number;
  readonly revenue: Money;
  readonly revenuePerHour: Money;
  readonly margin: Money | null;
}

export interface HalfHour {
  readonly from: string;
  readonly arrivals: number;
  readonly ahtSeconds: number;
  readonly required: number;
  readonly rostered: number;
}

export interface Staffing {
  readonly halfHours: readonly HalfHour[];
  readonly serviceLevel: number;
  readonly targetSeconds: number;
  readonly source: { readonly formula: string; readonly weeks: number; readonly items: number };
}

export interface Shift {
  readonly id: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly from: string;
  readonly until: string;
}

export type Level = 'A1' | 'A2' | 'B1' | 'B2' | 'C1' | 'C2' | 'native';
export interface Profile {
  readonly languages: Readonly<Record<string, Level>>;
  readonly skills: readonly Skill[];
  readonly clientIds: readonly string[] | null;
  readonly phone: string | null;
}

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly zone: string;
  readonly role: string;
  readonly profile: Profile | null;
}

export interface Weight {
  readonly kind: 'client' | 'language';
  readonly key: string;
  readonly weight: number;
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
] as const;
export type Flag = (typeof flagNames)[number];

export interface Disposition {
  readonly code: string;
  readonly hotkey: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<Flag, boolean>>;
  readonly retryRules: { readonly afterMinutes: number; readonly maxTries: number } | null;
}

export const situations = [
  'decision_told',
  'money_missing',
  'chargeback_threatened',
  'parcel_lost',
  'angry_caller',
  'missing_information',
  'callback',
  'out_of_stock',
] as const;
export type Situation = (typeof situations)[number];
export type PerLanguage = Readonly<Record<string, string>>;

export interface Script {
  readonly id: string | null;
  readonly clientId: string | null;
  readonly situation: Situation;
  readonly version: number;
  readonly titles: PerLanguage;
  readonly lines: readonly PerLanguage[];
  readonly createdAt: string | null;
  readonly createdBy: string | null;
  readonly inForce: boolean;
}
export type NewScript = Pick<Script, 'situation' | 'titles' | 'lines'>;

export interface ArticleText {
  readonly language: string;
  readonly title: string;
  readonly body: string;
}
export interface Article extends ArticleText {
  readonly id: string;
  readonly clientId: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
}
export interface FoundArticle extends ArticleText {
  readonly id: string | null;
  readonly clientId: string | null;
  readonly version: number;
  readonly kind: 'article' | 'script';
}

export interface Question {
  readonly code: string;
  readonly text: string;
  readonly weight: number;
  readonly max: number;
}
export interface ReviewForm {
  readonly form: 'client' | 'operator' | 'standard';
  readonly version: number;
  readonly questions: readonly Question[];
  readonly createdAt: string | null;
}
export interface SampledContact {
  readonly clientCode: string;
  readonly claimId: string;
  readonly agentName: string;
  readonly language: string;
  readonly kind: WorkKind;
  readonly disposition: string | null;
  readonly handlingSeconds: number;
  readonly endedAt: string;
  readonly isReviewed: boolean;
}
export interface Review {
  readonly id: string;
  readonly agentName: string;
  readonly reviewerName: string;
  readonly questions: readonly Question[];
  readonly scores: Readonly<Record<string, number | null>>;
  readonly score: number;
  readonly comment: string;
  readonly reviewedAt: string;
}
export interface NewReview {
  readonly claimId: string;
  readonly form: ReviewForm['form'];
  readonly formVersion: number;
  readonly scores: Readonly<Record<string, number | null>>;
  readonly comment: string;
}
export interface Calibration {
  readonly contacts: readonly {
    readonly claimId: string;
    readonly mean: number;
    readonly spread: number;
    readonly reviews: readonly {
      readonly reviewerId: string;
      readonly reviewerName: string;
      readonly score: number;
      readonly isOutlier: boolean;
    }[];
  }[];
  readonly reviewers: readonly {
    readonly reviewerId: string;
    readonly reviewerName: string;
    readonly contacts: number;
    readonly leaning: number;
  }[];
}

/** A client's code, or none for what holds for all clients. */
type Client = string | undefined;
type Query = Readonly<Record<string, string | number | undefined>>;

function send<T>(
  method: 'get' | 'put' | 'post' | 'delete',
  path: string,
  { query, body }: { query?: Query; body?: unknown } = {},
): Promise<T> {
  const init = { params: { query }, ...(body === undefined ? {} : { body }) };
  return answer<T>(api.request(method, `/v1/desk${path}` as never, init as never));
}

/** What team leads read and steer over HTTP. */
export const leadApi = {
  board: () => send<Board>('get', '/board'),
  break: (claimId: string, client: string, reason: string) =>
    send<undefined>('post', `/claims/${claimId}/break`, { query: { client }, body: { reason } }),
  assign: (itemId: string, client: string, agentId: string) =>
    send<undefined>('post', `/work-items/${itemId}/assign`, { query: { client }, body: { agentId } }),
  prioritise: (itemId: string, client: string, priority: number) =>
    send<undefined>('post', `/work-items/${itemId}/prioritise`, { query: { client }, body: { priority } }),
  agents: async () => (await send<{ data: Agent[] }>('get', '/agents')).data,
  saveProfile: (id: string, body: Profile) => send<Profile>('put', `/agents/${id}/profile`, { body }),
  weights: async () => (await send<{ data: Weight[] }>('get', '/weights')).data,
  setWeight: (body: Weight) => send<undefined>('put', '/weights', { body }),
  statistics: (by: StatisticsBy, from: string, until: string, page: { limit: number; after?: string }) =>
    send<{ data: StatisticsRow[]; next: string | null }>('get', '/statistics', {
      query: { by, from, until, ...page },
    }),
  staffing: (on: string, language: string | undefined) =>
    send<Staffing>('get', '/staffing', { query: { on, language } }),
  shifts: async (from: string, until: string) =>
    (await send<{ data: Shift[] }>('get', '/shifts', { query: { from, until, limit: 200 } })).data,
  addShift: (body: { agentId: string; from: string; until: string }) =>
    send<Shift>('post', '/shifts', { body }),
  removeShift: (id: string) => send<undefined>('delete', `/shifts/${id}`),
  dispositions: async (client: string) =>
    (await send<{ data: Disposition[] }>('get', '/dispositions', { query: { client } })).data,
  scripts: async (client: Client) =>
    (await send<{ data: Script[] }>('get', '/scripts', { query: { client } })).data,
  scriptVersions: async (client: Client, situation: Situation) =>
    (await send<{ data: Script[] }>('get', '/scripts/versions', { query: { client, situation } })).data,
  publishScript: (client: Client, body: NewScript) =>
    send<Script>('post', '/scripts', { query: { client }, body }),
  retireScript: (client: Client, id: string) =>
    send<undefined>('delete', `/scripts/${id}`, { query: { client } }),
  articles: async (client: Client, q: string, language: string | undefined) =>
    (await send<{ data: FoundArticle[] }>('get', '/articles', { query: { client, q, language, limit: 50 } }))
      .data,
  articleVersions: async (client: Client, id: string) =>
    (await send<{ data: Article[] }>('get', `/articles/${id}/versions`, { query: { client } })).data,
  addArticle: (client: Client, body: ArticleText) =>
    send<Article>('post', '/articles', { query: { client }, body }),
  replaceArticle: (client: Client, id: string, body: ArticleText) =>
    send<Article>('put', `/articles/${id}`, { query: { client }, body }),
  retireArticle: (client: Client, id: string) =>
    send<undefined>('delete', `/articles/${id}`, { query: { client } }),
  sample: async (client: Client, seed: string) =>
    (await send<{ data: SampledContact[] }>('get', '/reviews/sample', { query: { client, size: 20, seed } }))
      .data,
  reviews: (client: Client, page: { limit: number; after?: string }) =>
    send<{ data: Review[]; next: string | null }>('get', '/reviews', { query: { client, ...page } }),
  review: (client: Client, body: NewReview) => send<Review>('post', '/reviews', { query: { client }, body }),
  reviewForm: (client: Client) => send<ReviewForm>('get', '/review-form', { query: { client } }),
  saveReviewForm: (client: Client, questions: readonly Question[]) =>
    send<ReviewForm>('put', '/review-form', { query: { client }, body: { questions } }),
  calibration: (client: Client) => send<Calibration>('get', '/reviews/calibration', { query: { client } }),
  saveDispositions: (client: string, data: readonly Disposition[]) =>
    send<{ data: Disposition[] }>('put', '/dispositions', { query: { client }, body: { data } }),
};
