import { randomUUID } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { methodNotAllowed } from 'hono/method-not-allowed'
import type { Logger } from 'pino'
import type { ActionContext } from '#server/actions/context.ts'
import { type AccessBook, openAccessBook } from '#server/auth/access-book.ts'
import { readFormKey } from '#server/auth/form-token.ts'
import type { Identity } from '#server/auth/identity.ts'
import { resolveActor } from '#server/auth/resolve-actor.ts'
import type { DraftDesk } from '#server/jobs/drafts/draft-desk.ts'
import type { ImportQueue } from '#server/jobs/import-queue.ts'
import type { PushCollector } from '#server/jobs/push-collector.ts'
import type { FreezeDesk } from '#server/jobs/releases/freeze-desk.ts'
import { PublicWorlds } from '#server/readings/public-worlds.ts'
import { ANONYMOUS } from '#shared/access.ts'
import { addressOf } from './address.ts'
import { decideWorld } from './decide-world.ts'
import { describeEvents } from './describe-events.ts'
import { documentPage } from './document-page.ts'
import type { HttpEnv } from './env.ts'
import { answerCache } from './middleware/answer-cache.ts'
import { limitedBody } from './middleware/limited-body.ts'
import { onlyHead } from './middleware/only-head.ts'
import { sameOrigin } from './middleware/same-origin.ts'
import type { AskApp } from './pages/asking.ts'
import { pageFiles } from './pages/page-files.ts'
import { WrittenPages } from './pages/written-pages.ts'
import { notFound, onError, wrongMethod } from './problem.ts'
import { checkRight } from './route-rights.ts'
import { account } from './routes/account/account.ts'
import { invitations } from './routes/account/invitations.ts'
import { ownKeys } from './routes/account/keys.ts'
import { reset } from './routes/account/reset.ts'
import { session } from './routes/account/session.ts'
import { sso } from './routes/account/sso.ts'
import { audit } from './routes/admin/audit.ts'
import { entityChanges } from './routes/admin/entities.ts'
import { agencyKeys } from './routes/admin/keys.ts'
import { mails } from './routes/admin/mails.ts'
import { maintenance } from './routes/admin/maintenance.ts'
import { people } from './routes/admin/people.ts'
import { persons } from './routes/admin/persons.ts'
import { releaseDesk } from './routes/admin/release-desk.ts'
import { retention } from './routes/admin/retention.ts'
import { webhooks } from './routes/admin/webhooks.ts'
import { baselines } from './routes/agency/baselines.ts'
import { calendars, complaintClasses } from './routes/agency/calendars.ts'
import { drafts } from './routes/agency/drafts.ts'
import { due } from './routes/agency/due.ts'
import { entry } from './routes/agency/entry.ts'
import { importHistory } from './routes/agency/import-history.ts'
import { imports } from './routes/agency/imports.ts'
import { me } from './routes/agency/me.ts'
import { previews } from './routes/agency/previews.ts'
import { pushes } from './routes/agency/pushes.ts'
import { submissions } from './routes/agency/submissions.ts'
import { survey } from './routes/agency/survey.ts'
import { targets } from './routes/agency/targets.ts'
import { comparison } from './routes/public/comparison.ts'
import { composite } from './routes/public/composite.ts'
import { coverage } from './routes/public/coverage.ts'
import { distribution } from './routes/public/distribution.ts'
import { DOWNLOADS, downloads } from './routes/public/downloads.ts'
import { entities } from './routes/public/entities.ts'
import { indicators } from './routes/public/indicators.ts'
import { innovations } from './routes/public/innovations.ts'
import { plans } from './routes/public/plans.ts'
import { quality } from './routes/public/quality.ts'
import { readings } from './routes/public/readings.ts'
import { releaseCalendar } from './routes/public/release-calendar.ts'
import { releaseData } from './routes/public/release-data.ts'
import { releases } from './routes/public/releases.ts'
import { rulesInForce } from './routes/public/rules.ts'
import { series } from './routes/public/series.ts'
import { signals } from './routes/public/signals.ts'
import { surveyForm } from './routes/public/survey-form.ts'
import { templates } from './routes/public/templates.ts'
import { addStandardHeaders } from './standard-headers.ts'
import { webApp } from './web-app.ts'

export interface AppOptions {
  /** what changes are done with; figures are read from its world */
  context: ActionContext
  imports: ImportQueue
  drafts: DraftDesk
  pushes: PushCollector
  freezes: FreezeDesk
  token: string
  /** `live`: everybody sees what was delivered, at once; default: what was released */
  publication?: 'live' | 'released'
  /** how people reach the instance; null: not told */
  publicUrl?: string | null
  /** whether the releases of the invented data are being made just now */
  isPreparing?: () => boolean
  /** null: nobody signs in */
  identity: Identity | null
  /** how many proxies of our own stand before this server */
  proxies?: number
  log: Logger
  /** folder of the built web app */
  webDir: string
}

/** The whole HTTP edge: the API under /api/v1, its document, health, and the web app. */
export function createApp(options: AppOptions) {
  const app = new OpenAPIHono<HttpEnv>()
  app.onError(onError(options.log))
  app.notFound(notFound)
  const { world } = options.context
  app.use(context(options, openAccessBook(world.db), new PublicWorlds(world)))

  app.use(onlyHead())
  app.use(methodNotAllowed({ app, onMethodNotAllowed: wrongMethod }))

  const api = new OpenAPIHono<HttpEnv>()
  api.use(
    refuseUnknownKey,
    sameOrigin(),
    checkRight(),
    limitedBody(),
    decideWorld(options.publication ?? 'released'),
  )
  api.use('/readings', answerCache())
  api.use('/readings.csv', answerCache())
  api.use('/distribution', answerCache())
  api.use('/series', answerCache())
  api.use('/comparison', answerCache())
  api.use('/signals', answerCache())
  api.use('/composite', answerCache())
  api.use('/coverage', answerCache())
  api.use('/quality', answerCache())
  // What ends in /* is also the path without it: kept twice, an answer would be zipped twice.
  api.use('/innovations/*', answerCache())
  api.use('/agencies', answerCache())
  api.use('/services', answerCache())
  api.use('/indicators/*', answerCache())
  // Files have one store between them.
  const files = answerCache()
  for (const { view, path } of DOWNLOADS) if (view !== 'effect') api.use(path, files)
  api.use('/imports/*', compress())
  api.use('/releases/*', compress())
  api.use('/revisions', compress())
  api.get('/healthz', (c) => c.json({ status: 'ok' }, 200))
  api.get('/readyz', ready)
  api.route('/', readings)
  api.route('/', releases)
  api.route('/', distribution)
  api.route('/', series)
  api.route('/', comparison)
  api.route('/', signals)
  api.route('/', composite)
  api.route('/', coverage)
  api.route('/', quality)
  api.route('/', innovations)
  api.route('/', entities)
  api.route('/', indicators)
  api.route(
    '/',
    downloads((request, env) => app.fetch(request, env)),
  )
  api.route('/', releaseData)
  api.route('/', templates)
  api.route('/', imports)
  api.route('/', drafts)
  api.route('/', importHistory)
  api.route('/', calendars)
  api.route('/', complaintClasses)
  api.route('/', baselines)
  api.route('/', survey)
  api.route('/', targets)
  api.route('/', rulesInForce)
  api.route('/', entityChanges)
  api.route('/', previews)
  api.route('/', plans)
  api.route('/', maintenance)
  api.route('/', pushes)
  api.route('/', webhooks)
  api.route('/', releaseDesk)
  api.route('/', me)
  api.route('/', due)
  api.route('/', submissions)
  api.route('/', releaseCalendar)
  api.route('/', entry)
  api.route('/', mails)
  api.route('/', retention)
  api.route('/', persons)
  api.route('/', session)
  api.route('/', sso)
  api.route('/', invitations)
  api.route('/', account)
  api.route('/', ownKeys)
  api.route('/', reset)
  api.route('/', people)
  api.route('/', audit)
  api.route('/', agencyKeys)
  api.get('/openapi.json', (c) => {
    c.header('access-control-allow-origin', '*')
    return c.json(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Terukur',
          version: '1',
          description: 'Output indicators of public services: speed, volume and satisfaction per agency.',
        },
      }),
    )
  })
  api.all('*', (c) => (c.req.method === 'OPTIONS' ? preflight(c) : notFound(c)))

  describeEvents(app)
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  app.route('/api/v1', api)
  app.all('/api/*', notFound)
  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200))
  app.get('/readyz', ready)
  app.route('/docs', documentPage())
  app.route('/s', surveyForm(readFormKey(options.context.dataDir), options.publicUrl ?? null))
  // Pages that the server writes ask as anybody may.
  const ask: AskApp = (url, headers) => app.request(url, { headers })
  app.route('/', pageFiles(ask))
  app.route('/', webApp(options.webDir, new WrittenPages(ask, options.log)))
  return app
}

const context =
  (options: AppOptions, access: AccessBook, released: PublicWorlds): MiddlewareHandler<HttpEnv> =>
  async (c, next) => {
    const { context: action, imports: queue, token, identity, log } = options
    const given = c.req.header('x-request-id')
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
    c.set('requestId', requestId)
    c.set('world', action.world)
    c.set('released', released)
    c.set('imports', queue)
    c.set('drafts', options.drafts)
    c.set('pushes', options.pushes)
    c.set('freezes', options.freezes)
    c.set('isPreparing', options.isPreparing ?? (() => false))
    c.set('identity', identity)
    c.set('access', access)
    const address = addressOf(c, options.proxies ?? 0)
    c.set('address', address)
    const asked = c.req.query('lang') ?? c.req.header('accept-language')?.slice(0, 2)
    const locale = asked === 'en' ? 'en' : 'id'
    c.set('locale', locale)
    // The files of the web app are the same for everybody.
    const { actor, session, refusal } = c.req.path.startsWith('/api/')
      ? await resolveActor(
          { address, headers: c.req.raw.headers },
          { token, identity, access, now: action.clock() },
        )
      : { actor: ANONYMOUS, session: null, refusal: null }
    c.set('context', { ...action, actor, locale })
    c.set('session', session)
    c.set('refusal', refusal)
    c.set('isAnonymous', true)
    c.set('viewer', { isAnonymous: true })
    const startedAt = performance.now()
    await next()
    for (const cookie of session?.cookies ?? []) c.res.headers.append('set-cookie', cookie)
    if (!c.get('hasStandardHeaders')) addStandardHeaders(c.res.headers, requestId)
    if (!log.isLevelEnabled('debug')) return
    log.debug(
      {
        requestId,
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        ms: Math.round(performance.now() - startedAt),
      },
      'request',
    )
  }

/** What another site may ask of the figures that everybody sees; writing is for the holder of a token, not a browser. */
const preflight = (c: Context<HttpEnv>) =>
  c.body(null, 204, {
    allow: 'GET, HEAD, OPTIONS',
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': 'accept, accept-language, if-none-match',
    'access-control-max-age': '86400',
  })

const refuseUnknownKey: MiddlewareHandler<HttpEnv> = async (c, next) => {
  const refusal = c.get('refusal')
  if (refusal) throw refusal
  await next()
}

const ready: MiddlewareHandler<HttpEnv> = async (c) => {
  await c.get('world').db.read.selectFrom('counter').select('value').limit(1).execute()
  return c.json({ status: 'ready' }, 200)
}
