import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { insideRoute } from '../shell/root.route';

const getParentRoute = () => insideRoute;
const staticData = { aboutClient: true } as const;

const statementsRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/statements',
  component: lazyRouteComponent(() => import('./statements.page'), 'StatementsPage'),
});

const statementRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/statements/$id',
  component: lazyRouteComponent(() => import('./statement.page'), 'StatementPage'),
});

const invoicesRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/invoices',
  component: lazyRouteComponent(() => import('./invoices.page'), 'InvoicesPage'),
});

const invoiceRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/invoices/$id',
  component: lazyRouteComponent(() => import('./invoice.page'), 'InvoicePage'),
});

const ratesRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/rates',
  component: lazyRouteComponent(() => import('./rates.page'), 'RatesPage'),
});

const policiesRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/policies',
  component: lazyRouteComponent(() => import('./policies.page'), 'PoliciesPage'),
});

const policyRoute = createRoute({
  getParentRoute,
  staticData,
  path: '/policies/$id',
  component: lazyRouteComponent(() => import('./policy.page'), 'PolicyPage'),
});

const clientsRoute = createRoute({
  getParentRoute,
  path: '/clients',
  component: lazyRouteComponent(() => import('./clients.page'), 'ClientsPage'),
});

/** The operator's own people, or with a client's code theirs. */
const usersRoute = createRoute({
  getParentRoute,
  path: '/users',
  validateSearch: (search: Record<string, unknown>): { of?: string } =>
    typeof search['of'] === 'string' ? { of: search['of'] } : {},
  component: lazyRouteComponent(() => import('./users.page'), 'UsersPage'),
});

export const officeRoutes = [
  statementsRoute,
  statementRoute,
  invoicesRoute,
  invoiceRoute,
  ratesRoute,
  policiesRoute,
  policyRoute,
  clientsRoute,
  usersRoute,
] as const;
