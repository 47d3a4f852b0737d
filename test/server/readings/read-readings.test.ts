import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { makeDice } from '#test/support/dice.ts'
import { expectNaive, type NaiveQuery } from '#test/support/expect-naive.ts'
import { deleteBoth, openPushes, pushBoth } from '#test/support/push-world.ts'
import { burstOfCases, randomAnswers, randomCases } from '#test/support/random-files.ts'
import { importBoth, plantTree } from '#test/support/random-world.ts'
import type { Register } from '#test/support/register.ts'

// After random deliveries, corrections and removals every figure is what the facts themselves say.

const dice = makeDice()
const span = { from: '2024-10-01', to: '2026-03-31' }
const QUERIES: NaiveQuery[] = [
  ...(['month', 'quarter', 'year'] as const).flatMap((grain) => [
    { ...span, grain },
    { ...span, grain, isByAgency: true },
    { ...span, grain, isByService: true },
    { ...span, grain, isByChannel: true },
    { ...span, grain, isByAgency: true, isByService: true },
    { ...span, grain, isByAgency: true, isByChannel: true },
  ]),
  { ...span, grain: 'semester', isByAgency: true },
  { ...span, grain: 'all' },
  { ...span, grain: 'all', isByAgency: true, isByService: true },
  { from: '2025-01-06', to: '2025-12-21', grain: 'week' },
  { from: '2025-02-03', to: '2025-08-17', grain: 'week', isByAgency: true },
  { from: '2025-03-03', to: '2025-05-04', grain: 'week', isByService: true, isByChannel: true },
  { from: '2025-03-01', to: '2025-04-30', grain: 'day', isByAgency: true },
]

describe.each(ENGINES)(`readings on %s (TEST_SEED=${dice.seed})`, (engine) => {
  let test: TestWorld
  let register: Register

  beforeAll(async () => {
    test = await openTestWorld(engine)
    const pushes = openPushes(test)
    register = await plantTree(test)
    const own = makeDice(dice.seed)
    await importBoth(test, register, burstOfCases(own, register, 700))
    for (let step = 0; step < 8; step++) {
      const isSurvey = own.chance(0.35) || step === 1
      const size = own.int(20, 220)
      const file = isSurvey ? randomAnswers(own, register, size) : randomCases(own, register, size)
      if (own.chance(0.3)) await pushBoth(test, pushes, register, file)
      else await importBoth(test, register, file)
      if (own.chance(0.3)) await deleteBoth(test, pushes, register, file.dataset, own)
    }
    await pushes.stop()
  })
  afterAll(() => test.close())

  it.each(QUERIES.map((query) => ({ query, title: Object.values(query).join(' ') })))(
    'are the naive figures: $title',
    async ({ query }) => {
      expect(await expectNaive(test, register, query)).toBeGreaterThan(0)
    },
  )
})
