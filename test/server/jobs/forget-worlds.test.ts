import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeRelease } from '#server/actions/releases/freeze.ts'
import { listWorldSchemas } from '#server/db/world-schema.ts'
import { forgetWorlds } from '#server/jobs/forget-worlds.ts'
import { PublicWorlds } from '#server/readings/public-worlds.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { deliverCases, plantOffices } from '#test/support/release-world.ts'

describe.each(ENGINES)('tables of releases on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    test.setClock('2026-05-05T03:00:00.000Z')
    await plantOffices(test)
    for (const agency of ['north', 'south'])
      await deliverCases(test, agency, '2026-01-01', '2026-04-30', Array(4).fill({ done: 5, late: 1 }))
    await freezeRelease(test.context, { through: '2026-03' })
    await freezeRelease(test.context, { through: '2026-04', publishAt: '2026-05-06T02:00:00.000Z' })
  })
  afterAll(() => test.close())

  const run = () =>
    forgetWorlds.run({
      ...test.context,
      log: pino({ level: 'silent' }),
      cursor: null,
      signal: new AbortController().signal,
    })
  const kept = async () => (await test.world.db.write(listWorldSchemas)).sort()

  it('are kept of what is public and of what waits, and go an hour after their time', async () => {
    for (const now of ['2026-05-06T01:00:00.000Z', '2026-05-06T02:30:00.000Z']) {
      test.setClock(now)
      expect(await forgetWorlds.hasWork!(test.world.db.read, now)).toBe(false)
      expect(await run()).toEqual({ done: 0 })
    }
    expect(await kept()).toEqual(['release_1', 'release_2'])
    test.setClock('2026-05-06T03:00:00.000Z')
    expect(await run()).toEqual({ done: 1 })
    expect(await kept()).toEqual(['release_2'])
    const world = await new PublicWorlds(test.world).at('2026-05-06T03:00:00.000Z')
    expect((await world!.directory()).agencies).toHaveLength(3)
  })
})
