import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runImport } from '#server/actions/imports/run-import.ts'
import type { ActionName } from '#shared/access.ts'
import type { Comparison } from '#shared/contract/comparison.ts'
import type { FigureChange } from '#shared/contract/figure-change.ts'
import type { QualityReport } from '#shared/contract/quality.ts'
import type { Readings } from '#shared/contract/reading.ts'
import type { Series } from '#shared/contract/series.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { ENGINES } from '../../support/database.ts'
import { importText } from '../../support/import.ts'
import { send, signedIn } from '../../support/people.ts'
import { BEARER, openTestServer, type TestServer } from '../../support/server.ts'
import { lines } from '../../support/small-file.ts'

// Who is shown figures about few people. North has two offices, South one; each was heard by five people in every month
// of two years, until all of them were of one mind in the last.

const MONTHS = Array.from(
  { length: 24 },
  (_, i) => `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
)
const LAST = MONTHS.at(-1)!
const MAPPING = {
  dataset: 'surveys',
  format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
  columns: Object.fromEntries([
    ...['ref', 'agency', 'service'].map((name) => [name, name]),
    ['answeredAt', 'on'],
    ...ELEMENTS.map((element) => [element, 'score']),
  ]),
  create: ['agency', 'service'],
  covers: ['2024-01-01', '2025-12-31'],
  asOf: '2026-01-05',
}
const HEADER = 'ref,agency,service,on,score'
const answersOf = (office: string) =>
  MONTHS.flatMap((month, at) =>
    Array.from({ length: 5 }, (_, i) => {
      const score = month === LAST ? 1 : 3 + ((at * 7 + i * 3) % 2)
      return `${office}-${at}-${i},${office},Permit,${month}-10,${score}`
    }),
  )

describe.each(ENGINES)('figures about few people on %s', (engine) => {
  let server: TestServer
  const who: Record<string, Record<string, string>> = { visitor: {}, owner: BEARER }
  beforeAll(async () => {
    server = await openTestServer(engine, { hasPeople: true })
    for (const [parent, offices] of [
      ['North', ['North 1', 'North 2']],
      ['South', ['South 1']],
    ] as const) {
      const mapping = { ...MAPPING, constants: { agencyParent: parent } }
      await importText(server.test, 'surveys', mapping, lines(HEADER, ...offices.flatMap(answersOf)))
    }
    const viewer = (agency: string | null) => signedIn(server, { role: 'viewer', agency })
    const north = await signedIn(server, { role: 'contributor', agency: 'north' })
    who['of north'] = north.headers
    who['of south'] = (await viewer('south')).headers
    who['of all'] = (await viewer(null)).headers
    const keyFor = async (...actions: ActionName[]) => {
      const body = { name: 'k', actions, days: 30 }
      const answer = await send(server, 'POST', '/api/v1/account/keys', body, north.headers)
      return { authorization: `Bearer ${((await answer.json()) as { key: string }).key}` }
    }
    who['key without'] = await keyFor('import.prepare')
    who['key with'] = await keyFor('figures.see-hidden')
  })
  afterAll(() => server.close())

  const ask = async <T>(name: string, path: string): Promise<T> => {
    const answer = await server.get(`/api/v1${path}`, who[name])
    expect(answer.status).toBe(200)
    const sees = answer.headers.get('cache-control') === 'private, no-store'
    return { ...((await answer.json()) as T), sees }
  }
  /** Who is shown it unhidden; asked in turn, so that what one is shown is not kept for the next. */
  const seenBy = async <T>(path: string, isSeen: (answer: T) => boolean): Promise<string[]> => {
    const names: string[] = []
    for (const name of [...Object.keys(who), 'visitor']) {
      const answer = await ask<T & { sees: boolean }>(name, path)
      if (isSeen(answer)) names.push(name)
      // An answer of which nothing is hidden anyway may be the one for everybody.
      expect(answer.sees || !isSeen(answer)).toBe(true)
    }
    return names
  }
  const NORTH = ['owner', 'of north', 'of all', 'key with']
  const ALL = ['owner', 'of all']
  const SPAN = `indicators=respondents&from=${LAST}-01&to=${LAST}-01`
  const hasFive = ({ readings }: Readings) => readings.some(({ value }) => value === 5)

  it('are shown in readings to who belongs to every agency of the question', async () => {
    const of = (agency: string) => seenBy<Readings>(`/readings?${SPAN}${agency}`, hasFive)
    expect(await of('&agency=north-1')).toEqual(NORTH)
    expect(await of('&agency=north-1,north-2&service=*')).toEqual(NORTH)
    expect(await of('&agency=south-1')).toEqual(['owner', 'of south', 'of all'])
    expect(await of('&agency=north-1,south-1')).toEqual(ALL)
    expect(await of('&agency=*')).toEqual(ALL)
    expect(await of('&levels=unit')).toEqual(ALL)
  })

  it('are shown in series so', async () => {
    expect(
      await seenBy<Series>('/series?indicator=respondents&agency=north-1', ({ points }) =>
        points.some(({ value }) => value === 5),
      ),
    ).toEqual(NORTH)
  })

  it('are shown in comparisons, which are with others, to who sees everything', async () => {
    const path = `/comparison?indicator=satisfaction-index&period=${LAST}&peers-of=north-1&peers=north-2`
    const isSeen = ({ agencies }: Comparison) => agencies.some(({ n }) => n === 5)
    expect(await seenBy<Comparison>(path, isSeen)).toEqual(ALL)
    // Nor can a question pass itself off as one about one's own.
    expect((await server.get(`/api/v1${path}&agency=north-1`, who['of north'])).status).toBe(400)
  })

  it('are shown in signals so', async () => {
    const isSeen = ({ items }: { items: unknown[] }) => items.length > 0
    expect(
      await seenBy(`/signals?indicator=satisfaction-index&agency=north-1&since=${LAST}-01`, isSeen),
    ).toEqual(NORTH)
    expect(
      (
        await server
          .get('/api/v1/signals?indicator=satisfaction-index', who['of north'])
          .then((answer) => answer.json() as Promise<{ items: { agency: string | null }[] }>)
      ).items.filter(({ agency }) => agency === 'north-1'),
    ).toEqual([])
  })

  it('are shown in quality so', async () => {
    const isSeen = ({ agencies }: QualityReport) => agencies.some(({ duplicates }) => duplicates.of > 0)
    expect(await seenBy<QualityReport>('/quality?agency=south', isSeen)).toEqual([
      'owner',
      'of south',
      'of all',
    ])
  })

  it('are left out of what an import would change, for who may not see them', async () => {
    const path = join(server.test.dataDir, 'more.csv')
    await writeFile(path, lines(HEADER, `x,North 1,Permit,${LAST}-11,1`))
    const told = async (only: ActionName[] | null) => {
      let changes: FigureChange[] = []
      const grants = [{ role: 'contributor', agency: 'north' } as const]
      await runImport(
        { ...server.test.context, actor: { kind: 'key', id: 'k', name: 'k', grants, only } },
        {
          dataset: 'surveys',
          mapping: MAPPING,
          mappingDir: null,
          files: [{ path, name: 'more.csv' }],
          dryRun: true,
          importId: randomUUID(),
          onFigures: (effect) => {
            changes = effect.changes
          },
        },
      )
      return changes.map(({ indicator, before, after }) => [indicator, before, after])
    }
    expect(await told(null)).toContainEqual(['respondents', 5, 6])
    expect(await told(['import.commit'])).toEqual([])
  })
})
