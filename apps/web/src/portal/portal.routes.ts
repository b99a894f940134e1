import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { insideRoute } from '../shell/root.route';

const getParentRoute = () => insideRoute;
const staticData = { aboutClient: true } as const;

const uploadsRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/uploads',
  component: lazyRouteComponent(() => import('./uploads.page'), 'UploadsPage'),
});

const uploadRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/uploads/$id',
  component: lazyRouteComponent(() => import('./upload.page'), 'UploadPage'),
});

const caseStates = ['incomplete', 'review', 'decided', 'settled'] as const;
export type CaseState = (typeof caseStates)[number];

const casesRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): { state?: CaseState; uploadId?: string } => ({
    ...(caseStates.find((state) => state === search['state']) && { state: search['state'] as CaseState }),
    ...(typeof search['uploadId'] === 'string' && { uploadId: search['uploadId'] }),
  }),
  component: lazyRouteComponent(() => import('./cases.page'), 'CasesPage'),
});

const caseRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/cases/$id',
  component: lazyRouteComponent(() => import('./case.page'), 'CasePage'),
});

const refundsRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/refund-listings',
  component: lazyRouteComponent(() => import('./listings.page'), 'RefundListingsPage'),
});

const refundRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/refund-listings/$id',
  component: lazyRouteComponent(() => import('./listing.page'), 'RefundListingPage'),
});

const replacementsRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/replacement-listings',
  component: lazyRouteComponent(() => import('./listings.page'), 'ReplacementListingsPage'),
});

const replacementRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/replacement-listings/$id',
  component: lazyRouteComponent(() => import('./listing.page'), 'ReplacementListingPage'),
});

export const portalRoutes = [
  uploadsRoute,
  uploadRoute,
  casesRoute,
  caseRoute,
  refundsRoute,
  refundRoute,
  replacementsRoute,
  replacementRoute,
] as const;
