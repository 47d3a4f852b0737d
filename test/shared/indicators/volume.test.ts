import { describe, expect, it } from 'vitest'
import { cell, figure, ofCases } from './cells.ts'

const rounded = ({ low, high }: { low: number | null; high: number | null }, digits: number) => [
  low?.toFixed(digits),
  high?.toFixed(digits),
]

describe('received and completed', () => {
  it('count, with the limits of a count', () => {
    // epiR 2.0.57, Byar for 100: 81.362 to 121.628.
    const received = figure('received', ofCases({ received: 100, completed: 4 }))
    expect(received).toMatchObject({ value: 100, n: 100, numerator: 100, denominator: null })
    expect(rounded(received, 3)).toEqual(['81.362', '121.628'])
    // R 4.2.2, poisson.test(4): 1.090 to 10.242.
    const completed = figure('completed', ofCases({ received: 100, completed: 4 }))
    expect(completed).toMatchObject({ value: 4, n: 4 })
    expect(rounded(completed, 3)).toEqual(['1.090', '10.242'])
  })

  it('are 0 where something was delivered and nothing happened', () => {
    expect(figure('received', cell())).toMatchObject({ value: 0, missing: null })
    expect(figure('completed', cell())).toMatchObject({ value: 0, missing: null })
  })
})

describe('backlog', () => {
  it('is what is open at the end, without an interval', () => {
    expect(figure('backlog', cell({ backlog: 37 }))).toMatchObject({
      value: 37,
      n: 37,
      low: null,
      high: null,
    })
  })

  it('may be 0 and is then a number', () => {
    expect(figure('backlog', cell({ backlog: 0 }))).toMatchObject({ value: 0, missing: null })
  })
})

describe('clearance-rate', () => {
  it('is completed over received and may exceed one', () => {
    // R 4.2.2: prop.test(120, 220, correct = FALSE) as odds: 0.9210 to 1.5635.
    const measure = figure('clearance-rate', ofCases({ received: 100, completed: 120 }))
    expect(measure).toMatchObject({ value: 1.2, numerator: 120, denominator: 100, n: 100 })
    expect(rounded(measure, 4)).toEqual(['0.9210', '1.5635'])
  })

  it('is 0 when nothing was completed, and not applicable when nothing came in', () => {
    expect(figure('clearance-rate', ofCases({ received: 10 })).value).toBe(0)
    expect(figure('clearance-rate', ofCases({ completed: 10 }))).toMatchObject({
      value: null,
      missing: 'not-applicable',
    })
    expect(figure('clearance-rate', cell())).toMatchObject({ value: null, missing: 'not-applicable' })
  })
})

describe('digital-share', () => {
  it('is of the cases with a known channel', () => {
    // Of 50 completed 40 have a channel, 10 of them web or mobile. R 4.2.2, Wilson 10 of 40: 0.1419 to 0.4019.
    const measure = figure('digital-share', ofCases({ completed: 50, channelKnown: 40, digital: 10 }))
    expect(measure).toMatchObject({ value: 0.25, numerator: 10, denominator: 40, n: 40 })
    expect(rounded(measure, 4)).toEqual(['0.1419', '0.4019'])
  })

  it('is not applicable when no channel is known', () => {
    expect(figure('digital-share', ofCases({ completed: 50 }))).toMatchObject({ missing: 'not-applicable' })
    expect(figure('digital-share', cell())).toMatchObject({ missing: 'not-applicable' })
  })
})

describe('rejected-rate', () => {
  it('is of all completed', () => {
    // R 4.2.2, Wilson 7 of 29: 0.1222 to 0.4211.
    const measure = figure('rejected-rate', ofCases({ completed: 29, rejected: 7 }))
    expect(measure).toMatchObject({ value: 7 / 29, numerator: 7, denominator: 29 })
    expect(rounded(measure, 4)).toEqual(['0.1222', '0.4211'])
  })

  it('is 0 when none was rejected, and not applicable when none was completed', () => {
    expect(figure('rejected-rate', ofCases({ completed: 5 }))).toMatchObject({ value: 0, low: 0 })
    expect(figure('rejected-rate', ofCases({ received: 5 }))).toMatchObject({ missing: 'not-applicable' })
  })
})
