import { expect, it } from 'vitest'
import { compareAgencies } from '#server/readings/compare-agencies.ts'
import type { Comparison } from '#shared/contract/comparison.ts'
import { comparisonSentence } from '#shared/i18n/comparison-sentence.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { makeReading } from '#test/support/reading.ts'

const said = (counts: readonly (readonly [x: number, n: number] | null)[]) => {
  const definition = findIndicator('on-time-rate')!
  const readings = counts.map((count, i) =>
    makeReading({
      indicator: 'on-time-rate',
      agency: `office-${i}`,
      unit: 'ratio',
      ...(count
        ? { value: count[0] / count[1], numerator: count[0], denominator: count[1] }
        : { missing: 'not-reported' }),
    }),
  )
  const comparison: Omit<Comparison, 'sentence'> = {
    asOf: null,
    source: 'live',
    demo: false,
    indicator: definition.id,
    period: '2026-10',
    service: null,
    unit: 'ratio',
    direction: 'up',
    level: 'unit',
    peers: null,
    ...compareAgencies(definition, readings, () => true),
  }
  return comparisonSentence('en', comparison)
}

it('says nothing of differences where only one has a figure', () => {
  expect(said([[30, 40], null, null])).toBe(
    'On time, October 2026: 1 of 3 agencies has a figure; none can be compared.',
  )
  expect(said([[30, 40], [32, 40], null])).toBe(
    'On time, October 2026: 2 of 3 agencies have a figure; together 77.5%; their differences are no larger than chance.',
  )
})

it('claims more than chance only beyond the outer limits', () => {
  const alike = Array.from({ length: 20 }, () => [160, 200] as const)
  // 145 of 200 among 80%: beyond 95%, within 99.8%.
  expect(said([...alike, [145, 200]])).toMatch(
    /; none is beyond the 99\.8% limits; 1 between the 95% and 99\.8% limits, where chance alone puts about 1\.$/,
  )
  expect(said([...alike, [130, 200]])).toMatch(/together 79\.\d%; 1 worse than chance explains\.$/)
})

it('does not call alike who differ so much that limits were widened for it', () => {
  // Boston's departments, December 2011: 16% to 99% on time.
  const departments = [
    [511, 650],
    [8, 18],
    [87, 539],
    [476, 1190],
    [54, 71],
    [173, 175],
    [2142, 2487],
  ] as const
  expect(said(departments)).toBe(
    'On time, October 2026: 7 of 7 agencies have a figure; together 67.3%; agencies differ by more than chance; limits are widened for it and none is beyond them.',
  )
})
