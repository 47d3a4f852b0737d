import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { act } from '#server/actions/define-action.ts'
import { answerSurvey } from '#server/actions/surveys/answer.ts'
import { makeFormToken, readFormToken } from '#server/auth/form-token.ts'
import { networkOf } from '#server/auth/network-of.ts'
import { findRetention } from '#server/db/queries/retention.ts'
import type { DirectoryAgency, DirectoryService } from '#server/readings/directory.ts'
import { formPath, listForms } from '#server/readings/survey-forms.ts'
import { DEFAULT_DAILY_CAP } from '#shared/contract/survey-answer.ts'
import { nameIn } from '#shared/i18n/name-in.ts'
import type { Locale } from '#shared/i18n/text.ts'
import type { HttpEnv } from '../../env.ts'
import { AddressCounts } from '../../survey/address-counts.ts'
import { type FormOf, formPage, type Given, type Wrong } from '../../survey/form-page.ts'
import { choicePage, closedPage, thanksPage } from '../../survey/other-pages.ts'
import { posterPage } from '../../survey/poster-page.ts'
import { answerDay, isFresh, judgeDelivery, readFields } from '../../survey/read-answer.ts'
import { type Html, textsOf } from '../../survey/shell.ts'

/** A tablet at a counter hears a citizen every twenty seconds at most, and an office shares one address. */
const ADDRESS_LIMIT = { limit: 30, windowMs: 10 * 60_000 }
/** One place may not use up the day of a form: this is half of what a form takes where its agency sets nothing else. */
const FORM_LIMIT = { limit: DEFAULT_DAILY_CAP / 2, windowMs: 86_400_000 }
/** Hosts that mean a machine itself. */
const LOCAL_HOST = /^(localhost|127\.|\[::1\]$|0\.0\.0\.0$)/
const MAX_BODY_BYTES = 16 * 1024

type Ctx = Context<HttpEnv>

/** As the web app: Indonesian unless the address says otherwise. Many a cheap phone was sold set to English. */
const localeOf = (c: Ctx): Locale => (c.req.query('lang') === 'en' ? 'en' : 'id')

/** The survey for citizens: pages without an account, made here, whole without a script. `key` signs the forms. `publicUrl`: how the
 *  instance is reached; null: as whoever asks reached it. */
export function surveyForm(key: Buffer, publicUrl: string | null) {
  const counts = new AddressCounts(ADDRESS_LIMIT)
  const ofForms = new AddressCounts(FORM_LIMIT)
  const app = new Hono<HttpEnv>()
  app.use('/*', compress())

  app.get('/:service', async (c) => {
    const code = c.req.query('agency')
    if (code !== undefined) return show(c, key, c.req.param('service'), code)
    const { service, agencies } = await offering(c, c.req.param('service'))
    if (!service || agencies.length === 0) return closed(c)
    if (agencies.length === 1)
      return c.redirect(`${formPath(service, agencies[0]!)}${new URL(c.req.url).search}`)
    const locale = localeOf(c)
    return page(
      c,
      choicePage({
        locale,
        path: `/s/${encodeURIComponent(service.code)}`,
        service: nameIn(locale, service),
        agencies: namedApart(locale, agencies),
      }),
    )
  })

  app.get('/:service/:agency', (c) => show(c, key, c.req.param('service'), c.req.param('agency')))

  app.get('/:service/:agency/poster', async (c) => {
    const found = await findOpen(c, c.req.param('service'), c.req.param('agency'))
    if (!found) return closed(c)
    const origin = publicUrl ?? new URL(c.req.url).origin
    const { agency, service, of } = found
    return page(
      c,
      posterPage({
        locale: of.locale,
        agency,
        service,
        url: `${origin.replace(/\/$/, '')}${of.path}`,
        isLocal: LOCAL_HOST.test(new URL(origin).hostname),
      }),
    )
  })

  app.post(
    '/:service/:agency',
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => tooLarge(c as Ctx, key) }),
    async (c) => {
      const found = await findOpen(c, c.req.param('service'), c.req.param('agency'))
      if (!found) return closed(c)
      const { of, agency, service } = found
      const given = await readBody(c)
      const now = Date.parse(c.get('context').clock())
      const token = readFormToken(key, of.path, given.form ?? '')
      const t = textsOf(of.locale)
      const again = (wrong: Wrong, status: 403 | 422 | 429) => {
        const next = isFresh(token, now) ? given.form! : newToken(c, key, of)
        return page(c, formPage(of, next, given, wrong), status)
      }
      const whole = (message: string): Wrong => ({ whole: message, fields: {} })
      // Another site could have its visitors answer, each from an address of its own.
      if (c.req.header('sec-fetch-site') === 'cross-site') return again(whole(t.problems.foreign), 403)
      const delivery = judgeDelivery(t, given, token, now)
      if (delivery || !token) return again(whole(delivery ?? t.problems.old), 422)
      const read = readFields(t, given)
      if ('wrong' in read) return again(read.wrong, 422)
      const address = networkOf(c.get('address'))
      if (!counts.take(address, now) || !ofForms.take(`${address} ${of.path}`, now)) {
        c.header('retry-after', String(ADDRESS_LIMIT.windowMs / 1000))
        return again(whole(t.problems.busy), 429)
      }
      const outcome = await act(c.get('context'), answerSurvey, {
        agency: agency.code,
        service: service.code,
        nonce: token.nonce,
        answeredOn: answerDay(given, token.issuedAt, now, agency.timeZone),
        ...read.fields,
      })
      if (outcome === 'full') {
        c.header('retry-after', '43200')
        return again(whole(t.problems.full), 429)
      }
      const results = `/services/${encodeURIComponent(service.code)}${of.locale === 'en' ? '?lang=en' : ''}`
      return page(c, thanksPage(of, outcome, results))
    },
  )
  return app
}

async function show(c: Ctx, key: Buffer, service: string, agency: string) {
  const found = await findOpen(c, service, agency)
  return found ? page(c, formPage(found.of, newToken(c, key, found.of))) : closed(c)
}

const newToken = (c: Ctx, key: Buffer, { path }: FormOf): string =>
  makeFormToken(key, path, c.get('context').clock())

async function tooLarge(c: Ctx, key: Buffer) {
  const { service = '', agency = '' } = c.req.param() as Record<string, string>
  const found = await findOpen(c, service, agency)
  if (!found) return closed(c)
  const wrong = { whole: textsOf(found.of.locale).problems.large, fields: {} }
  return page(c, formPage(found.of, newToken(c, key, found.of), {}, wrong), 413)
}

/** A page is of one form and one moment: nobody keeps it. */
function page(c: Ctx, body: Html, status: 200 | 403 | 404 | 413 | 422 | 429 = 200) {
  c.header('cache-control', 'no-store')
  c.header('content-language', localeOf(c))
  return c.html(body, status)
}

const closed = (c: Ctx) => page(c, closedPage({ locale: localeOf(c), path: c.req.path }), 404)

/** The fields of the form as texts; a file or an unreadable body is none. */
async function readBody(c: Ctx): Promise<Given> {
  const body = await c.req.parseBody().catch(() => ({}))
  return Object.fromEntries(
    Object.entries(body).filter((field): field is [string, string] => typeof field[1] === 'string'),
  )
}

/** The agencies that have the form of a service open, by name. */
async function offering(c: Ctx, code: string) {
  const world = c.get('world')
  const directory = await world.directory()
  const service = directory.serviceByCode.get(code)
  const forms = service ? await listForms(world.db.read, directory) : []
  const agencies = forms
    .filter(({ serviceId, isOpen }) => isOpen && serviceId === service?.serviceId)
    .map(({ agencyId }) => directory.agencyById.get(agencyId)!)
    .sort((a, b) => a.name.localeCompare(b.name, 'id'))
  return { service, agencies }
}

/** Names of agencies, those of one name with their codes. */
function namedApart(locale: Locale, agencies: readonly DirectoryAgency[]) {
  const named = agencies.map((agency) => ({ code: agency.code, name: nameIn(locale, agency) }))
  const count = Map.groupBy(named, ({ name }) => name)
  return named.map(({ code, name }) => ({
    code,
    name: count.get(name)!.length > 1 ? `${name} (${code})` : name,
  }))
}

async function findOpen(
  c: Ctx,
  service: string,
  agency: string,
): Promise<{ of: FormOf; agency: DirectoryAgency; service: DirectoryService } | null> {
  const found = await offering(c, service)
  const one = found.agencies.find(({ code }) => code === agency)
  if (!found.service || !one) return null
  const locale = localeOf(c)
  return {
    agency: one,
    service: found.service,
    of: {
      locale,
      path: formPath(found.service, one),
      agency: nameIn(locale, one),
      service: nameIn(locale, found.service),
      isDemo: one.source === 'demo',
      answerMonths: await findRetention(c.get('world').db.read, 'surveys'),
    },
  }
}
