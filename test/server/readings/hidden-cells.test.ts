import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HiddenCells, hiddenCells } from '#server/readings/hidden-cells.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { ask } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { lines } from '#test/support/small-file.ts'

// More than eight hundred services' months with one answer each: too many to tell services apart by the month.

const SERVICES = Array.from({ length: 40 }, (_, i) => `Service ${i + 1}`)
const MONTHS = Array.from(
  { length: 24 },
  (_, i) => `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
)

describe.each(ENGINES)('hidden cells of many small ones on %s', (engine) => {
  let test: TestWorld
  let hidden: HiddenCells
  let serviceId: (code: string) => number
  beforeAll(async () => {
    test = await openTestWorld(engine)
    const rows = SERVICES.flatMap((service, i) =>
      // The first was heard in five months of 2024 only.
      MONTHS.filter((_, at) => i > 0 || at < 5).map(
        (month, at) => `${i}-${at},Office,${service},${month}-10,80`,
      ),
    )
    await importText(
      test,
      'surveys',
      {
        dataset: 'surveys',
        format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
        columns: { ref: 'ref', agency: 'agency', service: 'service', answeredAt: 'answered', score: 'score' },
        scale: [0, 100],
        create: ['agency', 'service'],
        covers: ['2024-01-01', '2025-12-31'],
        asOf: '2026-01-05',
      },
      lines('ref,agency,service,answered,score', ...rows),
    )
    const directory = await test.context.world.directory()
    serviceId = (code) => directory.serviceByCode.get(code)!.serviceId
    hidden = await hiddenCells(test.context.world, directory, [definition])
  })
  afterAll(() => test.close())
  const definition = findIndicator('respondents')!

  it('are told by the year, few of them not, and never one alone', () => {
    expect(hidden.isPublished(serviceId('service-2'), '2024-03')).toBe(false)
    expect(hidden.isPublished(serviceId('service-2'), '2024')).toBe(true)
    expect(hidden.isHidden(definition, 0, serviceId('service-1'), '2024')).toBe(true)
    const hiddenServices = SERVICES.filter((_, i) =>
      hidden.isHidden(definition, 0, serviceId(`service-${i + 1}`), '2024'),
    )
    expect(hiddenServices.length).toBeGreaterThan(1)
    expect(hiddenServices.length).toBeLessThan(5)
    expect(hidden.isHidden(definition, 0, 0, '2024-03')).toBe(false)
  })
})

describe.each(ENGINES)('hidden cells after a change that no delivery tells of on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test.close())

  const answers = (prefix: string, n: number) =>
    Array.from({ length: n }, (_, i) => `${prefix}${i},Office,Permit,2025-03-10,80`)
  const deliver = (source: string, rows: string[], keep: unknown[]) =>
    importText(
      test,
      'surveys',
      {
        dataset: 'surveys',
        mode: 'snapshot',
        source,
        keep,
        format: { timezone: 'Asia/Jakarta', datetime: 'yyyy-MM-dd' },
        columns: { ref: 'ref', agency: 'agency', service: 'service', answeredAt: 'answered', score: 'score' },
        scale: [0, 100],
        create: ['agency', 'service'],
        asOf: '2025-04-05',
      },
      lines('ref,agency,service,answered,score', ...rows),
    )

  it('hold what a snapshot left behind when it was emptied', async () => {
    await deliver('few', answers('a', 5), [])
    await deliver('many', answers('b', 20), [])
    const seen = () => ask(test, 'respondents', '2025-03', { agency: 'office', isAnonymous: true })
    expect(await seen()).toMatchObject({ value: 25, missing: null })
    const { removed } = await deliver('many', answers('b', 20), [{ column: 'score', is: 'none' }])
    expect(removed).toBe(20)
    expect(await seen()).toMatchObject({ value: null, missing: 'too-few' })
  })
})
