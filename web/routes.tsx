import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { PagePath } from './page-paths.ts'
import { PageLayout } from './pages/PageLayout.tsx'
import { HomePage } from './pages/public/HomePage.tsx'
import { LostPage } from './pages/public/LostPage.tsx'
import { parseSearch, readSearch, stringifySearch } from './paths.ts'

// Every route of the app, each of page-paths.ts. The first view comes at once; the others when they are asked for.

const root = createRootRoute({
  component: PageLayout,
  notFoundComponent: LostPage,
  validateSearch: readSearch,
})

const route = <P extends PagePath>(path: P, component: Parameters<typeof createRoute>[0]['component']) =>
  createRoute({ getParentRoute: () => root, path, component: component! })

/** The pages of who works here, in a frame of their own. */
const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  component: lazyRouteComponent(() => import('./pages/DeskLayout.tsx'), 'DeskLayout'),
})

const deskRoute = <P extends PagePath>(path: P, component: Parameters<typeof createRoute>[0]['component']) =>
  createRoute({ getParentRoute: () => desk, path, component: component! })

const tree = root.addChildren([
  desk.addChildren([
    deskRoute(
      '/account',
      lazyRouteComponent(() => import('./pages/account/AccountPage.tsx'), 'AccountPage'),
    ),
    deskRoute(
      '/admin/people',
      lazyRouteComponent(() => import('./pages/admin/PeoplePage.tsx'), 'PeoplePage'),
    ),
    deskRoute(
      '/admin/audit',
      lazyRouteComponent(() => import('./pages/admin/AuditPage.tsx'), 'AuditPage'),
    ),
    deskRoute(
      '/admin/keys',
      lazyRouteComponent(() => import('./pages/admin/KeysPage.tsx'), 'KeysPage'),
    ),
    deskRoute(
      '/desk',
      lazyRouteComponent(() => import('./pages/agency/DeskPage.tsx'), 'DeskPage'),
    ),
    deskRoute(
      '/desk/import',
      lazyRouteComponent(() => import('./pages/agency/ImportPage.tsx'), 'ImportPage'),
    ),
    deskRoute(
      '/desk/import/$draft',
      lazyRouteComponent(() => import('./pages/agency/ImportDraftPage.tsx'), 'ImportDraftPage'),
    ),
    deskRoute(
      '/admin/retention',
      lazyRouteComponent(() => import('./pages/admin/RetentionPage.tsx'), 'RetentionPage'),
    ),
    deskRoute(
      '/admin/requests',
      lazyRouteComponent(() => import('./pages/admin/RequestsPage.tsx'), 'RequestsPage'),
    ),
    deskRoute(
      '/admin/mails',
      lazyRouteComponent(() => import('./pages/admin/MailsPage.tsx'), 'MailsPage'),
    ),
    deskRoute(
      '/admin/completeness',
      lazyRouteComponent(() => import('./pages/admin/CompletenessPage.tsx'), 'CompletenessPage'),
    ),
    deskRoute(
      '/desk/enter',
      lazyRouteComponent(() => import('./pages/agency/EnterPage.tsx'), 'EnterPage'),
    ),
    deskRoute(
      '/desk/submissions',
      lazyRouteComponent(() => import('./pages/agency/SubmissionsPage.tsx'), 'SubmissionsPage'),
    ),
    deskRoute(
      '/desk/notes',
      lazyRouteComponent(() => import('./pages/agency/NotesPage.tsx'), 'NotesPage'),
    ),
    deskRoute(
      '/desk/targets',
      lazyRouteComponent(() => import('./pages/agency/TargetsPage.tsx'), 'TargetsPage'),
    ),
    deskRoute(
      '/desk/targets/edit',
      lazyRouteComponent(() => import('./pages/agency/TargetFormPage.tsx'), 'TargetFormPage'),
    ),
    deskRoute(
      '/desk/targets/explain',
      lazyRouteComponent(() => import('./pages/agency/ExplainPage.tsx'), 'ExplainPage'),
    ),
    deskRoute(
      '/desk/innovations',
      lazyRouteComponent(() => import('./pages/agency/OwnInnovationsPage.tsx'), 'OwnInnovationsPage'),
    ),
    deskRoute(
      '/desk/innovations/edit',
      lazyRouteComponent(() => import('./pages/agency/InnovationFormPage.tsx'), 'InnovationFormPage'),
    ),
    deskRoute(
      '/admin/releases',
      lazyRouteComponent(() => import('./pages/admin/ReleasesPage.tsx'), 'ReleasesPage'),
    ),
    deskRoute(
      '/admin/releases/freeze',
      lazyRouteComponent(() => import('./pages/admin/FreezePage.tsx'), 'FreezePage'),
    ),
    deskRoute(
      '/admin/standards',
      lazyRouteComponent(() => import('./pages/admin/StandardsPage.tsx'), 'StandardsPage'),
    ),
    deskRoute(
      '/admin/standards/edit',
      lazyRouteComponent(() => import('./pages/admin/StandardFormPage.tsx'), 'StandardFormPage'),
    ),
    deskRoute(
      '/admin/standards/class',
      lazyRouteComponent(() => import('./pages/admin/ClassFormPage.tsx'), 'ClassFormPage'),
    ),
    deskRoute(
      '/admin/webhooks',
      lazyRouteComponent(() => import('./pages/admin/WebhooksPage.tsx'), 'WebhooksPage'),
    ),
    deskRoute(
      '/admin/calendars',
      lazyRouteComponent(() => import('./pages/admin/CalendarsPage.tsx'), 'CalendarsPage'),
    ),
    deskRoute(
      '/admin/calendars/edit',
      lazyRouteComponent(() => import('./pages/admin/CalendarFormPage.tsx'), 'CalendarFormPage'),
    ),
    deskRoute(
      '/admin/calendars/holidays',
      lazyRouteComponent(() => import('./pages/admin/HolidaysFormPage.tsx'), 'HolidaysFormPage'),
    ),
    deskRoute(
      '/admin/agencies',
      lazyRouteComponent(() => import('./pages/admin/EntitiesPage.tsx'), 'AgenciesPage'),
    ),
    deskRoute(
      '/admin/agencies/edit',
      lazyRouteComponent(() => import('./pages/admin/EntityFormPage.tsx'), 'AgencyFormPage'),
    ),
    deskRoute(
      '/admin/services',
      lazyRouteComponent(() => import('./pages/admin/EntitiesPage.tsx'), 'CatalogPage'),
    ),
    deskRoute(
      '/admin/services/edit',
      lazyRouteComponent(() => import('./pages/admin/EntityFormPage.tsx'), 'CatalogFormPage'),
    ),
    deskRoute(
      '/desk/survey',
      lazyRouteComponent(() => import('./pages/agency/SurveyPage.tsx'), 'SurveyPage'),
    ),
    deskRoute(
      '/desk/survey/plan',
      lazyRouteComponent(() => import('./pages/agency/PlanPage.tsx'), 'PlanPage'),
    ),
    deskRoute(
      '/desk/mappings',
      lazyRouteComponent(() => import('./pages/agency/MappingsPage.tsx'), 'MappingsPage'),
    ),
    deskRoute(
      '/desk/posters',
      lazyRouteComponent(() => import('./pages/agency/PostersPage.tsx'), 'PostersPage'),
    ),
  ]),
  route('/', HomePage),
  route(
    '/reset',
    lazyRouteComponent(() => import('./pages/account/ResetPage.tsx'), 'ResetPage'),
  ),
  route(
    '/sign-in',
    lazyRouteComponent(() => import('./pages/account/SignInPage.tsx'), 'SignInPage'),
  ),
  route(
    '/f/$token',
    lazyRouteComponent(() => import('./pages/account/EntryLinkPage.tsx'), 'EntryLinkPage'),
  ),
  route(
    '/reminders/stop',
    lazyRouteComponent(() => import('./pages/account/StopRemindersPage.tsx'), 'StopRemindersPage'),
  ),
  route(
    '/join',
    lazyRouteComponent(() => import('./pages/account/JoinPage.tsx'), 'JoinPage'),
  ),
  route(
    '/agencies/$code',
    lazyRouteComponent(() => import('./pages/public/AgencyPage.tsx'), 'AgencyPage'),
  ),
  route(
    '/services',
    lazyRouteComponent(() => import('./pages/public/ServicesPage.tsx'), 'ServicesPage'),
  ),
  route(
    '/services/$code',
    lazyRouteComponent(() => import('./pages/public/ServicePage.tsx'), 'ServicePage'),
  ),
  route(
    '/indicators',
    lazyRouteComponent(() => import('./pages/public/IndicatorsPage.tsx'), 'IndicatorsPage'),
  ),
  route(
    '/indicators/$id',
    lazyRouteComponent(() => import('./pages/public/IndicatorPage.tsx'), 'IndicatorPage'),
  ),
  route(
    '/comparison',
    lazyRouteComponent(() => import('./pages/public/ComparisonPage.tsx'), 'ComparisonPage'),
  ),
  route(
    '/signals',
    lazyRouteComponent(() => import('./pages/public/SignalsPage.tsx'), 'SignalsPage'),
  ),
  route(
    '/innovations',
    lazyRouteComponent(() => import('./pages/public/InnovationsPage.tsx'), 'InnovationsPage'),
  ),
  route(
    '/innovations/$id',
    lazyRouteComponent(() => import('./pages/public/InnovationPage.tsx'), 'InnovationPage'),
  ),
  route(
    '/releases',
    lazyRouteComponent(() => import('./pages/public/ReleasesPage.tsx'), 'ReleasesPage'),
  ),
  route(
    '/releases/$code',
    lazyRouteComponent(() => import('./pages/public/ReleasePage.tsx'), 'ReleasePage'),
  ),
  route(
    '/verify',
    lazyRouteComponent(() => import('./pages/public/VerifyPage.tsx'), 'VerifyPage'),
  ),
  route(
    '/data',
    lazyRouteComponent(() => import('./pages/public/DataPage.tsx'), 'DataPage'),
  ),
  route(
    '/about',
    lazyRouteComponent(() => import('./pages/public/AboutPage.tsx'), 'AboutPage'),
  ),
])

export const router = createRouter({ routeTree: tree, parseSearch, stringifySearch, scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
