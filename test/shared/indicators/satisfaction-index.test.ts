import { describe, expect, it } from 'vitest'
import { gradeOf } from '#shared/indicators/bands.ts'
import { ELEMENTS } from '#shared/rollups/cell.ts'
import { cell, figure, ofElementSums, sums } from './cells.ts'

/** domain.md 1.7: real publications; `exact` is Σ NRR × 1/9 × 25 without rounding in between. */
const PUBLISHED = [
  {
    name: 'Kelurahan Pelabuhan, Samarinda, 2022',
    n: 175,
    elementSums: [590, 594, 586, 700, 577, 604, 600, 615, 610],
    exact: '86.92',
    grade: 'B',
  },
  {
    name: 'Puskesmas Tanjung Pinang, Kota Jambi, Q1 2026',
    n: 110,
    elementSums: [99.75, 99.25, 97.5, 97, 100, 98, 97.75, 98.5, 100].map((nrr) => (nrr / 25) * 110),
    exact: '98.64',
    grade: 'A',
  },
  {
    name: 'PTSP Kanwil Kemenag Sulawesi Barat, Q3 2025',
    n: 29,
    elementSums: [105, 101, 100, 116, 102, 105, 106, 105, 115],
    exact: '91.48',
    grade: 'A',
  },
  {
    name: 'Disdukcapil Tulang Bawang Barat, S1 2023',
    n: 1,
    elementSums: Array<number>(9).fill(4),
    exact: '100.00',
    grade: 'A',
  },
]

describe('satisfaction-index', () => {
  it.each(PUBLISHED)('$name: $exact, $grade', ({ n, elementSums, exact, grade }) => {
    const measure = figure('satisfaction-index', ofElementSums(n, elementSums))
    expect(measure.value!.toFixed(2)).toBe(exact)
    expect(measure).toMatchObject({ n, missing: null, flags: [] })
    expect(gradeOf(measure.value!, '2026-01-01')?.grade).toBe(grade)
  })

  it('does not use the printed weight: Sulawesi Barat published 90.56 by 0.11', () => {
    const [, , kemenag] = PUBLISHED
    const value = figure('satisfaction-index', ofElementSums(29, kemenag!.elementSums)).value!
    expect(value).toBeCloseTo(91.475_095_785, 8)
    expect((value / 25) * 9 * 0.11 * 25).toBeCloseTo(90.56, 2)
  })

  it('divides each element by its own filled answers', () => {
    // Eight elements of ten answers with mean 3; cost answered by four, all 4: (8 × 3 + 4) / 9 × 25.
    const measures = Object.fromEntries(ELEMENTS.map((element) => [element, sums(Array(10).fill(3))]))
    measures.cost = sums([4, 4, 4, 4])
    const survey = { responses: 10, measures: { ...measures, index: sums(Array(10).fill(76)) } }
    expect(figure('satisfaction-index', cell({ survey })).value).toBeCloseTo((28 / 9) * 25, 10)
  })

  it('says when it rests on fewer than nine elements, and weighs the rest alike', () => {
    const measures = { time: sums([3, 3]), cost: sums([4, 4]), product: sums([2, 2]), index: sums([75, 75]) }
    const measure = figure('satisfaction-index', cell({ survey: { responses: 2, measures } }))
    expect(measure).toMatchObject({ value: 75, flags: ['elements-missing'] })
  })

  it('takes its interval from the respondents’ own indices', () => {
    // 80, 84, 88, 92: mean 86, s² = 80/3, t(0.975; 3) = 3.182446: 86 ± 3.182446 × 2.581989.
    const measures = Object.fromEntries(ELEMENTS.map((element) => [element, sums([3.2, 3.36, 3.52, 3.68])]))
    const survey = { responses: 4, measures: { ...measures, index: sums([80, 84, 88, 92]) } }
    const measure = figure('satisfaction-index', cell({ survey }))
    expect(measure.value).toBeCloseTo(86, 10)
    expect(measure.low).toBeCloseTo(77.783, 3)
    expect(measure.high).toBeCloseTo(94.217, 3)
  })

  it('keeps its interval on the scale, and has none for one respondent', () => {
    const two = Object.fromEntries(ELEMENTS.map((element) => [element, sums([4, 3])]))
    const survey = { responses: 2, measures: { ...two, index: sums([100, 75]) } }
    expect(figure('satisfaction-index', cell({ survey }))).toMatchObject({ value: 87.5, low: 25, high: 100 })
    expect(figure('satisfaction-index', ofElementSums(1, Array(9).fill(4)))).toMatchObject({
      low: null,
      high: null,
    })
  })

  it('is not applicable without answers, or when all answers weigh nothing', () => {
    expect(figure('satisfaction-index', cell())).toMatchObject({ value: null, missing: 'not-applicable' })
    const nothing = { n: 3, weight: 0, sum: 0, squareSum: 0 }
    const measures = { ...Object.fromEntries(ELEMENTS.map((element) => [element, nothing])), index: nothing }
    expect(figure('satisfaction-index', cell({ survey: { responses: 3, measures } }))).toMatchObject({
      value: null,
      missing: 'not-applicable',
    })
  })
})
