import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutPoint, findPoints, type LinePoints, type PointsFilter } from '#server/db/queries/release-lines.ts'
import { KeptPoints } from '#server/readings/kept-points.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'

// What is kept of a release says what its lines say, and no more of it is kept than there is room for.

const AGENCIES = Array.from({ length: 12 }, (_, i) => i)
const point = (agencyId: number, month: string) =>
  `["${month}",${agencyId}.5,null,null,null,null,null,null,1,1,["partial"]]`
const body = (agencyId: number, indicator: string, service: string, year: string) =>
  `{"agency":"a","grain":"month","indicator":"${indicator}","points":[${point(agencyId, `${year}-01`)},${point(agencyId, `${year}-02`)}],"service":${service === '' ? 'null' : `"${service}"`},"year":"${year}"}`

const league = {
  agencyIds: null,
  indicators: ['received'],
  services: [''],
  grain: 'month',
  years: ['2025'],
} satisfies PointsFilter

type Asked = Parameters<KeptPoints['find']>[0]

describe.each(ENGINES)('points of a release on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    await test.world.db.write(async (tx) => {
      const rows = AGENCIES.flatMap((agencyId) =>
        ['received', 'backlog'].flatMap((indicator) =>
          ['', 'permit'].flatMap((service) =>
            ['2024', '2025'].map((year) => ({
              agencyId,
              part: 'readings' as const,
              indicator,
              service,
              grain: 'month',
              year,
              fromSequence: 1,
              toSequence: null,
              body: body(agencyId, indicator, service, year),
            })),
          ),
        ),
      )
      await tx.insertInto('releaseLine').values(rows).execute()
    })
  })
  afterAll(() => test.close())

  const db = () => test.world.db.read
  const sorted = (rows: readonly LinePoints[]) => rows.map((row) => JSON.stringify(row)).sort()
  const isChanged = (rows: readonly LinePoints[]) => rows.some(({ points }) => points.includes('changed'))

  it('are those of its lines, however they are asked for', async () => {
    const kept = new KeptPoints(db(), 1)
    const questions: Asked[] = [
      league,
      { ...league, agencyIds: [3] },
      { ...league, agencyIds: [3, 5], years: ['2024', '2025'] },
      { ...league, agencyIds: AGENCIES, indicators: ['received', 'backlog'], years: ['2024', '2025'] },
      { ...league, services: ['permit'], agencyIds: [0, 99] },
      { ...league, services: null },
      { ...league, services: ['', 'permit'] },
      { ...league, years: ['2023'] },
    ]
    for (const round of [1, 2])
      for (const of of questions)
        expect(sorted(await kept.find(of)), `${round} ${JSON.stringify(of)}`).toEqual(
          sorted(await findPoints(db(), 1, of)),
        )
    expect(await kept.find(league)).toHaveLength(AGENCIES.length)
  })

  it('are read once for all agencies, and anew where there was no room to keep them', async () => {
    const [roomy, narrow] = [new KeptPoints(db(), 1), new KeptPoints(db(), 1, 2000)]
    const before: Asked = { ...league, years: ['2024'] }
    for (const kept of [roomy, narrow])
      for (const of of [league, before]) expect(isChanged(await kept.find(of))).toBe(false)
    await sql`update release_line set body = replace(body, 'partial', 'changed')`.execute(
      test.world.db.kysely,
    )
    expect(isChanged(await roomy.find(league))).toBe(false)
    expect(isChanged(await roomy.find({ ...league, agencyIds: [3] }))).toBe(false)
    expect(isChanged(await narrow.find(before))).toBe(false)
    expect(isChanged(await narrow.find(league))).toBe(true)
  })

  it('of few agencies are read once with all their figures', async () => {
    const set = (from: string, to: string) =>
      sql`update release_line set body = replace(body, ${from}, ${to})`.execute(test.world.db.kysely)
    await set('changed', 'partial')
    const kept = new KeptPoints(db(), 1)
    expect(isChanged(await kept.find({ ...league, agencyIds: [3] }))).toBe(false)
    await set('partial', 'changed')
    const other: Asked = { ...league, indicators: ['backlog'], years: ['2024'], agencyIds: [3] }
    const found = await kept.find(other)
    expect(found).toHaveLength(1)
    expect(isChanged(found)).toBe(false)
    const [own, next] = [3, 4].map((id) => ({ ...other, agencyIds: [id] }))
    expect(isChanged(await kept.find(next!))).toBe(true)
    expect(isChanged(await kept.find({ ...other, agencyIds: [3, 4] }))).toBe(true)
    expect(isChanged(await kept.find(own!))).toBe(false)
  })

  it('are cut out by period', () => {
    const points = `[${point(1, '2025-01')},${point(2, '2025-02')},${point(3, '2025-11')}]`
    expect(cutPoint(points, '2025-01')).toBe(`[${point(1, '2025-01')}]`)
    expect(cutPoint(points, '2025-11')).toBe(`[${point(3, '2025-11')}]`)
    expect(cutPoint(points, '2025-1')).toBeNull()
    expect(cutPoint('[["all",null,null,null,null,null,null,"too-few",0,1,[]]]', 'all')).toBe(
      '[["all",null,null,null,null,null,null,"too-few",0,1,[]]]',
    )
  })
})
