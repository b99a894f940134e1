import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { accountRoutes } from './account/account.routes';
import { deskRoutes } from './desk/desk.routes';
import { leadRoutes } from './lead/lead.routes';
import { messagesRoutes } from './messages/messages.routes';
import { officeRoutes } from './office/office.routes';
import { portalRoutes } from './portal/portal.routes';
import { signedIn } from './session/signed-in';
import { homeOf } from './shell/areas';
import { insideRoute, rootRoute } from './shell/root.route';
import { NothingHere, PagePending, PageProblem } from './ui/page-states';

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    // A path of ours only: an address of another site would be an open door for phishing.
    typeof search['to'] === 'string' && /^\/(?![/\\])/.test(search['to']) ? { to: search['to'] } : {},
  beforeLoad: () => {
    if (signedIn.isOpen()) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('./session/sign-in.page'), 'SignInPage'),
});

const homeRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/',
  beforeLoad: () => {
    const identity = signedIn.identity.get();
    if (identity) throw redirect({ to: homeOf(identity) });
  },
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  insideRoute.addChildren([
    homeRoute,
    ...accountRoutes,
    ...deskRoutes,
    ...leadRoutes,
    ...messagesRoutes,
    ...portalRoutes,
    ...officeRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageProblem,
  defaultNotFoundComponent: NothingHere,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
