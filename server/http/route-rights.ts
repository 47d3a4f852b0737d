import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { allowSomewhere } from '#server/actions/allow.ts'
import { FORMATS } from '#server/exports/write-table.ts'
import type { ActionName } from '#shared/access.ts'
import type { HttpEnv } from './env.ts'
import { DOWNLOADS } from './routes/public/downloads.ts'

// What each route of the API is for. Before anything of a request is read, whoever may do that nowhere is refused;
// where they may, the action itself says. A test walks the routes of the app: one without a line here fails it, so
// nothing can be reached that is not in the table of rights.

/** Anybody may ask. `figures`: answered from the state of the data that whoever asks may see, see decide-world.ts ·
 *  `names`: the same, but whoever is signed in works with what is there now · `public`: neither of a state of the data,
 *  such as the way in */
const OPEN = ['public', 'figures', 'names'] as const
type Open = (typeof OPEN)[number]
type Right = ActionName | Open

const PUSHED = ['cases', 'surveys', 'complaints', 'targets', 'costs', 'innovations', 'values'] as const
const SUBJECT = {
  cases: 'case',
  surveys: 'survey',
  complaints: 'complaint',
  targets: 'target',
  costs: 'cost',
  innovations: 'innovation',
  values: 'value',
} as const

const pushes = Object.fromEntries(
  PUSHED.flatMap((dataset): [string, Right][] => [
    [`POST /${dataset}`, `${SUBJECT[dataset]}.push`],
    [`POST /${dataset}/deletions`, `${SUBJECT[dataset]}.delete`],
  ]),
)
const found = Object.fromEntries(
  (['cases', 'surveys', 'complaints'] as const).flatMap((dataset): [string, Right][] => [
    [`GET /${dataset}/:agency/:service/:ref`, `${SUBJECT[dataset]}.find`],
    [`DELETE /${dataset}/:agency/:service/:ref`, `${SUBJECT[dataset]}.delete`],
  ]),
)
const open = (right: Open, ...paths: string[]) => Object.fromEntries(paths.map((path) => [path, right]))

export const ROUTE_RIGHTS: Readonly<Record<string, Right>> = {
  ...open('public', 'GET /healthz', 'GET /readyz', 'GET /openapi.json', 'GET /templates/:file'),
  ...open(
    'figures',
    'GET /readings',
    'GET /readings.csv',
    ...DOWNLOADS.map(({ path }) => `GET ${path}`),
    'GET /distribution',
    'GET /series',
    'GET /comparison',
    'GET /signals',
    'GET /composite',
    'GET /coverage',
    'GET /quality',
    'GET /innovations',
    'GET /innovations/:id/effect',
    'GET /targets',
    'GET /explanations',
    'GET /plans',
  ),
  ...open(
    'names',
    'GET /innovations/:id',
    'GET /agencies',
    'GET /services',
    'GET /indicators',
    'GET /indicators/:id',
    'GET /calendars',
    'GET /calendars/agencies',
    'GET /calendars/holidays',
    'GET /complaint-classes',
    'GET /standards',
  ),
  ...open(
    'public',
    'GET /release-calendar',
    'GET /catalog.jsonld',
    'GET /releases/:code/package.zip',
    'GET /releases/:code/changes.csv',
    'GET /releases/:code/changed',
    ...FORMATS.map((format) => `GET /releases/:code/data.${format}`),
    'GET /releases',
    'GET /releases/:code',
    'GET /releases/:code/parts/:file',
    'GET /releases/:code/parts/:folder/:file',
    'GET /releases/:code/readings',
    'GET /releases/:code/readings.csv',
    'GET /revisions',
    'GET /release-keys',
    // Who one is, and the ways in and out.
    'GET /me',
    'POST /session',
    'POST /session/second-factor',
    'DELETE /session',
    'GET /session/ways',
    'GET /session/sso',
    'GET /session/sso/callback',
    'POST /account/reset',
    'POST /account/reset/confirm',
    'POST /invitations/see',
    // Who holds a link needs no account: its token is the right.
    'GET /entry/linked',
    'POST /entry/linked',
  ),
  'POST /invitations/accept': 'invitation.accept',
  'POST /reminders/stop': 'reminder.stop',
  ...pushes,
  ...found,
  'GET /account': 'account.read',
  'GET /account/mail-language': 'account.read',
  'PUT /account/mail-language': 'account.set-mail-language',
  'PUT /account/name': 'account.change',
  'PUT /account/email': 'account.change',
  'PUT /account/password': 'account.change',
  'POST /account/two-factor': 'account.change',
  'POST /account/two-factor/confirm': 'account.change',
  'POST /account/two-factor/end': 'account.change',
  'POST /account/two-factor/backup-codes': 'account.change',
  'GET /account/sessions': 'account.read',
  'DELETE /account/sessions': 'account.change',
  'DELETE /account/sessions/:id': 'account.change',
  'GET /account/keys': 'account.read',
  'POST /account/keys': 'key.create-own',
  'DELETE /account/keys/:id': 'key.revoke-own',
  'GET /keys': 'key.read',
  'POST /keys': 'key.create',
  'DELETE /keys/:agency/:id': 'key.revoke',
  'GET /people': 'member.read',
  'POST /people/invitations': 'invitation.create',
  'POST /people/invitations/revoke': 'invitation.revoke',
  'POST /people/grants': 'member.change-grants',
  'POST /people/deactivate': 'member.deactivate',
  'POST /people/activate': 'member.activate',
  'POST /people/reset-link': 'member.reset-password',
  'GET /audit': 'audit.read',
  'GET /audit.csv': 'audit.read',
  'GET /mails': 'mail.read',
  'POST /persons/show': 'person.show',
  'POST /persons/correct': 'person.correct',
  'POST /persons/erase': 'person.erase',
  'GET /retention': 'retention.set',
  'GET /retention/preview': 'retention.set',
  'PUT /retention': 'retention.set',
  'POST /maintenance/rebuild': 'cells.rebuild',
  'POST /maintenance/check': 'database.check',
  'POST /maintenance/audit': 'audit.read',
  'POST /maintenance/demo': 'demo.load',
  'POST /maintenance/backup': 'database.back-up',
  'PUT /agencies': 'agency.set',
  'PUT /services': 'service.set',
  'POST /calendars': 'calendar.create',
  'PUT /calendars/patterns': 'calendar.set-pattern',
  'PUT /calendars/exceptions': 'calendar.set-exception',
  'DELETE /calendars/exceptions': 'calendar.remove-exception',
  'PUT /calendars/holidays': 'calendar.set-holidays',
  'PUT /calendars/agencies': 'calendar.assign',
  'PUT /standards': 'standard.set',
  'DELETE /standards': 'standard.remove',
  'PUT /complaint-classes': 'complaint-class.set',
  'PUT /composite/weights': 'composite.set',
  'POST /series/baselines': 'series.rebaseline',
  'DELETE /series/baselines': 'series.remove-rebaseline',
  'POST /previews': 'standard.set',
  'GET /due': 'due.read',
  'GET /expectations': 'due.read',
  'PUT /expectations': 'expectation.set',
  'DELETE /expectations': 'expectation.remove',
  'PUT /expectations/excuses': 'expectation.excuse',
  'DELETE /expectations/excuses': 'expectation.remove-excuse',
  'GET /release-check': 'release.check',
  'GET /release-desk': 'release.check',
  'PATCH /release-desk/:code': 'release.move',
  'DELETE /release-desk/:code': 'release.cancel',
  'GET /release-freezes': 'release.check',
  'POST /release-freezes': 'release.freeze',
  'POST /release-revisions': 'release.revise',
  'POST /release-keys/rotations': 'release.rotate-key',
  'GET /reminders/rule': 'due.read',
  'PUT /reminders/rule': 'reminder.set-rule',
  'POST /reminders': 'reminder.request',
  'GET /reminders/me': 'reminder.want',
  'PUT /reminders/me': 'reminder.want',
  'GET /entry': 'values.enter',
  'POST /entry': 'values.enter',
  'GET /entry/links': 'link.create',
  'POST /entry/links': 'link.create',
  'DELETE /entry/links': 'link.revoke',
  'GET /imports': 'import.read',
  'GET /imports/:id': 'import.read',
  'GET /imports/:id/issues.csv': 'import.read',
  'GET /imports/:id/undo': 'import.undo',
  'POST /imports': 'import.commit',
  'POST /imports/:id/undo': 'import.undo',
  'GET /drafts': 'import.prepare',
  'POST /drafts': 'import.prepare',
  'GET /drafts/:id': 'import.prepare',
  'PATCH /drafts/:id': 'import.prepare',
  'DELETE /drafts/:id': 'import.prepare',
  'PUT /drafts/:id/files/:file/parts/:part': 'import.prepare',
  'PUT /drafts/:id/mapping': 'import.prepare',
  'POST /drafts/:id/check': 'import.prepare',
  'POST /drafts/:id/commit': 'import.commit',
  'GET /drafts/:id/preview': 'import.prepare',
  'GET /drafts/:id/rejected.csv': 'import.prepare',
  'GET /drafts/:id/values/:field': 'import.prepare',
  'GET /drafts/:id/entities/:kind': 'import.prepare',
  'GET /drafts/memories': 'import.prepare',
  'PATCH /drafts/memories/:id': 'import.prepare',
  'DELETE /drafts/memories/:id': 'import.prepare',
  'PUT /innovations': 'innovation.set',
  'DELETE /innovations': 'innovation.remove',
  'PUT /innovations/verification': 'innovation.verify',
  'GET /plans/history': 'plan.read-history',
  'PUT /plans': 'plan.set',
  'POST /plans/closings': 'plan.close',
  'GET /submissions': 'submission.read',
  'GET /submissions/history': 'submission.read',
  'POST /submissions': 'submission.submit',
  'POST /submissions/acceptances': 'submission.accept',
  'POST /submissions/change-requests': 'submission.ask-change',
  'PUT /publication': 'publication.set-provisional',
  'PUT /release-calendar': 'release.plan',
  'DELETE /release-calendar': 'release.cancel-plan',
  'GET /notes': 'note.read',
  'POST /notes/read': 'note.mark-read',
  'GET /survey/forms': 'survey.read',
  'PUT /survey/forms': 'survey.set-form',
  'GET /survey/results': 'survey.read',
  'GET /targets/history': 'target.read-history',
  'PUT /targets': 'target.set',
  'DELETE /targets': 'target.remove',
  'POST /targets/copies': 'target.copy',
  'GET /webhooks': 'webhook.read',
  'POST /webhooks': 'webhook.create',
  'DELETE /webhooks/:id': 'webhook.remove',
  'POST /webhooks/:id/ping': 'webhook.ping',
  'POST /webhooks/:id/resume': 'webhook.resume',
  'GET /webhooks/:id/deliveries': 'webhook.read',
  'POST /webhook-deliveries/:id/resend': 'webhook.resend',
  'PUT /explanations': 'explanation.set',
  'DELETE /explanations': 'explanation.remove',
}

/** Name of a route in the table: without the prefix of the API, and without the patterns of its parameters. */
export const routeName = (method: string, path: string): string =>
  `${method === 'HEAD' ? 'GET' : method} ${path.replace(/^\/api\/v1/, '').replaceAll(/\{[^}]*\}/g, '')}`

/** Whether anybody may ask. */
export const isOpen = (right: Right): right is Open => (OPEN as readonly string[]).includes(right)

/** @throws Refusal `unauthenticated` or `forbidden`, before the request is read any further */
export const checkRight = (): MiddlewareHandler<HttpEnv> => async (c, next) => {
  // The first that answers is the one that will: behind it come those for every path, such as the pages of the app.
  const right = matchedRoutes(c)
    .map(({ method, path }) => ROUTE_RIGHTS[routeName(method, path)])
    .find((found) => found !== undefined)
  if (right !== undefined && !isOpen(right)) allowSomewhere(c.get('context').actor, right)
  c.set('isOf', right === 'figures' || right === 'names' ? right : null)
  await next()
}
