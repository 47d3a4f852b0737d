import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { ask, type Scope, say } from '#test/support/ask.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { importText } from '#test/support/import.ts'
import { brief, caseMapping, lines } from '#test/support/small-file.ts'

// Costs and staff of whole periods, beside the completed cases of those who told them.

const mapping = (changes: object = {}) => ({
  dataset: 'costs',
  format: { timezone: 'Asia/Jakarta', decimal: ',', thousands: '.', delimiter: ';' },
  columns: { agency: 'unit', service: 'kind', period: 'period', cost: 'rupiah', staff: 'people' },
  create: ['agency', 'service'],
  constants: { agencyParent: 'City' },
  covers: ['2025-01-01', '2025-12-31'],
  asOf: '2025-12-31',
  ...changes,
})
const HEADER = 'unit;kind;period;rupiah;people'

describe.each(ENGINES)('costs on %s', (engine) => {
  let test: TestWorld
  const tell = (changes: object, ...rows: string[]) =>
    importText(test, 'costs', mapping(changes), lines(HEADER, ...rows))
  const figures = ['cost-per-case', 'cases-per-staff']
  const of = async (period: string, scope: Scope = {}) =>
    Object.values(await say(test, figures, period, scope))

  beforeAll(async () => {
    test = await openTestWorld(engine)
    // Every month of 2025: North 10 permits and 10 cards, South 5 cards, East 1 permit; the city itself 2 cards.
    const rows = Array.from({ length: 12 }, (_, m) => {
      const month = `2025-${String(m + 1).padStart(2, '0')}`
      const some = (n: number, unit: string, kind: string) =>
        Array.from({ length: n }, (_, i) => `${month}-${kind}-${i},${unit},${kind},${month}-03,${month}-04`)
      return [
        some(10, 'North', 'Permit'),
        some(10, 'North', 'Card'),
        some(5, 'South', 'Card'),
        some(1, 'East', 'Permit'),
      ].flat()
    }).flat()
    await importText(
      test,
      'cases',
      caseMapping({
        columns: { completedAt: 'done' },
        constants: { agencyParent: 'City' },
        covers: ['2025-01-01', '2025-12-31'],
        asOf: '2025-12-31',
      }),
      lines('ref,agency,service,submitted,done', ...rows),
    )
  })
  afterAll(() => test.close())

  it('are read with the file’s marks, and refused without a period or an amount', async () => {
    const result = await tell(
      {},
      'North;;2025;240.000.000;10',
      'South;;2025-Q1;1.500.000,5;2,5',
      'South;;2025-Q2;1.500.000;2,5',
      'South;;2025-Q3;3.000.000;5',
      'North;Permit;2025-03;10.000;',
      'North;Card;2025-03;30.000;',
      'South;;Januari;1;',
      'South;;2025-Q4;;',
      'South;;2025-Q4;-5;',
      'South;;2025-Q1;1;',
      'South;;2025-01/2025-05;1;',
      'South;;2025-W02;1;',
    )
    expect(brief(result.issues)).toEqual([
      '7 period bad-period error',
      '8 rupiah required-missing error',
      '9 rupiah out-of-range error',
      '10 period duplicate-ref error',
      '11 period out-of-range error',
      '12 period out-of-range error',
    ])
    expect(result).toMatchObject({
      accepted: 6,
      rejected: 6,
      inserted: 6,
      from: '2025-01-01',
      to: '2025-12-31',
    })
    const stored = await test.world.db.read
      .selectFrom('agencyCost')
      .innerJoin('agency', 'agency.agencyId', 'agencyCost.agencyId')
      .select(['code', 'serviceId', 'period', 'cost', 'staffParts'])
      .orderBy('code')
      .orderBy('period')
      .orderBy('cost')
      .execute()
    expect(stored.map((row) => [row.code, row.serviceId > 0, row.period, row.cost, row.staffParts])).toEqual([
      ['north', false, '2025', 240_000_000, 100_000],
      ['north', true, '2025-03', 10_000, null],
      ['north', true, '2025-03', 30_000, null],
      ['south', false, '2025-Q1', 1_500_001, 25_000],
      ['south', false, '2025-Q2', 1_500_000, 25_000],
      ['south', false, '2025-Q3', 3_000_000, 50_000],
    ])
  })

  it('are a figure of the period that they were told for, and of no shorter one', async () => {
    expect(await of('2025', { agency: 'north' })).toEqual([1_000_000, 24])
    expect(await of('2025-Q1', { agency: 'south' })).toEqual([1_500_001 / 15, 6])
    expect(await of('2025-S2', { agency: 'north' })).toEqual(['not-applicable', 'not-applicable'])
    // Of its first half a part is told: the costs of March.
    expect(await of('2025-S1', { agency: 'north' })).toEqual(['not-reported', 'not-applicable'])
    expect(await of('2025-01', { agency: 'north' })).toEqual(['not-applicable', 'not-applicable'])
    expect(await of('2025-W10', { agency: 'north' })).toEqual(['not-applicable', 'not-applicable'])
    expect(await of('all', { agency: 'north' })).toEqual(['not-applicable', 'not-applicable'])
    expect(await of('2024', { agency: 'north' })).toEqual(['not-reported', 'not-reported'])
    expect(await of('2026', { agency: 'north' })).toEqual(['not-yet-due', 'not-yet-due'])
    expect(await of('2025', { agency: 'north', channel: 'web' })).toEqual([
      'not-applicable',
      'not-applicable',
    ])
  })

  it('add up to a longer period where every part of it is told', async () => {
    expect(await of('2025-S1', { agency: 'south' })).toEqual([3_000_001 / 30, 12])
    // Three quarters make no year.
    expect(await of('2025', { agency: 'south' })).toEqual(['not-reported', 'not-reported'])
    await tell({}, 'South;;2025-Q4;3.000.000;5')
    // Staff of 2.5, 2.5, 5 and 5 are 3.75 on average.
    expect(await of('2025', { agency: 'south' })).toEqual([9_000_001 / 60, 16])
  })

  it('of services stand for them, and together for all where nothing is told of the whole', async () => {
    const reading = await ask(test, 'cost-per-case', '2025-03', { agency: 'north' })
    expect(reading).toMatchObject({
      value: 2000,
      numerator: 40_000,
      denominator: 20,
      n: 20,
      low: null,
      high: null,
      unit: 'currency',
      flags: [],
    })
    expect(await of('2025-03', { agency: 'north', service: 'card' })).toEqual([3000, 'not-applicable'])
    expect(await of('2025', { agency: 'north', service: 'card' })).toEqual(['not-reported', 'not-applicable'])
  })

  it('of several agencies are about those who told them, and say that others are left out', async () => {
    // Through the year East completed 12 cases and told nothing.
    const city = await ask(test, 'cost-per-case', '2025', { agency: 'city' })
    expect(city).toMatchObject({ numerator: 249_000_001, denominator: 300, flags: ['partial'] })
    expect(city.coverage).toEqual({ reporting: 2, expected: 2 })
    expect(await ask(test, 'cases-per-staff', '2025')).toMatchObject({
      numerator: 300,
      denominator: 13.75,
      flags: ['partial'],
    })
    await tell({}, 'East;;2025;24.000;')
    expect(await ask(test, 'cost-per-case', '2025')).toMatchObject({
      numerator: 249_024_001,
      denominator: 312,
      flags: [],
    })
    // What the city tells for itself is for all below it.
    await tell({ constants: {} }, 'City;;2025;312.000.000;')
    expect(await ask(test, 'cost-per-case', '2025')).toMatchObject({ value: 1_000_000, flags: [] })
    expect(await of('2025', { agency: 'north' })).toEqual([1_000_000, 24])
  })

  it('are corrected by agency, service and period', async () => {
    expect(await tell({}, 'North;;2025;480.000.000;10', 'North;Card;2025-03;30.000;')).toMatchObject({
      updated: 1,
      unchanged: 1,
      inserted: 0,
    })
    expect(await of('2025', { agency: 'north' })).toEqual([2_000_000, 24])
    expect((await checkInvariants(test.world.db.read)).filter(({ violations }) => violations > 0)).toEqual([])
  })

  it('of a snapshot go when it no longer names them, with and without a service', async () => {
    const snapshot = { mode: 'snapshot', source: 'ledger' }
    await tell(snapshot, 'North;;2024;1;', 'North;Card;2024;2;', 'South;;2024;3;')
    const again = await tell(snapshot, 'North;;2024;1;', 'South;;2024;x;')
    expect(again).toMatchObject({ unchanged: 1, removed: 1, rejected: 1 })
  })
})
