import { describe, expect, it } from 'vitest'
import { BAND_SCHEMES } from '#shared/indicators/band-schemes.ts'
import { type BandScheme, bandOf, gradeOf, isOneSeries } from '#shared/indicators/bands.ts'

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
    const [current, before] = BAND_SCHEMES.satisfaction
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

describe('bandOf', () => {
  it.each<[BandScheme, number, string, string | null]>([
    // AKIP: lower bound open, upper closed.
    ['accountability', 90, TODAY, 'A'],
    ['accountability', 90.01, TODAY, 'AA'],
    ['accountability', 30, TODAY, 'D'],
    ['accountability', 30.01, TODAY, 'C'],
    ['accountability', 0, TODAY, 'D'],
    ['accountability', -1, TODAY, null],
    ['accountability', 80, '2020-12-31', null],
    ['public-service', 4.51, TODAY, 'A'],
    ['public-service', 4.505, TODAY, 'A'],
    ['public-service', 4.5, TODAY, 'A-'],
    ['public-service', 3.01, TODAY, 'B-'],
    ['public-service', 1, TODAY, 'F'],
    ['digital-government', 3.5, '2025-12-31', 'sangat-baik'],
    ['digital-government', 4.1, '2025-12-31', 'sangat-baik'],
    ['digital-government', 4.1, '2026-01-01', 'memuaskan'],
    ['digital-government', 2.55, '2025-12-31', 'cukup'],
    ['digital-government', 2.55, '2026-01-01', 'baik'],
    ['compliance', 81, '2021-12-31', 'green'],
    ['compliance', 80.99, '2021-12-31', 'yellow'],
    ['compliance', 80.99, '2022-12-31', 'B'],
    ['compliance', 31.99, '2024-12-31', 'E'],
    // An opinion, not a score.
    ['compliance', 95, '2025-01-01', null],
    ['achievement-five', 90.5, TODAY, 'very-high'],
    ['achievement-five', 90.4, TODAY, 'high'],
    ['achievement-five', -50, TODAY, 'very-low'],
    ['achievement-six', 85, TODAY, 'very-good'],
    ['achievement-six', 85.01, TODAY, 'satisfactory'],
    ['achievement-six', 30, TODAY, 'poor'],
  ])('%s: %d on %s is %s', (scheme, score, on, grade) => {
    expect(bandOf(scheme, score, on)?.grade ?? null).toBe(grade)
  })

  it('names the rule and the band in both languages', () => {
    expect(bandOf('satisfaction', 90, TODAY)).toMatchObject({
      rule: 'PermenPANRB 14/2017',
      name: { id: 'Sangat baik', en: 'Very good' },
    })
  })

  it('every scheme: rules newest first, bands from the highest, no gap between them', () => {
    for (const rules of Object.values(BAND_SCHEMES)) {
      expect(rules.map(({ validFrom }) => validFrom)).toEqual(
        rules
          .map(({ validFrom }) => validFrom)
          .toSorted()
          .toReversed(),
      )
      for (const { bands } of rules) {
        const bounds = bands.map(({ bound }) => bound)
        expect(bounds).toEqual(bounds.toSorted((a, b) => b - a))
      }
    }
  })
})

describe('isOneSeries', () => {
  it('breaks between SPBE and Pemdi, and at the Ombudsman’s opinion; not when only bands move', () => {
    expect(isOneSeries('digital-government', '2025-12-31', '2026-01-01')).toBe(false)
    expect(isOneSeries('digital-government', '2026-12-31', '2024-12-31')).toBe(false)
    expect(isOneSeries('digital-government', '2026-01-01', '2027-12-31')).toBe(true)
    expect(isOneSeries('digital-government', '2021-12-31', '2025-12-31')).toBe(true)
    expect(isOneSeries('compliance', '2024-12-31', '2025-12-31')).toBe(false)
    expect(isOneSeries('compliance', '2021-12-31', '2022-12-31')).toBe(true)
    expect(isOneSeries('satisfaction', '2016-12-31', '2018-12-31')).toBe(true)
  })
})
