import { describe, expect, it } from 'vitest'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { cell, figure, ofElementSums, sums } from './cells.ts'

describe('elements', () => {
  it('are the means of their own answers: Samarinda 2022, U1 590/175 … U9 610/175', () => {
    const published = [590, 594, 586, 700, 577, 604, 600, 615, 610]
    const survey = ofElementSums(175, published)
    for (const [i, element] of ELEMENTS.entries()) {
      expect(figure(`element-${element}`, survey)).toMatchObject({
        value: published[i]! / 175,
        n: 175,
        numerator: published[i],
        denominator: 175,
      })
    }
  })

  it('stand in the order of the rule: complaints eighth, facilities ninth', () => {
    expect(ELEMENTS.indexOf('complaints')).toBe(7)
    expect(ELEMENTS.indexOf('facilities')).toBe(8)
  })

  it('keep their interval on the scale of 1 to 4', () => {
    const survey = { responses: 2, measures: { time: sums([4, 1]) } }
    expect(figure('element-time', cell({ survey }))).toMatchObject({ value: 2.5, low: 1, high: 4 })
  })

  it('weigh by respondent', () => {
    // Weights 3 and 1 on answers 4 and 2: (12 + 2) / 4.
    const survey = { responses: 2, measures: { time: { n: 2, weight: 4, sum: 14, squareSum: 52 } } }
    expect(figure('element-time', cell({ survey }))).toMatchObject({ value: 3.5, n: 2, denominator: 4 })
  })

  it('are not applicable without answers', () => {
    expect(
      figure('element-cost', cell({ survey: { responses: 4, measures: { time: sums([4]) } } })),
    ).toMatchObject({
      value: null,
      missing: 'not-applicable',
    })
  })
})

describe('satisfaction-score', () => {
  it('is the mean of scores of 0 to 100', () => {
    const survey = { responses: 4, measures: { score: sums([50, 75, 100, 75]) } }
    const measure = figure('satisfaction-score', cell({ survey }))
    expect(measure).toMatchObject({ value: 75, n: 4, high: 100 })
    // s = 20.412, t(0.975; 3) = 3.182446: 75 − 3.182446 × 20.412 / 2.
    expect(measure.low).toBeCloseTo(42.52, 2)
  })

  it('never comes from the nine elements, nor they from it', () => {
    expect(figure('satisfaction-score', ofElementSums(10, Array(9).fill(30))).value).toBeNull()
    const survey = { responses: 2, measures: { score: sums([50, 70]) } }
    expect(figure('satisfaction-index', cell({ survey })).value).toBeNull()
  })
})

describe('respondents', () => {
  it('counts those in the index, and not the incomplete ones', () => {
    const survey = { responses: 12, measures: { index: sums(Array(9).fill(80)) } }
    // Poisson limits of 9 (R 4.2.2, poisson.test): 4.115 to 17.085.
    const measure = figure('respondents', cell({ survey }))
    expect(measure).toMatchObject({ value: 9, n: 9 })
    expect([measure.low!.toFixed(3), measure.high!.toFixed(3)]).toEqual(['4.115', '17.085'])
  })

  it('counts those in the score where there is no index', () => {
    expect(
      figure('respondents', cell({ survey: { responses: 3, measures: { score: sums([1, 2]) } } })).value,
    ).toBe(2)
  })

  it('is 0 where a survey was delivered and nobody answered', () => {
    expect(figure('respondents', cell())).toMatchObject({ value: 0, missing: null })
  })
})

describe('response-rate', () => {
  it('is responses over completed cases, which may exceed one', () => {
    const of = (responses: number, completed: number) => {
      const made = cell({ survey: { responses, measures: {} } })
      return figure('response-rate', { ...made, cases: { ...made.cases, completed } })
    }
    // R 4.2.2: prop.test(95, 195, correct = FALSE) as odds: 0.7181 to 1.2568.
    const measure = of(95, 100)
    expect(measure).toMatchObject({ value: 0.95, numerator: 95, denominator: 100, n: 95 })
    expect([measure.low!.toFixed(4), measure.high!.toFixed(4)]).toEqual(['0.7181', '1.2568'])
    expect(of(120, 100).value).toBe(1.2)
    expect(of(3, 0)).toMatchObject({ value: null, missing: 'not-applicable' })
    expect(of(0, 100)).toMatchObject({ value: null, missing: 'not-applicable' })
  })
})
