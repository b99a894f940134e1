import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { needTexts } from '../i18n/language';
import { insideRoute } from '../shell/root.route';
import { statisticsBy, workKinds, type StatisticsBy, type WorkKind } from './lead-words';

const page = { getParentRoute: () => insideRoute, loader: () => needTexts('lead') } as const;
const ofClient = { ...page, staticData: { aboutClient: true } } as const;

const boardRoute = createRoute({
  ...page,
  path: '/board',
  component: lazyRouteComponent(() => import('./board.page'), 'BoardPage'),
});

const queueRoute = createRoute({
  ...ofClient,
  path: '/queue',
  validateSearch: (search: Record<string, unknown>): { kind?: WorkKind } => {
    const kind = workKinds.find((known) => known === search['kind']);
    return kind ? { kind } : {};
  },
  component: lazyRouteComponent(() => import('./queue.page'), 'QueuePage'),
});

const statisticsRoute = createRoute({
  ...page,
  path: '/statistics',
  validateSearch: (
    search: Record<string, unknown>,
  ): { by?: StatisticsBy; from?: string; until?: string } => ({
    ...(statisticsBy.includes(search['by'] as StatisticsBy) && { by: search['by'] as StatisticsBy }),
    ...(isDate(search['from']) && { from: search['from'] }),
    ...(isDate(search['until']) && { until: search['until'] }),
  }),
  component: lazyRouteComponent(() => import('./statistics.page'), 'StatisticsPage'),
});

const staffingRoute = createRoute({
  ...page,
  path: '/staffing',
  validateSearch: (search: Record<string, unknown>): { on?: string; language?: string } => ({
    ...(isDate(search['on']) && { on: search['on'] }),
    ...(/^[a-z]{2}$/.test(String(search['language'])) && { language: String(search['language']) }),
  }),
  component: lazyRouteComponent(() => import('./staffing.page'), 'StaffingPage'),
});

const shiftsRoute = createRoute({
  ...page,
  path: '/shifts',
  validateSearch: (search: Record<string, unknown>): { week?: string } =>
    isDate(search['week']) ? { week: search['week'] } : {},
  component: lazyRouteComponent(() => import('./shifts.page'), 'ShiftsPage'),
});

const agentsRoute = createRoute({
  ...page,
  path: '/agents',
  component: lazyRouteComponent(() => import('./agents.page'), 'AgentsPage'),
});

const agentRoute = createRoute({
  ...page,
  path: '/agents/$id',
  component: lazyRouteComponent(() => import('./agent.page'), 'AgentPage'),
});

const weightsRoute = createRoute({
  ...page,
  path: '/weights',
  component: lazyRouteComponent(() => import('./weights.page'), 'WeightsPage'),
});

const dispositionsRoute = createRoute({
  ...ofClient,
  path: '/dispositions',
  component: lazyRouteComponent(() => import('./dispositions.page'), 'DispositionsPage'),
});

const scriptsRoute = createRoute({
  ...page,
  path: '/scripts',
  component: lazyRouteComponent(() => import('./scripts.page'), 'ScriptsPage'),
});

const scriptRoute = createRoute({
  ...page,
  path: '/scripts/$situation',
  component: lazyRouteComponent(() => import('./script.page'), 'ScriptPage'),
});

const articlesRoute = createRoute({
  ...page,
  path: '/articles',
  component: lazyRouteComponent(() => import('./articles.page'), 'ArticlesPage'),
});

/** `new` in place of an id is one yet to be written. */
const articleRoute = createRoute({
  ...page,
  path: '/articles/$id',
  component: lazyRouteComponent(() => import('./article.page'), 'ArticlePage'),
});

const qualityRoute = createRoute({
  ...page,
  path: '/quality',
  component: lazyRouteComponent(() => import('./quality-sample.page'), 'QualitySamplePage'),
});

const reviewsRoute = createRoute({
  ...page,
  path: '/quality/reviews',
  component: lazyRouteComponent(() => import('./quality-reviews.page'), 'QualityReviewsPage'),
});

const reviewFormRoute = createRoute({
  ...page,
  path: '/quality/form',
  component: lazyRouteComponent(() => import('./quality-form.page'), 'QualityFormPage'),
});

const calibrationRoute = createRoute({
  ...page,
  path: '/quality/calibration',
  component: lazyRouteComponent(() => import('./quality-calibration.page'), 'QualityCalibrationPage'),
});

const unverifiedRoute = createRoute({
  ...page,
  path: '/unverified-mails',
  component: lazyRouteComponent(() => import('./unverified.page'), 'UnverifiedPage'),
});

const suppressionsRoute = createRoute({
  ...ofClient,
  path: '/suppressions',
  component: lazyRouteComponent(() => import('./suppressions.page'), 'SuppressionsPage'),
});

export const leadRoutes = [
  boardRoute,
  queueRoute,
  statisticsRoute,
  staffingRoute,
  shiftsRoute,
  agentsRoute,
  agentRoute,
  weightsRoute,
  dispositionsRoute,
  scriptsRoute,
  scriptRoute,
  articlesRoute,
  articleRoute,
  qualityRoute,
  reviewsRoute,
  reviewFormRoute,
  calibrationRoute,
  unverifiedRoute,
  suppressionsRoute,
] as const;

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
}
