import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { needTexts } from '../i18n/language';
import { insideRoute } from '../shell/root.route';

const deskRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/desk',
  loader: () => needTexts('desk'),
  component: lazyRouteComponent(() => import('./desk.page'), 'DeskPage'),
});

export const deskRoutes = [deskRoute] as const;
