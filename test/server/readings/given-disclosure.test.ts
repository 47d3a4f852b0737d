import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readReadings } from '#server/readings/read-readings.ts'
import type { Grain } from '#shared/time/period.ts'
import { ask } from '#test/support/ask.ts'
import { attackReleases, type Cut, type Finding, withSaid } from '#test/support/attack-releases.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { lines } from '#test/support/small-file.ts'

// What agencies counted themselves, and an attacker who has every figure that everybody is shown: he adds and subtracts
// what offices, services and months were given as.

const GRAINS: readonly Grain[] = ['month', 'quarter', 'semester', 'year', 'all']
const MONTHS = ['2025-01', '2025-02', '2025-04']
const VALUES = {
  dataset: 'values',
  columns: Object.fromEntries(
    ['agency', 'service', 'indicator', 'period', 'value', 'weight', 'numerator', 'denominator'].map(
      (name) => [name, name],
    ),
  ),
  create: ['agency', 'service'],
}
const HEADER = 'agency,service,indicator,period,value,weight,numerator,denominator'

/** Answers of offices by service and month; few of the first office in January. */
const COUNTS: Record<string, Record<string, number[]>> = {
  A: { Izin: [4, 30, 25], Akta: [40, 20, 60] },
  B: { Izin: [50, 35, 45], Akta: [28, 70, 33] },
  C: { Izin: [80, 90, 21], Akta: [55, 31, 64] },
}

describe.each(ENGINES)('given figures about few people on %s', (engine) => {
  let test: TestWorld
  beforeAll(async () => {
    test = await openTestWorld(engine)
  })
  afterAll(() => test.close())
  const give = (constants: object, ...rows: string[]) =>
    importText(test, 'values', { ...VALUES, constants }, lines(HEADER, ...rows))

  /** What everybody sees of an indicator: of offices, their city and everything, services and all, months to all time. */
  async function attack(
    indicator: string,
    counted: 'value' | 'denominator',
    yesOf?: (office: string, n: number) => number,
  ): Promise<Finding[]> {
    const truth = new Map<string, number>()
    for (const [office, services] of Object.entries(COUNTS))
      for (const [service, counts] of Object.entries(services))
        for (const [m, n] of counts.entries())
          truth.set(`${office.toLowerCase()}|${service.toLowerCase()}|${MONTHS[m]}`, n)
    const cuts: Cut[] = []
    for (const grain of GRAINS) {
      for (const agencies of [null, '*'] as const) {
        for (const services of [null, '*'] as const) {
          const { readings } = await readReadings(
            test.world,
            {
              indicators: [indicator],
              agencies,
              services,
              channels: null,
              levels: null,
              grain,
              from: '2025-01-01',
              to: '2025-12-31',
            },
            { isAnonymous: true },
          )
          for (const { agency, service, period, missing, ...reading } of readings) {
            const atoms = [...truth.keys()].filter((atom) => {
              const [office, ofService, month] = atom.split('|') as [string, string, string]
              const isHis = agency === null || agency === 'kota' || agency === office
              return isHis && (service === null || service === ofService) && isWithin(month, period)
            })
            if (atoms.length === 0) continue
            const seen = missing === 'too-few' ? null : reading[counted]
            if (missing !== null && missing !== 'too-few') throw new Error(`${agency} ${period}: ${missing}`)
            cuts.push({ name: `${agency} ${service} ${period}`, atoms, seen })
          }
        }
      }
    }
    if (!yesOf) return attackReleases([{ truth, cuts }], 1000)
    const yes = new Map(Array.from(truth, ([atom, n]) => [atom, yesOf(atom[0]!.toUpperCase(), n)]))
    return attackReleases([withSaid(truth, yes, cuts)], 1000)
  }

  const rows = (indicator: string, row: (n: number, office: string) => string) =>
    Object.entries(COUNTS).flatMap(([office, services]) =>
      Object.entries(services).flatMap(([service, counts]) =>
        counts.map((n, m) => `${office},${service},${indicator},${MONTHS[m]},${row(n, office)}`),
      ),
    )

  it('a count cannot be worked out of totals and what others gave', async () => {
    await give({ agencyParent: 'Kota' }, ...rows('respondents', (n) => `${n},,,`))
    const found = await attack('respondents', 'value')
    expect(found.find(({ name }) => name === 'a izin 2025-01')).toMatchObject({ truth: 4 })
    expect(found.filter(({ low, high }) => high - low < 10 - 1e-6)).toEqual([])
    expect(found.length).toBeLessThan(20)
    expect(await ask(test, 'respondents', 'all', { isAnonymous: true })).toMatchObject({ value: 781 })
  })

  it('nor how many stand behind a score', async () => {
    await give({ agencyParent: 'Kota' }, ...rows('element-time', (n) => `3,${n},,`))
    const found = await attack('element-time', 'denominator')
    expect(found.find(({ name }) => name === 'a izin 2025-01')).toMatchObject({ truth: 4 })
    expect(found.filter(({ low, high }) => high - low < 10 - 1e-6)).toEqual([])
  })

  it('nor of how many a share is given: of one office all are in time, of the others nobody', async () => {
    const yesOf = (office: string, n: number) => (office === 'A' ? n : 0)
    await give(
      { agencyParent: 'Kota' },
      ...rows('complaint-on-time-rate', (n, office) => `,,${yesOf(office, n)},${n}`),
    )
    const found = await attack('complaint-on-time-rate', 'denominator', yesOf)
    expect(found.find(({ name }) => name === 'a izin 2025-01')).toMatchObject({ truth: 4 })
    expect(found.filter(({ low, high }) => high - low < 10 - 1e-6)).toEqual([])
  })
})

const isWithin = (month: string, period: string): boolean => {
  const at = Number(month.slice(5))
  if (period === 'all' || period === month) return true
  if (period === month.slice(0, 4)) return true
  return period === `2025-Q${Math.ceil(at / 3)}` || period === `2025-S${Math.ceil(at / 6)}`
}
