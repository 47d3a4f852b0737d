import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelRelease } from '#server/actions/releases/cancel.ts'
import { freezeRelease, reviseRelease } from '#server/actions/releases/freeze.ts'
import { moveRelease } from '#server/actions/releases/move.ts'
import { SteadyClock } from '#server/actions/steady-clock.ts'
import { listPublishedReleases } from '#server/db/queries/releases.ts'
import { followTold } from '#server/jobs/follow-told.ts'
import { JobRunner } from '#server/jobs/runner.ts'
import { tellReleases } from '#server/jobs/tell-news.ts'
import { ENGINES, openTestWorld, type TestWorld } from '../../support/database.ts'
import { deliverCases, plantOffices } from '../../support/release-world.ts'

const log = pino({ level: 'silent' })
const INSTANT = '2026-04-10T02:00:00.000Z'

describe.each(ENGINES)('a clock that runs back on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
    test.setClock('2026-04-05T03:00:00.000Z')
    await plantOffices(test)
    for (const agency of ['north', 'south'])
      await deliverCases(test, agency, '2026-01-01', '2026-03-31', Array(3).fill({ done: 20, late: 4 }))
    await freezeRelease(test.context, { through: '2026-03', publishAt: INSTANT })
  })
  afterAll(() => test.close())

  it('does not bring a release forward that nobody was told of', async () => {
    const clock = new SteadyClock(test.context.clock)
    const end = await followTold(clock, test.world.db.read, log)
    expect(clock.now()).toBe('2026-04-05T03:00:00.000Z')
    end()
  })

  it('neither hides nor frees a release that people were told of, and the next one follows it', async () => {
    test.setClock('2026-04-10T02:00:10.000Z')
    expect(await new JobRunner(test.context, log, [tellReleases]).run('tell-releases')).toBe('done')
    test.setClock('2026-04-09T02:00:00.000Z')
    // As a server does that is started anew then.
    const clock = new SteadyClock(test.context.clock)
    const end = await followTold(clock, test.world.db.read, log)
    const context = { ...test.context, clock: clock.now }
    expect((await listPublishedReleases(test.world.db.read, clock.now())).map(({ code }) => code)).toEqual([
      '2026-03',
    ])
    await expect(cancelRelease(context, '2026-03')).rejects.toMatchObject({ code: 'too_late' })
    const publishAt = '2026-05-01T02:00:00.000Z'
    await expect(moveRelease(context, { code: '2026-03', publishAt })).rejects.toMatchObject({
      code: 'too_late',
    })
    await deliverCases(test, 'north', '2026-01-01', '2026-03-31', Array(3).fill({ done: 20, late: 9 }))
    const next = await reviseRelease(context, { replaces: '2026-03', reason: 'Salah hitung' })
    expect(next.publishAt).toBe(INSTANT)
    test.setClock('2026-04-11T02:00:00.000Z')
    expect(clock.now()).toBe('2026-04-11T02:00:00.000Z')
    end()
  })
})
