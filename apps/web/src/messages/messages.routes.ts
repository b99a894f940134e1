import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { needTexts } from '../i18n/language';
import { insideRoute } from '../shell/root.route';

const page = {
  getParentRoute: () => insideRoute,
  staticData: { aboutClient: true },
  loader: () => needTexts('messages'),
} as const;

const plansRoute = createRoute({
  ...page,
  path: '/contact-plans',
  component: lazyRouteComponent(() => import('./contact-plans.page'), 'ContactPlansPage'),
});

const planRoute = createRoute({
  ...page,
  path: '/contact-plans/$purpose',
  component: lazyRouteComponent(() => import('./contact-plan.page'), 'ContactPlanPage'),
});

const settingsRoute = createRoute({
  ...page,
  path: '/notification-settings',
  component: lazyRouteComponent(() => import('./settings.page'), 'SettingsPage'),
});

const templatesRoute = createRoute({
  ...page,
  path: '/message-templates',
  component: lazyRouteComponent(() => import('./templates.page'), 'TemplatesPage'),
});

const templateRoute = createRoute({
  ...page,
  path: '/message-templates/$purpose/$language/$channel',
  component: lazyRouteComponent(() => import('./template.page'), 'TemplatePage'),
});

export const messagesRoutes = [plansRoute, planRoute, settingsRoute, templatesRoute, templateRoute] as const;
