import { describe, expect, it } from 'vitest'
import { gradeOf, SATISFACTION_BANDS } from '#shared/indicators/bands.ts'

const TODAY = '2026-11-23'
const OLD = '2012-06-30'

// domain.md 1.4: lowest and highest printed value of each band, and what rounds half up into it.
describe('gradeOf', () => {
  it.each([
    [100, 'A'],
    [88.31, 'A'],
    [88.305, 'A'],
    [88.3049, 'B'],
    [88.3, 'B'],
    [76.61, 'B'],
    [76.605, 'B'],
    [76.6049, 'C'],
    [76.6, 'C'],
    [65, 'C'],
    [64.995, 'C'],
    [64.9949, 'D'],
    [64.99, 'D'],
    [25, 'D'],
  ])('PermenPANRB 14/2017: %d is %s', (index, grade) => {
    expect(gradeOf(index, TODAY)).toEqual({ grade, rule: 'PermenPANRB 14/2017' })
  })

  it.each([
    [100, 'A'],
    [81.26, 'A'],
    [81.255, 'A'],
    [81.25, 'B'],
    [62.51, 'B'],
    [62.5, 'C'],
    [43.76, 'C'],
    [43.75, 'D'],
    [25, 'D'],
  ])('KEP/25/2004: %d is %s', (index, grade) => {
    expect(gradeOf(index, OLD)).toEqual({ grade, rule: 'KEP/25/M.PAN/2/2004' })
  })

  it('grades by the rule of the day: 84.5 was A and is B', () => {
    expect(gradeOf(84.5, '2012-12-31')?.grade).toBe('A')
    expect(gradeOf(84.5, TODAY)?.grade).toBe('B')
    expect(gradeOf(78.04, '2022-12-31')?.grade).toBe('B')
  })

  it('changes on the day the rule begins', () => {
    const [current, before] = SATISFACTION_BANDS
    expect(gradeOf(84.5, '2017-05-11')?.rule).toBe(before!.rule)
    expect(gradeOf(84.5, current!.validFrom)?.rule).toBe(current!.rule)
  })

  it('does not let the printed weight flip a grade: Σ NRR 31.95', () => {
    expect(gradeOf((31.95 / 9) * 25, TODAY)?.grade).toBe('A')
    expect(gradeOf(31.95 * 0.11 * 25, TODAY)?.grade).toBe('B')
  })

  it('is none before the first rule and below the scale', () => {
    expect(gradeOf(80, '2003-12-31')).toBeNull()
    expect(gradeOf(24.9, TODAY)).toBeNull()
  })
})
