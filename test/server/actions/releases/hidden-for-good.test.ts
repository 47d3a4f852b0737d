import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelRelease } from '#server/actions/releases/cancel.ts'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listLines } from '#server/db/queries/release-lines.ts'
import { hiddenCells, secretOf } from '#server/readings/hidden-cells.ts'
import { openReleasedWorld } from '#server/readings/released-world.ts'
import type { ReleasedLine } from '#shared/contract/release.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { deliverAnswers, plantOffices } from '#test/support/release-world.ts'

const answers = (n: number) => Array.from({ length: n }, (_, i) => 1 + (i % 5))

describe.each(ENGINES)('what a release hides on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    test.setClock('2026-05-05T03:00:00.000Z')
    await plantOffices(test)
    await deliverAnswers(test, 'north', '2026-03-10', '2026-04-30', answers(15))
    await deliverAnswers(test, 'south', '2026-03-10', '2026-04-30', answers(3))
  })
  afterAll(() => test.close())

  const read = () => test.world.db.read
  /** Respondents of March as each release shows them; null: hidden. */
  const shown = async (sequence: number) => {
    const lines = await listLines(read(), sequence, { part: 'readings' })
    const march = lines
      .map(({ body }) => JSON.parse(body) as ReleasedLine)
      .filter((line) => line.indicator === 'respondents' && line.grain === 'month' && line.service === null)
      .map(({ agency, points }) => [agency ?? 'all', points.find(([period]) => period === '2026-03')![1]])
    return Object.fromEntries(march) as Record<string, number | null>
  }
  const worldOf = async (sequence: number) => {
    const { world: schema, through, ...release } = (await listReleases(read()))[sequence - 1]!
    return openReleasedWorld(test.world.db, { ...release, through, schema: schema! })
  }

  it('is kept for later releases, and for its own world', async () => {
    await freezeRelease(test.context, { through: '2026-03' })
    // Either office would give the other away with what they have together.
    expect(await shown(1)).toMatchObject({ north: null, south: null })
    const world = await worldOf(1)
    const directory = await world.directory()
    const respondents = findIndicator('respondents')!
    const hidden = await hiddenCells(world, directory, [respondents])
    const north = directory.agencyByCode.get('north')!.agencyId
    expect(hidden.isHidden(respondents, north, 0, '2026-03')).toBe(true)
    const [kept] = await read().selectFrom('releaseSecret').select('body').execute()
    const own = await world.db.read.selectFrom('releaseSecret').selectAll().execute()
    expect(own).toEqual([{ agencyId: 0, releaseId: 'this', body: kept!.body }])
  })

  it('is not given away by the next, where alone nothing would be hidden', async () => {
    await deliverAnswers(test, 'south', '2026-03-11', '2026-04-30', answers(40))
    test.setClock('2026-05-06T03:00:00.000Z')
    const publishAt = '2026-05-20T02:00:00.000Z'
    await freezeRelease(test.context, { through: '2026-04', publishAt, late: [] })
    const [first, second] = [await shown(1), await shown(2)]
    // What north has did not change: with it, the first total would give south's three away.
    expect(second.north).toBeNull()
    // So would what south has with the new total, or the total with what south has.
    expect([second.south, second.all]).toContain(null)
    expect(first.all).toBe(18)
  })

  it('is forgotten with a release that is taken back', async () => {
    const secrets = () => read().selectFrom('releaseSecret').select('body').orderBy('releaseId').execute()
    const before = await secrets()
    expect(before).toHaveLength(2)
    expect(JSON.parse(await secretOf(await worldOf(2)))).toMatchObject({ sequence: 2 })
    await cancelRelease(test.context, '2026-04')
    expect(await secrets()).toEqual(before.slice(0, 1))
  })
})
