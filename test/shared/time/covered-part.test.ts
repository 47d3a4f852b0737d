import { describe, expect, it } from 'vitest'
import { coveredParts } from '#shared/time/covered-part.ts'
import { parsePeriod } from '#shared/time/period.ts'

const parts = (spans: [string, string][], asOn: string, period: string) =>
  coveredParts({ spans: spans.map(([from, to]) => ({ from, to })) }, asOn, [parsePeriod(period)!]).get(0)

describe('what is delivered of a period in part', () => {
  it.each([
    [
      'a week of a month',
      [['2026-09-01', '2026-10-07']],
      '2026-11-26',
      '2026-10',
      ['2026-10-01', '2026-10-07'],
    ],
    [
      'the same of its year',
      [['2026-01-01', '2026-10-07']],
      '2026-11-26',
      '2026',
      ['2026-01-01', '2026-10-07'],
    ],
    ['a beginning', [['2026-10-12', '2026-11-30']], '2026-12-26', '2026-10', ['2026-10-12', '2026-10-31']],
    ['both', [['2026-10-12', '2026-10-20']], '2026-12-26', '2026-10', ['2026-10-12', '2026-10-20']],
    [
      'a month that is not over',
      [['2026-10-01', '2026-10-31']],
      '2026-10-20',
      '2026-10',
      ['2026-10-01', '2026-10-20'],
    ],
    [
      'a month whose last day is today',
      [['2026-10-01', '2026-10-31']],
      '2026-10-31',
      '2026-10',
      ['2026-10-01', '2026-10-31'],
    ],
    [
      'a week without its Friday',
      [['2026-10-01', '2026-10-08']],
      '2026-11-26',
      '2026-W41',
      ['2026-10-05', '2026-10-08'],
    ],
  ] as const)('is told of %s', (_, spans, asOn, period, [from, to]) => {
    expect(parts(spans as unknown as [string, string][], asOn, period)).toEqual({ from, to })
  })

  it.each([
    ['a whole month', [['2026-10-01', '2026-10-31']], '2026-11-26', '2026-10'],
    ['a month that ends on a weekend', [['2026-09-01', '2026-10-30']], '2026-11-26', '2026-10'],
    ['a month and a holiday at its start', [['2026-01-02', '2026-02-28']], '2026-11-26', '2026-01'],
    ['a year without its first week', [['2026-01-06', '2027-02-28']], '2027-11-26', '2026'],
    ['a week to its Friday', [['2026-10-01', '2026-10-09']], '2026-11-26', '2026-W41'],
    [
      'a month with gaps, of who goes on to deliver',
      [
        ['2026-10-07', '2026-10-07'],
        ['2026-10-12', '2026-10-12'],
        ['2026-12-01', '2026-12-01'],
      ],
      '2026-12-26',
      '2026-11',
    ],
    ['a month that nobody delivered', [['2026-08-01', '2026-09-12']], '2026-11-26', '2026-10'],
    ['everything', [['2026-08-03', '2026-09-12']], '2026-11-26', 'all'],
  ] as const)('is nothing of %s', (_, spans, asOn, period) => {
    expect(parts(spans as unknown as [string, string][], asOn, period)).toBeUndefined()
  })
})
