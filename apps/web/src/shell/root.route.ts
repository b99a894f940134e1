import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { scope } from '../session/scope';
import { signedIn } from '../session/signed-in';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The page is about one client: staff choose one before it shows. */
    aboutClient?: true;
  }
}

export const rootRoute = createRootRoute({
  validateSearch: (search: Record<string, unknown>): { client?: string } =>
    typeof search['client'] === 'string' && /^\w[\w-]{0,39}$/.test(search['client'])
      ? { client: search['client'] }
      : {},
  search: { middlewares: [retainSearchParams(['client'])] },
  // A page's requests go to the client that its address names.
  beforeLoad: ({ search }) => {
    scope.choose(signedIn.identity.get()?.client ? null : (search.client ?? null));
  },
  component: Outlet,
});

/** Everything behind sign-in; each area's pages are its children. */
export const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  beforeLoad: ({ location }) => {
    if (signedIn.isOpen()) return;
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  },
  component: lazyRouteComponent(() => import('./shell'), 'Shell'),
});
