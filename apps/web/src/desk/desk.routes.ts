import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { insideRoute } from '../shell/root.route';

const deskRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/desk',
  component: lazyRouteComponent(() => import('./desk.page'), 'DeskPage'),
});

export const deskRoutes = [deskRoute] as const;
