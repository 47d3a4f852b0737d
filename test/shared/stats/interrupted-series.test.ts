import { describe, expect, it } from 'vitest'
import type { Direction } from '#shared/measure/measure.ts'
import { effectOf, type MonthlyPoint } from '#shared/stats/interrupted-series.ts'
import { regressNeweyWest } from '#shared/stats/newey-west.ts'
import { listPeriods } from '#shared/time/period.ts'
import golden from '#test/fixtures/golden/effects.json' with { type: 'json' }

// Golden: R 4.2.2, sandwich 3.0.2, the larger of NeweyWest(prewhite = FALSE, adjust = TRUE) and
// vcov(lm), of which both occur; test/fixtures/golden/effects.R.

const MONTHS = listPeriods('2020-01-01', '2029-12-31', 'month').map(({ period }) => period)
const seriesOf = (values: readonly (number | null)[], peers?: readonly (number | null)[]): MonthlyPoint[] =>
  values.map((value, i) => ({ period: MONTHS[i]!, value, ...(peers && { peers: peers[i] ?? null }) }))
const startOf = (index: number) => `${MONTHS[index]!}-01`

/** Calm around a level, without being flat. */
const calm = (n: number, level: number) =>
  Array.from({ length: n }, (_, i) => level + [0.3, -0.2, 0.1, -0.4, 0.2][i % 5]!)

describe('effectOf against R', () => {
  it.each(golden.effects)('$name', (expected) => {
    const effect = effectOf(seriesOf(expected.values, expected.peers), startOf(expected.start - 1), 'down')
    for (const part of ['level', 'slope', 'atEnd', 'difference'] as const) {
      expect(effect[part]!.value).toBeCloseTo(expected[part].value, 9)
      expect(effect[part]!.low).toBeCloseTo(expected[part].low, 8)
      expect(effect[part]!.high).toBeCloseTo(expected[part].high, 8)
    }
    for (const [i, { fitted }] of effect.points.entries()) expect(fitted).toBeCloseTo(expected.fitted[i]!, 9)
  })

  it.each([
    ['a real drop', 'down', 'effect'],
    ['a real drop', 'up', 'opposite'],
    ['a real drop', 'none', 'effect'],
    ['nothing', 'down', 'no-clear-effect'],
    ['a slope', 'up', 'effect'],
    ['everyone fell', 'down', 'no-clear-effect'],
  ] as const)('%s, better %s: %s', (name, direction, verdict) => {
    const { values, peers, start } = golden.effects.find((effect) => effect.name === name)!
    expect(effectOf(seriesOf(values, peers), startOf(start - 1), direction).verdict).toBe(verdict)
  })

  it('without peers the same fall of everyone is an effect', () => {
    const { values, start } = golden.effects.find(({ name }) => name === 'everyone fell')!
    const effect = effectOf(seriesOf(values), startOf(start - 1), 'down')
    expect(effect).toMatchObject({ verdict: 'effect', difference: null })
  })
})

it('the golden cases rest on either kind of error', () => {
  expect(new Set(golden.robustIsLarger)).toEqual(new Set([true, false]))
})

describe('effectOf', () => {
  const verdictOf = (values: readonly (number | null)[], start: number, direction: Direction = 'up') =>
    effectOf(seriesOf(values), startOf(start), direction).verdict

  it('is too early with fewer than 12 months before or 6 after, whatever they say', () => {
    expect(verdictOf([...calm(12, 10), ...calm(6, 90)], 12)).toBe('effect')
    expect(verdictOf([...calm(12, 10), ...calm(5, 90)], 12)).toBe('too-early')
    expect(verdictOf([...calm(11, 10), ...calm(9, 90)], 11)).toBe('too-early')
    expect(verdictOf([...calm(12, 10), null, ...calm(5, 90)], 12)).toBe('too-early')
    expect(effectOf([], '2020-01-01', 'up')).toMatchObject({
      verdict: 'too-early',
      before: null,
      after: null,
    })
  })

  it('leaves out the month that is half before and half after', () => {
    const series = seriesOf([...calm(13, 10), ...calm(6, 20)])
    const effect = effectOf(series, '2021-01-15', 'up')
    expect(effect.before).toEqual({ from: '2020-01', to: '2020-12', points: 12 })
    expect(effect.after).toEqual({ from: '2021-02', to: '2021-07', points: 6 })
    expect(effect.points[12]).toEqual({ period: '2021-01', fitted: null, expected: null })
  })

  it('continues the earlier line beside the fitted one', () => {
    const values = Array.from({ length: 30 }, (_, i) => i + (i >= 18 ? 5 : 0))
    const effect = effectOf(seriesOf(values), startOf(18), 'up')
    expect(effect.points[17]).toMatchObject({ expected: null })
    expect(effect.points[17]!.fitted).toBeCloseTo(17, 8)
    expect(effect.points[29]!.fitted).toBeCloseTo(34, 8)
    expect(effect.points[29]!.expected).toBeCloseTo(29, 8)
    expect(effect.level!.value).toBeCloseTo(5, 8)
    expect(effect.slope!.value).toBeCloseTo(0, 8)
  })

  it('a steady trend is no effect of what starts in it', () => {
    const values = Array.from({ length: 30 }, (_, i) => i * 0.1 + calm(30, 5)[i]!)
    expect(verdictOf(values, 18)).toBe('no-clear-effect')
  })

  it('all equal is no effect, also in decimals and in large numbers', () => {
    expect(verdictOf(Array<number>(24).fill(0.1), 14)).toBe('no-clear-effect')
    expect(verdictOf(Array<number>(24).fill(1e12 / 3), 14)).toBe('no-clear-effect')
  })

  it('counts only peers with enough months of their own', () => {
    const own = [...calm(14, 10), ...calm(8, 20)]
    const peers = own.map((_, i) => (i < 4 ? null : 10))
    expect(effectOf(seriesOf(own, peers), startOf(14), 'up').difference).toBeNull()
  })
})

describe('regressNeweyWest', () => {
  it('is none with no more points than columns, or columns that depend on each other', () => {
    expect(regressNeweyWest([], [], [])).toBeNull()
    const one = [
      [1, 0],
      [1, 1],
    ]
    expect(regressNeweyWest(one, [1, 2], [0, 1])).toBeNull()
    expect(
      regressNeweyWest(
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        [1, 2, 3],
        [0, 1, 2],
      ),
    ).toBeNull()
  })

  it('a gap puts neighbours further apart', () => {
    const design = Array.from({ length: 30 }, () => [1])
    // Neighbours alike, five by five.
    const values = design.map((_, i) => (i % 10 < 5 ? 1 : -1))
    const close = regressNeweyWest(
      design,
      values,
      design.map((_, i) => i),
    )!.estimate([1])
    const apart = regressNeweyWest(
      design,
      values,
      design.map((_, i) => i * 10),
    )!.estimate([1])
    expect(close.high - close.low).toBeGreaterThan(1.2 * (apart.high - apart.low))
  })
})
