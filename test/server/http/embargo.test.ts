import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { createApp } from '#server/http/app.ts'
import { isOpen, ROUTE_RIGHTS } from '#server/http/route-rights.ts'
import { openWorld } from '#server/readings/world.ts'
import { ENGINES } from '../../support/database.ts'
import { deliverAnswers, deliverCases, plantOffices } from '../../support/release-world.ts'
import { openTestServer, type TestServer, TOKEN } from '../../support/server.ts'

// Before its instant nothing tells that a release is there: every open route gives the same bytes and tags as before it
// was frozen. At the instant all of it is there, in a server that was started before it and in one started after it.

const INSTANT = '2026-05-06T02:00:00.000Z'
const JUST_BEFORE = '2026-05-06T01:59:59.999Z'
const NEXT = '2026-04'
const RANGE = { range: 'bytes=0-0', 'if-range': '"x"' }

const span = 'from=2026-01-01&to=2026-06-30'
const QUESTIONS = [
  '/openapi.json',
  `/readings?indicators=received,on-time-rate,median-time,respondents&${span}`,
  `/readings?indicators=received,respondents&agency=*&service=*&grain=year&${span}&include=signal,change,status`,
  `/readings?indicators=received&agency=north&grain=day&from=2026-04-01&to=2026-04-10`,
  `/readings.csv?indicators=received&grain=all&${span}`,
  `/readings.csv?indicators=received&agency=*&grain=quarter&${span}`,
  '/distribution?period=2026-04',
  '/distribution.csv?period=2026-04',
  '/series?indicator=received&agency=north',
  '/series.csv?indicator=on-time-rate',
  '/comparison?indicator=on-time-rate&period=2026-04&level=unit',
  '/comparison.csv?indicator=on-time-rate&period=2026-Q2&peers-of=north',
  '/signals',
  '/signals.csv',
  '/composite?period=2026-04',
  '/composite.csv?period=2026-04',
  '/coverage',
  '/coverage.csv',
  '/quality',
  '/quality.csv',
  '/innovations',
  '/innovations.csv',
  '/innovations/x',
  '/innovations/x/effect',
  '/innovations/x/effect.csv',
  '/agencies',
  '/services',
  '/indicators',
  '/indicators/received',
  '/calendars',
  '/calendars/agencies',
  '/calendars/holidays',
  '/complaint-classes',
  '/standards',
  '/targets',
  '/targets.csv',
  '/explanations',
  '/explanations.csv',
  '/plans',
  '/plans.csv',
  '/me',
  '/releases',
  '/releases/2026-03',
  `/releases/${NEXT}`,
  `/releases/${NEXT}/parts/rules.json`,
  `/releases/${NEXT}/parts/readings/north.ndjson`,
  `/releases/${NEXT}/readings?indicators=received&${span}`,
  `/releases/${NEXT}/readings.csv?indicators=received&${span}`,
  `/releases/${NEXT}/package.zip`,
  `/releases/${NEXT}/data.csv`,
  `/releases/${NEXT}/changes.csv`,
  `/releases/${NEXT}/changed`,
  '/catalog.jsonld',
  '/revisions',
  '/release-calendar',
  '/release-keys',
  '/healthz',
  '/readyz',
]
/** A file is sent while it is made the first time, and later from where it is kept: a short one of known length is not
 *  zipped. */
const CHANGING = new Set(['x-request-id', 'content-length', 'transfer-encoding', 'vary'])
/** Of no state of the data, or the same answer in another form. */
const ELSEWHERE =
  /^GET \/(healthz|readyz|session.*|entry\/linked|templates\/:file|.*\.(json|xlsx|parquet|jsonl|ndjson))$/

describe.each(ENGINES)('a release under embargo on %s', (engine) => {
  let server: TestServer
  let before: Record<string, string>
  beforeAll(async () => {
    server = await openTestServer(engine, { publication: 'released' })
    const { test } = server
    test.setClock('2026-04-05T03:00:00.000Z')
    await plantOffices(test)
    const months = Array(5).fill({ done: 20, late: 4 })
    for (const agency of ['north', 'south'])
      await deliverCases(test, agency, '2025-11-01', '2026-03-31', months)
    await freezeRelease(test.context, { through: '2026-03' })
    test.setClock('2026-05-04T03:00:00.000Z')
    for (const agency of ['north', 'south'])
      await deliverCases(test, agency, '2026-04-01', '2026-04-30', [{ done: 30, late: 9 }])
    await deliverAnswers(test, 'north', '2026-04-10', '2026-04-30', Array(15).fill(4))
    before = await see(server.app)
    await freezeRelease(test.context, { through: NEXT, publishAt: INSTANT })
  })
  afterAll(() => server.close())

  async function see(app: TestServer['app']): Promise<Record<string, string>> {
    const seen: Record<string, string> = {}
    for (const question of QUESTIONS) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await app.request(`/api/v1${question}`, {
          method,
          headers: { 'accept-language': 'en' },
        })
        const body = (await answer.text()).replace(/"requestId":"[^"]*"/, '')
        const headers = [...answer.headers].filter(([name]) => !CHANGING.has(name)).join('; ')
        seen[method === 'GET' ? question : `HEAD ${question}`] = `${answer.status} ${headers} ${body}`
      }
    }
    return seen
  }

  /** The server as it is after a restart. */
  const restarted = () =>
    createApp({
      ...server,
      context: { ...server.test.context, world: openWorld(server.test.world.db) },
      imports: server.queue,
      publication: 'released',
      token: TOKEN,
      log: pino({ level: 'silent' }),
      webDir: join(server.test.dataDir, 'no-web'),
    })

  it('is asked for by every open route', () => {
    const routes = Object.entries(ROUTE_RIGHTS).flatMap(([name, right]) =>
      isOpen(right) && name.startsWith('GET ') && !ELSEWHERE.test(name) ? [name.slice(4)] : [],
    )
    const patterns = routes.map(
      (path) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/?]+')}(\\?|$)`),
    )
    expect(routes.filter((_, i) => !QUESTIONS.some((question) => patterns[i]!.test(question)))).toEqual([])
    expect(Object.values(before).filter((text) => text.startsWith('5'))).toEqual([])
    expect(Object.values(before).filter((text) => text.startsWith('200')).length).toBeGreaterThan(30)
  })

  it('is told by nothing before its instant', async () => {
    expect(await see(server.app)).toEqual(before)
    server.test.setClock(JUST_BEFORE)
    expect(await see(server.app)).toEqual(before)
    expect(await see(restarted())).toEqual(before)
  })

  it('is there for no method, tag or range before its instant, more than one that never was', async () => {
    const [row] = await server.test.world.db.read
      .selectFrom('release')
      .select('sha256')
      .where('code', '=', NEXT)
      .execute()
    const asked = async (code: string) => {
      const seen: string[] = []
      for (const path of [
        '',
        '/parts/rules.json',
        '/parts/readings/north.ndjson',
        '/data.csv',
        '/package.zip',
      ])
        for (const method of ['GET', 'HEAD'])
          for (const headers of [{ 'if-none-match': '*' }, { 'if-none-match': `"${row!.sha256}"` }, RANGE]) {
            const url = `/api/v1/releases/${code}${path}`
            const answer = await server.app.request(url, { method, headers: { ...headers } })
            const text = (await answer.text()).replaceAll(code, 'CODE').replace(/"requestId":"[^"]*"/, '')
            const told = [...answer.headers].filter(([name]) => name !== 'x-request-id')
            seen.push(`${answer.status} ${JSON.stringify(told)} ${text}`)
          }
      return seen
    }
    const hidden = await asked(NEXT)
    expect(hidden).toEqual(await asked('2099-04'))
    expect(hidden.filter((text) => !text.startsWith('404'))).toEqual([])
  })

  it('is there as a whole at its instant, also after a restart over it', async () => {
    server.test.setClock(INSTANT)
    const after = await see(server.app)
    const of = (start: string) => Object.entries(after).filter(([question]) => question.startsWith(start))
    for (const [question, text] of [...of('/readings?'), ...of('/series?'), ...of('/coverage')])
      if (!question.includes('.csv')) expect(text).toContain(`"release":"${NEXT}"`)
    for (const [, text] of of(`/releases/${NEXT}`)) expect(text).toMatch(/^200 /)
    expect(after['/releases']).toContain(`"${NEXT}"`)
    expect(after[QUESTIONS[1]!]).toMatch(/"period":"2026-04","value":60,/)
    const again = await see(restarted())
    expect(QUESTIONS.filter((question) => again[question] !== after[question])).toEqual([])
  })
})
