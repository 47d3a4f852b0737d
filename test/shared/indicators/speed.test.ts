import { describe, expect, it } from 'vitest'
import type { CaseCounts } from '#shared/rollups/cell.ts'
import { digestOf } from '#shared/rollups/digest.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'
import { cell, figure, ofCases, summary } from './cells.ts'

const HOUR = 3600

const timed = (values: readonly number[], counts: Partial<CaseCounts> = {}) => ({
  ...ofCases({ completed: values.length, ...counts }),
  elapsed: summary(values),
  workingDays: summary(values),
})

describe('median-time and p90-time', () => {
  it('are quantiles of type 7', () => {
    // Ten cases of 1 … 10 hours: the median 5.5 h, the 90th percentile 9.1 h. Ranks of R 4.2.2, qbinom: 2nd and 9th.
    const hours = timed([7, 1, 9, 3, 10, 2, 8, 4, 6, 5].map((hour) => hour * HOUR))
    const median = figure('median-time', hours)
    expect(median).toMatchObject({ value: 5.5 * HOUR, n: 10, low: 2 * HOUR, high: 9 * HOUR, flags: [] })
    const p90 = figure('p90-time', hours)
    expect(p90.value).toBeCloseTo(9.1 * HOUR, 8)
    expect(p90).toMatchObject({ n: 10, low: null, high: null })
  })

  it('is not drawn by one very long case', () => {
    expect(figure('median-time', timed([60, 60, 90, 120, 31_536_000])).value).toBe(90)
  })

  it('is a number also when every case took no time', () => {
    expect(figure('median-time', timed([0, 0, 0]))).toMatchObject({ value: 0, missing: null })
  })

  it('say when they are approximate and when cases were left out', () => {
    const spread = Array.from({ length: 600 }, (_, i) => 1000 + i * 1000)
    const approximate = { ...timed(spread), elapsed: summariseDigest(digestOf(spread)) }
    expect(figure('median-time', approximate).flags).toEqual(['approximate'])
    expect(figure('p90-time', timed([1, 2], { flagged: 1 })).flags).toEqual(['flagged-cases'])
  })

  it('are not applicable when nothing was completed, or all of it is flagged', () => {
    expect(figure('median-time', cell())).toMatchObject({ value: null, missing: 'not-applicable' })
    expect(figure('median-time', timed([], { completed: 2, flagged: 2 }))).toMatchObject({
      value: null,
      missing: 'not-applicable',
    })
  })
})

describe('mean-time', () => {
  it('is the sum over the cases, with a t interval that does not go below zero', () => {
    // 1, 2, 3 hours: mean 2 h, s = 1 h, t(0.975; 2) = 4.302653: 2 ± 2.484138 h.
    const measure = figure('mean-time', timed([1, 2, 3].map((hour) => hour * HOUR)))
    expect(measure).toMatchObject({ value: 2 * HOUR, n: 3, numerator: 6 * HOUR, denominator: 3, low: 0 })
    expect(measure.high! / HOUR).toBeCloseTo(4.484138, 6)
  })

  it('has no interval for one case, and is never approximate', () => {
    expect(figure('mean-time', timed([HOUR]))).toMatchObject({ value: HOUR, low: null, high: null })
    const spread = Array.from({ length: 600 }, (_, i) => i * 1000)
    const sums = { sum: 600 * 7, squareSum: 600 * 49 }
    const made = { ...timed(spread), elapsed: summariseDigest(digestOf(spread), sums) }
    expect(figure('mean-time', made)).toMatchObject({ value: 7, flags: [] })
  })

  it('is not applicable without cases, or when all are flagged', () => {
    expect(figure('mean-time', timed([], { completed: 2, flagged: 2 }))).toMatchObject({
      missing: 'not-applicable',
    })
    expect(figure('mean-time', cell())).toMatchObject({ value: null, missing: 'not-applicable' })
  })
})

describe('median-working-days', () => {
  it('is an exact quantile and may be half a day', () => {
    expect(figure('median-working-days', timed([0, 1, 2, 5]))).toMatchObject({ value: 1.5, n: 4, low: null })
    // Seven cases: R 4.2.2, qbinom gives the first and the last.
    expect(figure('median-working-days', timed([0, 1, 1, 3, 5, 8, 13]))).toMatchObject({
      value: 3,
      low: 0,
      high: 13,
    })
  })

  it('says when cases have none because their year has no holiday list', () => {
    expect(figure('median-working-days', timed([3], { completed: 4, calendarNotCovered: 1 }))).toMatchObject({
      value: 3,
      n: 1,
      flags: ['calendar-not-covered'],
    })
    expect(figure('median-working-days', timed([], { completed: 3, calendarNotCovered: 3 }))).toMatchObject({
      value: null,
      missing: 'not-applicable',
      flags: ['calendar-not-covered'],
    })
  })
})

describe('on-time-rate', () => {
  it('is of the cases due, open ones included', () => {
    // 1,234 due, 1,002 of them completed in time. R 4.2.2, Wilson: 0.789238 to 0.832813.
    const measure = figure('on-time-rate', ofCases({ due: 1234, dueOnTime: 1002, completed: 5 }))
    expect(measure).toMatchObject({ value: 1002 / 1234, n: 1234, numerator: 1002, denominator: 1234 })
    expect(measure.low).toBeCloseTo(0.789238, 6)
    expect(measure.high).toBeCloseTo(0.832813, 6)
  })

  it('is 0 when all that was due is late, and not applicable when nothing was due', () => {
    expect(figure('on-time-rate', ofCases({ due: 3 }))).toMatchObject({ value: 0, missing: null })
    expect(figure('on-time-rate', ofCases({ completed: 3 }))).toMatchObject({
      value: null,
      missing: 'not-applicable',
    })
  })
})

describe('closed-on-time-rate', () => {
  it('is of the completed cases that have a due date, whatever was due', () => {
    // R 4.2.2, Wilson 5 of 10: 0.2366 to 0.7634.
    const measure = figure(
      'closed-on-time-rate',
      ofCases({ completed: 30, closedDue: 10, closedOnTime: 5, due: 99, dueOnTime: 1 }),
    )
    expect(measure).toMatchObject({ value: 0.5, n: 10 })
    expect([measure.low!.toFixed(4), measure.high!.toFixed(4)]).toEqual(['0.2366', '0.7634'])
  })

  it('is not applicable without due dates', () => {
    expect(figure('closed-on-time-rate', ofCases({ completed: 30 }))).toMatchObject({
      missing: 'not-applicable',
    })
  })
})
