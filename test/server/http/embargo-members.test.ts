import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act } from '#server/actions/define-action.ts'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { planRelease } from '#server/actions/releases/plan.ts'
import type { Grant } from '#shared/access.ts'
import { signedIn, type TestPerson } from '../../support/people.ts'
import { deliverAnswers, deliverCases, plantOffices } from '../../support/release-world.ts'
import { openTestServer, type TestServer } from '../../support/server.ts'

// What an account may see beside a release under embargo is that of its own agencies, and of others what everybody
// sees. Two instances differ in nothing but what one office delivered of the month that is not out yet: to nobody of
// another office do they answer otherwise, before the freeze or after it.

const INSTANT = '2026-05-06T02:00:00.000Z'
const span = 'from=2026-01-01&to=2026-06-30'
const OF_OTHERS: Grant[][] = [
  [],
  [{ role: 'viewer', agency: 'north' }],
  [{ role: 'contributor', agency: 'north' }],
  [{ role: 'approver', agency: 'north' }],
  [{ role: 'administrator', agency: 'north' }],
]

const AGENCIES = [
  '',
  '&agency=south',
  '&agency=north,south',
  '&agency=*',
  '&agency=province',
  '&agency=*&service=*',
]
const QUESTIONS = [
  ...AGENCIES.flatMap((of) => [
    `/readings?indicators=received,on-time-rate,median-time,respondents,satisfaction-score&grain=month&${span}${of}`,
    `/readings?indicators=received&grain=year&${span}${of}&include=signal,change,status`,
    `/distribution?period=2026-04${of}`,
    `/series?indicator=received${of}`,
    `/signals?${of.slice(1)}`,
    `/coverage?${of.slice(1)}`,
    `/quality?${of.slice(1)}`,
    `/targets?${of.slice(1)}`,
    `/explanations?${of.slice(1)}`,
    `/plans?${of.slice(1)}`,
    `/innovations?${of.slice(1)}`,
    `/due?${of.slice(1)}`,
    `/submissions?${of.slice(1)}`,
    `/imports?${of.slice(1)}`,
    `/audit?${of.slice(1)}`,
    `/survey/results?service=permit${of}`,
  ]),
  `/readings?indicators=received&agency=south&grain=day&from=2026-04-01&to=2026-04-10`,
  `/readings?indicators=received&source=live&grain=month&${span}&agency=south`,
  '/comparison?indicator=on-time-rate&period=2026-04&level=unit',
  '/comparison?indicator=on-time-rate&period=2026-Q2&peers-of=north',
  '/comparison?indicator=received&period=2026-04&peers-of=south',
  '/composite?period=2026-04',
  '/agencies',
  '/services',
  '/indicators',
  '/notes',
  '/mails',
  '/people',
  '/keys',
  '/webhooks',
  '/drafts',
  '/expectations',
  '/entry?agency=south&period=2026-04',
  '/entry/links?agency=south',
  '/submissions/history?agency=south&month=2026-04',
  '/targets/history?agency=south',
  '/plans/history?agency=south',
  '/survey/forms',
  '/release-check?through=2026-04',
  '/release-desk',
  '/release-freezes',
  '/retention',
  '/releases',
  '/releases/2026-04',
  '/release-calendar',
  '/revisions',
]

const QUESTIONS_OF_SOUTH = `/readings?indicators=received&grain=month&${span}&agency=south`

describe('a release under embargo', () => {
  const servers: TestServer[] = []
  const people: TestPerson[][] = []
  const seen: Record<string, string>[][] = []
  beforeAll(async () => {
    for (const [done, late, score] of [
      [30, 9, 4],
      [45, 1, 2],
    ] as const) {
      const server = await openTestServer('duckdb', { publication: 'released', hasPeople: true })
      servers.push(server)
      const { test } = server
      test.setClock('2026-04-05T03:00:00.000Z')
      await plantOffices(test)
      for (const agency of ['north', 'south'])
        await deliverCases(test, agency, '2025-11-01', '2026-03-31', Array(5).fill({ done: 20, late: 4 }))
      await freezeRelease(test.context, { through: '2026-03' })
      people.push([])
      for (const grants of OF_OTHERS) people.at(-1)!.push(await signedIn(server, ...grants))
      test.setClock('2026-05-04T03:00:00.000Z')
      const { planId } = await act(test.context, planRelease, {
        through: '2026-04',
        publishAt: INSTANT,
        submitBy: null,
        note: null,
      })
      await deliverCases(test, 'north', '2026-04-01', '2026-04-30', [{ done: 30, late: 9 }])
      await deliverCases(test, 'south', '2026-04-01', '2026-04-30', [{ done, late }])
      await deliverAnswers(test, 'south', '2026-04-10', '2026-04-30', Array(15).fill(score))
      const before = await see(server, people.at(-1)!)
      await freezeRelease(test.context, { through: '2026-04', publishAt: INSTANT, planId })
      seen.push([...before, ...(await see(server, people.at(-1)!))])
    }
  })
  afterAll(() => Promise.all(servers.map((server) => server.close())))

  /** What is told to each of them, without what no two instances have alike. */
  async function see(server: TestServer, all: TestPerson[]): Promise<Record<string, string>[]> {
    const told: Record<string, string>[] = []
    for (const { headers } of all) {
      const own: Record<string, string> = {}
      for (const question of QUESTIONS) {
        const answer = await server.get(`/api/v1${question}`, headers)
        const text = await answer.text()
        const said = [...answer.headers].filter(([name]) => !['x-request-id', 'set-cookie'].includes(name))
        own[question] = `${answer.status} ${said.join('; ')} ${text}`
          .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, 'ID')
          // The keys of two instances differ, and so does what is hashed with an id.
          .replaceAll(/"(sha256|keyId|hash)":"[\da-f]+"/g, '"$1":""')
          .replaceAll(/"seconds":[\d.]+/g, '')
      }
      told.push(own)
    }
    return told
  }

  it('answers nobody of another office otherwise for what is in it', () => {
    const differing = seen[0]!.flatMap((told, i) =>
      QUESTIONS.filter((question) => told[question] !== seen[1]![i]![question]).map((question) => [
        i,
        question,
      ]),
    )
    expect(differing).toEqual([])
    const answered = seen[0]!.flatMap(Object.values).filter((text) => text.startsWith('200'))
    expect(answered.length).toBeGreaterThan(500)
  })

  it('is seen by the office itself: what is compared is not the same by chance', async () => {
    const figures: string[] = []
    for (const server of servers) {
      const { headers } = await signedIn(server, { role: 'viewer', agency: 'south' })
      figures.push(await (await server.get(`/api/v1${QUESTIONS_OF_SOUTH}`, headers)).text())
    }
    expect(figures[0]).toContain('"period":"2026-04","value":30,')
    expect(figures[1]).toContain('"period":"2026-04","value":45,')
  })
})
