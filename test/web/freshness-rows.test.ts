import { describe, expect, it } from 'vitest'
import type { CoverageReport } from '#shared/contract/coverage.ts'
import { freshnessRows, lateDeliveries } from '#web/parts/freshness-rows.ts'

type Agency = CoverageReport['agencies'][number]

const agency = (
  code: string,
  parent: string | null,
  to: string,
  next: string | null,
  [reporting, expected]: [number, number],
  isLate = false,
): Agency => ({
  agency: code,
  level: 'unit',
  parent,
  datasets: [
    {
      dataset: 'cases',
      asOf: `${to}T17:00:00.000Z`,
      coveredTo: to,
      daysSinceEnd: 0,
      expectedNext: next,
      isLate,
      factsGoneTo: null,
      months: [{ period: '2026-12', coverage: { reporting, expected } }],
    },
  ],
})

const report = {
  late: ['b'],
  agencies: [
    agency('city', null, '2026-12-31', '2026-04-30', [1, 2], true),
    agency('a', 'city', '2026-12-31', '2027-01-31', [1, 1]),
    agency('b', 'city', '2026-03-31', '2026-04-30', [0, 1], true),
    agency('c', null, '2026-11-30', null, [0, 0]),
  ],
} as unknown as CoverageReport

describe('freshnessRows', () => {
  it('puts agencies without a parent together, so that nobody counts twice', () => {
    expect(freshnessRows(report, undefined)).toEqual([
      {
        dataset: 'cases',
        coveredTo: '2026-12-31',
        expectedNext: '2026-04-30',
        isLate: true,
        factsGoneTo: null,
        coverage: { reporting: 1, expected: 2 },
      },
    ])
  })

  it('is that of the agency where one is named', () => {
    expect(freshnessRows(report, 'a')[0]).toMatchObject({ expectedNext: '2027-01-31', isLate: false })
    expect(freshnessRows(report, 'c')[0]).toMatchObject({ expectedNext: null, isLate: false })
    expect(freshnessRows(report, 'nobody')).toEqual([])
  })

  it('names who is late with what', () => {
    expect(lateDeliveries(report).map(({ agency: code, late }) => [code, late.length])).toEqual([['b', 1]])
  })
})
