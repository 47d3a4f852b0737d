import { describe, expect, it } from 'vitest'
import { type ChartOptions, chartSeries } from '#shared/stats/chart-series.ts'
import type { SeriesPoint } from '#shared/stats/control-chart.ts'
import { listPeriods } from '#shared/time/period.ts'
import golden from '#test/fixtures/golden/control-charts.json' with { type: 'json' }
import { fc } from '#test/support/properties.ts'

// Golden: R 4.2.2; test/fixtures/golden/control-charts.R.

const MONTHS = listPeriods('1990-01-01', '2019-12-31', 'month').map(({ period }) => period)
const OPEN: ChartOptions = { kind: 'xmr', direction: 'up', range: [null, null] }
const SHARE: ChartOptions = { kind: 'p-prime', direction: 'up', range: [0, 1] }

const singles = (values: readonly (number | null)[]): SeriesPoint[] =>
  values.map((value, i) => ({ period: MONTHS[i]!, value, numerator: null, denominator: null }))

const shares = (counts: readonly (readonly [x: number, n: number] | null)[], per = 1): SeriesPoint[] =>
  counts.map((count, i) => ({
    period: MONTHS[i]!,
    value: count && (count[0] / count[1]) * per,
    numerator: count?.[0] ?? null,
    denominator: count?.[1] ?? null,
  }))

const rulesOf = (series: SeriesPoint[], options = OPEN) =>
  chartSeries(series, options).points.map(({ rule }) => rule)

/** Ten months of calm around 10, then what is asked about. */
const CALM = [10, 11, 9, 10, 11, 9, 10, 11, 9, 10]
const after = (values: readonly (number | null)[], options: Partial<ChartOptions> = {}) =>
  rulesOf(singles([...CALM, 11, 9, 10, ...values]), { ...OPEN, baseline: 13, ...options }).slice(13)

describe('chartSeries against other software', () => {
  it.each(golden.xmr)('XmR of $name: limits and signals of R', (expected) => {
    const { points } = chartSeries(singles(expected.values), OPEN)
    for (const edge of ['centre', 'lower', 'upper', 'innerLower', 'innerUpper'] as const) {
      expect(points[0]!.limits![edge]).toBeCloseTo(expected[edge], 9)
    }
    expect(points.map(({ rule }) => rule ?? 'none')).toEqual(expected.rules)
  })

  it.each(golden.laney)('$kind of $name: limits and signals of R', (expected) => {
    const series = shares(expected.numerator.map((x, i) => [x, expected.denominator[i]!]))
    const isShare = expected.kind === 'p-prime'
    const { points } = chartSeries(series, {
      kind: isShare ? 'p-prime' : 'u-prime',
      direction: 'up',
      range: [0, isShare ? 1 : null],
    })
    for (const [i, { limits }] of points.entries()) {
      expect(limits!.centre).toBeCloseTo(expected.centre, 12)
      for (const edge of ['lower', 'upper', 'innerLower', 'innerUpper'] as const) {
        expect(limits![edge]).toBeCloseTo(expected[edge][i]!, 12)
      }
    }
    expect(points.map(({ rule }) => rule ?? 'none')).toEqual(expected.rules)
  })

  // NHSRplotthedots 0.2, tests/testthat/_snaps/ptd_spc.md: twenty normal values of seed 123, and its halves.
  it.each([
    { name: 'all', values: golden.normal, mean: 0.142, lower: -3.01, upper: 3.29 },
    { name: 'first half', values: golden.normal.slice(0, 10), mean: 0.0746, lower: -2.6, upper: 2.75 },
    { name: 'second half', values: golden.normal.slice(10), mean: 0.209, lower: -3.28, upper: 3.7 },
  ])('gives the published limits of NHSRplotthedots: $name', ({ values, mean, lower, upper }) => {
    const { limits } = chartSeries(singles(values), OPEN).points[0]!
    expect(limits!.centre).toBeCloseTo(mean, 3)
    expect(limits!.lower).toBeCloseTo(lower, 2)
    expect(limits!.upper).toBeCloseTo(upper, 2)
  })

  // NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rates of ten batches; limits there with 3/1.128.
  it('gives the published limits of the NIST handbook', () => {
    const flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    const { limits } = chartSeries(singles(flow), OPEN).points[0]!
    expect(limits!.centre).toBeCloseTo(50.81, 10)
    expect(limits!.upper).toBeCloseTo(55.8041, 2)
    expect(limits!.lower).toBeCloseTo(45.8159, 2)
  })
})

describe('limits', () => {
  it('leave out ranges that stand out, once, so that an outlier shows', () => {
    // NHSRplotthedots, vignette on deviations from Excel: 10 is beyond the screened limits.
    const values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    const { points } = chartSeries(singles(values), OPEN)
    expect(points[0]!.limits!.centre).toBeCloseTo(35 / 18, 10)
    // The ranges of 8 and 9 are out, fifteen ranges of 1 are left.
    expect(points[0]!.limits!.upper).toBeCloseTo(35 / 18 + 2.66, 10)
    expect(points[4]!.rule).toBe('outside-limit')
  })

  it('have a width where a figure moves only now and then, or every point would be a signal', () => {
    const values = [1.5, ...Array<number>(20).fill(2), 1.5, ...Array<number>(10).fill(2)]
    const { points } = chartSeries(singles(values), OPEN)
    // Three ranges of 0.5 among 31.
    expect(points[0]!.limits!.upper - points[0]!.limits!.centre).toBeCloseTo((2.66 * 1.5) / 31, 10)
    expect(points.map(({ value, rule }) => (rule === 'outside-limit' ? value : 2))).toEqual(values)
  })

  it('lie a step from the usual step of a figure in whole steps that moves by less', () => {
    // Median of working days in the nation: every month 2 but two; plain limits call all of them signals.
    const values = [1, ...Array<number>(27).fill(2), 1, 2, 2, 2, 2]
    const { points } = chartSeries(singles(values), { ...OPEN, direction: 'down', step: 1 })
    expect(points[0]!.limits).toMatchObject({ centre: 2, lower: 1, upper: 3 })
    expect(points.filter(({ rule }) => rule)).toEqual([])
    const jump = chartSeries(singles([...values, 4]), { ...OPEN, direction: 'down', step: 1 }).points
    expect(jump.filter(({ rule }) => rule)).toMatchObject([{ value: 4, variation: 'concern' }])
    const faster = chartSeries(singles([...values, ...Array<number>(7).fill(1)]), { ...OPEN, step: 1 }).points
    expect(faster.slice(-7).every(({ rule }) => rule === 'two-of-three' || rule === 'shift')).toBe(true)
  })

  it('of a share lie a case from the usual one at the least', () => {
    // On time in every month but one, which has 3,000 cases and one late: no month is better or worse than chance.
    const counts = [...Array.from({ length: 35 }, (_, i) => [55 + i, 55 + i] as const), [3004, 3005] as const]
    const { points, assurance } = chartSeries(shares(counts), { ...SHARE, target: [1, null] })
    expect(points.filter(({ rule }) => rule)).toEqual([])
    expect(points[0]!.limits).toMatchObject({ centre: 1, upper: 1 })
    expect(points.at(-1)!.limits!.centre).toBeCloseTo(3004 / 3005, 12)
    expect(assurance).toBe('hit-or-miss')
    const worse = chartSeries(shares([...counts.slice(0, -1), [300, 320]]), SHARE).points
    expect(worse.filter(({ rule }) => rule)).toMatchObject([{ value: 300 / 320, variation: 'concern' }])
  })

  it('are the plain ones where a figure in whole steps moves by more than a step', () => {
    expect(chartSeries(singles(CALM), { ...OPEN, step: 1 })).toEqual(chartSeries(singles(CALM), OPEN))
  })

  it('are cut to what the figure can be', () => {
    const values = CALM.map((value) => value - 9)
    expect(chartSeries(singles(values), { ...OPEN, range: [0, null] }).points[0]!.limits!.lower).toBe(0)
    const { limits } = chartSeries(shares(CALM.map((x) => [x + 9, 20])), SHARE).points[0]!
    expect(limits!.upper).toBe(1)
    expect(limits!.innerUpper).toBeLessThanOrEqual(1)
  })

  it('come from the baseline alone where one is given, and refuse a short one', () => {
    const values = [...CALM, 10, 11, ...Array<number>(10).fill(30)]
    const { points } = chartSeries(singles(values), { ...OPEN, baseline: 12 })
    expect(points[0]!.limits!.centre).toBeCloseTo(121 / 12, 10)
    expect(points[20]!.limits).toEqual(points[0]!.limits)
    expect(points[20]!.rule).toBe('outside-limit')
    expect(() => chartSeries(singles(values), { ...OPEN, baseline: 11 })).toThrow(RangeError)
  })

  it('do not exist without two neighbouring points, and of shares without a denominator', () => {
    expect(chartSeries([], OPEN)).toMatchObject({ points: [], segments: [], assurance: null })
    expect(chartSeries(singles([5]), OPEN).points).toMatchObject([
      { value: 5, limits: null, rule: null, variation: null },
    ])
    expect(chartSeries(singles([5, null, 7]), OPEN).points[2]!.limits).toBeNull()
    expect(chartSeries(singles([null, null]), OPEN).points[0]!.limits).toBeNull()
    expect(chartSeries(shares([[1, 2], null, [2, 2]]), SHARE).points[1]!.limits).toBeNull()
  })

  it('of shares fall back to XmR where a point has no counts', () => {
    const series = shares(CALM.map((x) => [x, 20]))
    expect(chartSeries(series, SHARE).kind).toBe('p-prime')
    series[3] = { ...series[3]!, numerator: null }
    expect(chartSeries(series, SHARE).kind).toBe('xmr')
  })

  it('of a rate carry its scale', () => {
    const counts = CALM.map((x) => [x, 4000] as const)
    const plain = chartSeries(shares(counts), { ...SHARE, kind: 'u-prime', range: [0, null] }).points[0]!
    const scaled = chartSeries(shares(counts, 1000), {
      ...SHARE,
      kind: 'u-prime',
      range: [0, null],
      per: 1000,
    }).points[0]!
    expect(scaled.limits!.centre).toBeCloseTo(plain.limits!.centre * 1000, 10)
    expect(scaled.limits!.upper).toBeCloseTo(plain.limits!.upper * 1000, 10)
  })

  it('a moving range needs two neighbours: a gap leaves out two of them', () => {
    const { limits } = chartSeries(singles([1, 2, null, 50, 51]), OPEN).points[0]!
    expect(limits!.upper - limits!.centre).toBeCloseTo(2.66, 10)
  })
})

describe('rules', () => {
  it.each<[string, (number | null)[], (string | null)[]]>([
    ['a point beyond a limit', [16, 10], ['outside-limit', null]],
    [
      'six rising steps mark seven points',
      [9.7, 9.8, 9.9, 10, 10.1, 10.2, 10.3],
      Array<string>(7).fill('trend'),
    ],
    ['five steps are none', [9.8, 9.9, 10, 10.1, 10.2, 10.3, 10.1], Array<null>(7).fill(null)],
    [
      'a tie neither counts nor breaks',
      [9.7, 9.8, 9.9, 9.9, 10, 10.1, 10.2, 10.3],
      Array<string>(8).fill('trend'),
    ],
    ['a tie is no step', [9.8, 9.9, 9.9, 10, 10.1, 10.2, 10.3], Array<null>(7).fill(null)],
    [
      'a missing point breaks a trend',
      [9.7, 9.8, 9.9, null, 10, 10.1, 10.2, 10.3],
      Array<null>(8).fill(null),
    ],
    ['two of three in the outer third', [13.5, 10.5, 13.5], ['two-of-three', null, 'two-of-three']],
    ['a window on both sides is none', [13.5, 9.9, 13.5], [null, null, null]],
    ['a missing point breaks a window', [13.5, null, 13.5], [null, null, null]],
    ['one in the outer third is none', [13.5, 10.5, 10.5], [null, null, null]],
    [
      'seven on one side',
      [10.5, 10.4, 10.5, 10.4, 10.5, 10.4, 10.5, 9.5],
      [...Array<string>(7).fill('shift'), null],
    ],
    [
      'a point on the centre breaks a shift',
      [10.5, 10.4, 10.5, 10, 10.5, 10.4, 10.5],
      Array<null>(7).fill(null),
    ],
    [
      'a missing point breaks a shift',
      [10.5, 10.4, 10.5, null, 10.4, 10.5, 10.4, 10.5],
      Array<null>(8).fill(null),
    ],
  ])('%s', (_name, values, rules) => {
    // The last of the calm months is 10, so what follows starts no earlier.
    expect(after(values)).toEqual(rules)
  })

  it('the earlier rule decides, and points out the whole run', () => {
    const values = [10.5, 10.6, 10.7, 10.8, 10.9, 11, 11.1, 11, 16]
    const series = chartSeries(singles([...CALM, 11, 9, 10, ...values]), { ...OPEN, baseline: 13 })
    const marked = series.points.slice(13)
    expect(marked.map(({ rule }) => rule)).toEqual([...Array(7).fill('trend'), 'shift', 'outside-limit'])
    // The trend starts from the calm months before it, 9 and 10.
    expect(marked[6]!.run).toEqual({ from: MONTHS[11], to: MONTHS[19] })
    expect(marked[8]!.run).toEqual({ from: MONTHS[21], to: MONTHS[21] })
    expect(series.points[12]!.rule).toBe('trend')
  })

  it('a trend is good or bad by where it goes, everything else by where it lies', () => {
    const rising = [9.1, 9.2, 9.3, 9.4, 9.5, 9.6, 9.7]
    const variation = (direction: ChartOptions['direction']) =>
      chartSeries(singles([...CALM, 11, 9, 10, 9, ...rising]), { ...OPEN, baseline: 13, direction })
        .points[16]!
    expect(variation('up')).toMatchObject({ rule: 'trend', variation: 'improvement' })
    expect(variation('down')).toMatchObject({ rule: 'trend', variation: 'concern' })
    expect(variation('none').variation).toBe('high')
    expect(variation('range').variation).toBe('high')
  })

  it.each([
    ['up', 16, 'improvement'],
    ['up', 4, 'concern'],
    ['down', 16, 'concern'],
    ['down', 4, 'improvement'],
    ['none', 16, 'high'],
    ['none', 4, 'low'],
    ['up', 10.1, 'common-cause'],
  ] as const)('better %s: %d is %s', (direction, value, variation) => {
    const series = singles([...CALM, 11, 9, 10, value])
    expect(chartSeries(series, { ...OPEN, baseline: 13, direction }).points[13]!.variation).toBe(variation)
  })

  it('claim nothing below 13 points, and draw the limits dashed', () => {
    const values = [...CALM, 90, 10]
    const short = chartSeries(singles(values), { ...OPEN, target: [5, null] })
    expect(short.segments).toEqual([{ from: MONTHS[0], to: MONTHS[11], n: 12, isFirm: false }])
    expect(short.points[10]).toMatchObject({ rule: null, variation: null })
    expect(short.points[10]!.limits).not.toBeNull()
    expect(short.assurance).toBeNull()
    const full = chartSeries(singles([...values, 10]), OPEN)
    expect(full.segments[0]!.isFirm).toBe(true)
    expect(full.points[10]!.rule).toBe('outside-limit')
  })

  it('all equal: nothing is a signal, also where decimals differ in the last digits', () => {
    expect(rulesOf(singles(Array<number>(30).fill(0.1)))).toEqual(Array(30).fill(null))
    const counts = Array.from({ length: 30 }, (_, i) => [9 * (i + 1), 10 * (i + 1)] as const)
    expect(rulesOf(shares(counts), SHARE)).toEqual(Array(30).fill(null))
    expect(rulesOf(shares(Array(20).fill([7, 7])), SHARE)).toEqual(Array(20).fill(null))
    expect(rulesOf(shares(Array(20).fill([0, 7])), SHARE)).toEqual(Array(20).fill(null))
  })

  it('what most points have is the usual, not a shift away from a mean that few draw down', () => {
    const share = (late: number) => [60 - late, 60] as const
    const counts = Array.from({ length: 36 }, (_, i) => share(i === 9 || i === 20 ? 3 : 0))
    expect(rulesOf(shares(counts), SHARE).filter((rule) => rule === 'shift')).toEqual([])
    // Complaints, of which there are mostly none.
    const none = Array.from({ length: 36 }, (_, i) => (i % 11 === 3 ? 2 : 0))
    const { points, rebaselineFrom } = chartSeries(singles(none), { ...OPEN, range: [0, null], step: 1 })
    expect([rebaselineFrom, points.filter(({ rule }) => rule === 'shift')]).toEqual([null, []])
  })

  it('after a baseline of nothing but successes a failure is beyond the limit', () => {
    const counts = [...Array(13).fill([20, 20]), [19, 20]]
    expect(rulesOf(shares(counts), { ...SHARE, baseline: 13 }).at(-1)).toBe('outside-limit')
  })

  it('huge numbers: the plain chart would mark everything, p′ does not', () => {
    const counts = CALM.concat(CALM).map((x) => [x * 1e9, 20e9] as const)
    expect(rulesOf(shares(counts), SHARE)).toEqual(Array(20).fill(null))
  })
})

describe('segments', () => {
  const values = [...CALM, ...CALM, ...CALM.map((x) => x + 20), ...CALM.map((x) => x + 20)]

  it('have limits and runs of their own from the day of a re-baselining', () => {
    const whole = chartSeries(singles(values), OPEN)
    expect(whole.points.every(({ rule }) => rule !== null)).toBe(true)
    const cut = chartSeries(singles(values), { ...OPEN, rebaselinedOn: ['1991-08-15', '1991-09-01'] })
    expect(cut.segments).toMatchObject([
      { from: '1990-01', to: '1991-08', n: 20 },
      { from: '1991-09', to: '1993-04', n: 20 },
    ])
    expect(cut.points.map(({ segment }) => segment)).toEqual([...Array(20).fill(0), ...Array(20).fill(1)])
    expect(cut.points.every(({ rule }) => rule === null)).toBe(true)
    expect(cut.points[0]!.limits!.centre).toBe(10)
    expect(cut.points[39]!.limits!.centre).toBe(30)
  })

  it('suggest another baseline where a shift of eight points stands, and not once it has ended', () => {
    expect(chartSeries(singles(values), OPEN).rebaselineFrom).toBe('1991-09')
    expect(chartSeries(singles([...values, null]), OPEN).rebaselineFrom).toBe('1991-09')
    expect(chartSeries(singles([...values, 5]), OPEN).rebaselineFrom).toBeNull()
    expect(chartSeries(singles(values), { ...OPEN, rebaselinedOn: ['1991-09-01'] }).rebaselineFrom).toBeNull()
  })
})

describe('assurance', () => {
  const target = (acceptable: ChartOptions['target'], direction: ChartOptions['direction'] = 'up') =>
    chartSeries(singles([...CALM, ...CALM]), { ...OPEN, direction, target: acceptable ?? null }).assurance

  // Limits 10 ± 2.66 × 24/19: 6.64 to 13.36.
  it.each([
    ['a floor below the band', [6.6, null], 'up', 'consistently-meets'],
    ['a floor inside', [6.7, null], 'up', 'hit-or-miss'],
    ['a floor above', [13.4, null], 'up', 'consistently-misses'],
    ['a ceiling above', [null, 13.4], 'down', 'consistently-meets'],
    ['a ceiling inside', [null, 13.3], 'down', 'hit-or-miss'],
    ['a ceiling below', [null, 6.6], 'down', 'consistently-misses'],
    ['a range around', [6, 14], 'range', 'consistently-meets'],
    ['a range inside', [9, 11], 'range', 'hit-or-miss'],
    ['a range above', [14, 15], 'range', 'consistently-misses'],
    ['no direction', [6, null], 'none', null],
    ['no ends', [null, null], 'up', null],
  ] as const)('%s', (_name, acceptable, direction, assurance) => {
    expect(target(acceptable, direction)).toBe(assurance)
  })

  it('is none without a target', () => expect(target(null)).toBeNull())

  it('speaks of the latest segment', () => {
    const series = singles([...CALM, ...CALM, ...CALM.map((x) => x + 20), ...CALM.map((x) => x + 20)])
    const options: ChartOptions = { ...OPEN, target: [20, null], rebaselinedOn: ['1991-09-01'] }
    expect(chartSeries(series, options).assurance).toBe('consistently-meets')
    expect(chartSeries(series.slice(0, 20), options).assurance).toBe('consistently-misses')
    expect(chartSeries(series.slice(0, 25), options).assurance).toBeNull()
  })

  it.each([
    ['the usual', 10, false],
    ['a figure that reached it', 30, true],
    ['a worse one', -10, false],
  ])('of missing is overtaken by %s: %s', (_name, latest, isPast) => {
    const series = singles([...CALM, ...CALM, latest])
    expect(chartSeries(series, { ...OPEN, target: [25, null] })).toMatchObject({
      assurance: 'consistently-misses',
      isOvertaken: isPast,
    })
  })

  it.each([
    ['a worse figure', -10, true],
    ['a better one', 30, false],
  ])('of meeting is overtaken by %s: %s', (_name, latest, isPast) => {
    const series = singles([...CALM, ...CALM, latest])
    expect(chartSeries(series, { ...OPEN, target: [-5, null] })).toMatchObject({
      assurance: 'consistently-meets',
      isOvertaken: isPast,
    })
  })

  it('meets exactly at the limit', () => {
    const { limits } = chartSeries(singles([...CALM, ...CALM]), OPEN).points[0]!
    expect(target([limits!.lower, null])).toBe('consistently-meets')
    expect(target([limits!.upper, null])).toBe('hit-or-miss')
  })
})

describe('chartSeries on any series', () => {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 1000 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  )
  /** Noise, or a walk, in which trends and shifts come by themselves. */
  const values = fc.oneof(
    fc.array(value, { maxLength: 60, size: 'max' }),
    fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60, size: 'max' }).map((steps) => {
      let at = 500
      return steps.map((step, i): number | null => {
        at += step
        return i % 29 === 28 ? null : at
      })
    }),
  )

  it('marks every point of a run and nothing missing; each mark is true of its run', () => {
    let marked = 0
    fc.assert(
      fc.property(values, (drawn) => {
        const { points } = chartSeries(singles(drawn), OPEN)
        for (const [i, { rule, run, value: own, limits, variation }] of points.entries()) {
          expect(rule === null).toBe(run === null)
          if (own === null) expect([rule, variation]).toEqual([null, null])
          if (!rule || !run) continue
          marked++
          const [from, to] = [MONTHS.indexOf(run.from), MONTHS.indexOf(run.to)]
          expect(i).toBeGreaterThanOrEqual(from)
          expect(i).toBeLessThanOrEqual(to)
          const inside = points.slice(from, to + 1)
          expect(inside.every((point) => point.value !== null)).toBe(true)
          if (rule === 'outside-limit') expect(own! > limits!.upper || own! < limits!.lower).toBe(true)
          if (rule === 'trend') {
            const steps = inside.slice(1).map((point, j) => point.value! - inside[j]!.value!)
            expect(steps.filter((step) => step !== 0).length).toBeGreaterThanOrEqual(6)
            expect(steps.every((step) => step >= 0) || steps.every((step) => step <= 0)).toBe(true)
            expect(inside.every((point) => point.rule === 'trend' || point.rule === 'outside-limit')).toBe(
              true,
            )
          }
          if (rule === 'shift') {
            expect(inside.length).toBeGreaterThanOrEqual(7)
            expect(
              inside.every((point) => point.value! > limits!.centre) ||
                inside.every((point) => point.value! < limits!.centre),
            ).toBe(true)
            expect(inside.every((point) => point.rule !== null)).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
    expect(marked).toBeGreaterThan(20)
  })

  it('turned upside down, improvement is concern and the limits mirror', () => {
    fc.assert(
      fc.property(values, (drawn) => {
        const up = chartSeries(singles(drawn), OPEN)
        const down = chartSeries(singles(drawn.map((x) => (x === null ? null : -x))), OPEN)
        for (const [i, point] of up.points.entries()) {
          const other = down.points[i]!
          expect(other.rule).toBe(point.rule)
          if (point.variation === 'improvement') expect(other.variation).toBe('concern')
          if (point.limits) expect(other.limits!.upper).toBeCloseTo(-point.limits.lower, 6)
        }
      }),
    )
  })

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(1 / 86_400, 7, 1e9), (drawn, factor) => {
        const scaled = drawn.map((x) => (x === null ? null : x * factor))
        expect(rulesOf(singles(scaled))).toEqual(rulesOf(singles(drawn)))
      }),
    )
  })
})
