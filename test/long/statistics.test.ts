import { describe, expect, it } from 'vitest'
import type { Interval } from '#shared/measure/measure.ts'
import { quantileRanks } from '#shared/stats/binomial-ranks.ts'
import { byar } from '#shared/stats/byar.ts'
import { changeBetween } from '#shared/stats/change.ts'
import { chartSeries } from '#shared/stats/chart-series.ts'
import { funnelOf } from '#shared/stats/funnel.ts'
import { effectOf } from '#shared/stats/interrupted-series.ts'
import { meanInterval } from '#shared/stats/mean-interval.ts'
import {
  type Comparable,
  comparableFigure,
  comparableProportion,
  comparableRate,
  rankRanges,
} from '#shared/stats/rank-ranges.ts'
import { wilson } from '#shared/stats/wilson.ts'
import { listPeriods } from '#shared/time/period.ts'
import { makeDice } from '#test/support/dice.ts'

// What the methods promise, seen in the long run: a world is invented with a known truth, figures are drawn from it,
// and it is counted how often the claim holds. By chance a right method falls short of that in some worlds, so each run
// looks at the same ones: STATISTICS_SEED names others, TEST_SCALE multiplies the runs.

const SCALE = Number(process.env.TEST_SCALE ?? '1')
const RUNS = Math.max(200, Math.round(4000 * SCALE))
const dice = makeDice(Number(process.env.STATISTICS_SEED) || 2016)

const uniform = () => dice.int(1, 2 ** 31 - 1) / 2 ** 31
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
function binomial(n: number, p: number): number {
  let x = 0
  for (let i = 0; i < n; i++) if (uniform() < p) x++
  return x
}
function poisson(mean: number): number {
  let [x, product] = [-1, 1]
  for (const stop = Math.exp(-mean); product > stop; product *= uniform()) x++
  return Math.max(0, x)
}

/** Share of runs in which something holds. */
const rate = (runs: number, holds: () => boolean): number => {
  let count = 0
  for (let run = 0; run < runs; run++) if (holds()) count++
  return count / runs
}
/** Four standard errors of a share near 95 %: a correct method fails about once in 30,000 runs of this file. */
const doubt = (runs: number) => 4 * Math.sqrt((0.05 * 0.95) / runs)
const contains = (interval: Interval, truth: number) =>
  interval !== null && interval[0] <= truth && truth <= interval[1]

describe(`intervals contain the truth (seed ${dice.seed})`, () => {
  it('Wilson: 95 % over shares and sizes, as a mean; the least for any is known to lie lower', () => {
    const covered = rate(RUNS * 5, () => {
      const [n, p] = [dice.int(5, 200), uniform()]
      return contains(wilson(binomial(n, p), n), p)
    })
    expect(covered).toBeGreaterThan(0.945)
    expect(covered).toBeLessThan(0.962)
  })

  it('counts: 95 % at least, exact and by Byar', () => {
    for (const mean of [0.7, 4, 11, 40, 150]) {
      const covered = rate(RUNS, () => contains(byar(poisson(mean)), mean))
      expect(covered, `mean ${mean}`).toBeGreaterThan(0.945 - doubt(RUNS))
    }
  })

  it('means of normal answers: 95 %', () => {
    for (const n of [2, 5, 30]) {
      const covered = rate(RUNS, () => {
        let [sum, squareSum] = [0, 0]
        for (let i = 0; i < n; i++) {
          const value = 80 + 10 * normal()
          sum += value
          squareSum += value * value
        }
        return contains(meanInterval({ n, sum, squareSum }), 80)
      })
      expect(Math.abs(covered - 0.95), `n ${n}`).toBeLessThan(doubt(RUNS))
    }
  })

  it('medians and 90th percentiles: 95 % at least, of long-tailed times', () => {
    for (const [n, p] of [
      [6, 0.5],
      [25, 0.5],
      [60, 0.9],
    ] as const) {
      const truth = -Math.log(1 - p)
      const covered = rate(RUNS, () => {
        const times = Array.from({ length: n }, () => -Math.log(uniform())).sort((a, b) => a - b)
        const [low, high] = quantileRanks(n, p)!
        return contains([times[low]!, times[high]!], truth)
      })
      expect(covered, `n ${n}, p ${p}`).toBeGreaterThan(0.95 - doubt(RUNS))
    }
  })

  it('differences: 95 % as a mean, and “beyond chance” one time in twenty where nothing changed', () => {
    const estimate = (n: number, p: number) => {
      const x = binomial(n, p)
      const [low, high] = wilson(x, n)!
      return { value: x / n, low, high }
    }
    const covered = rate(RUNS, () => {
      const [n, m, p, q] = [dice.int(10, 150), dice.int(10, 150), uniform(), uniform()]
      const change = changeBetween(estimate(n, p), estimate(m, q))!
      return contains([change.low!, change.high!], p - q)
    })
    expect(covered).toBeGreaterThan(0.94)
    expect(covered).toBeLessThan(0.975)
    const claimed = rate(RUNS, () => {
      const p = 0.1 + 0.8 * uniform()
      return changeBetween(estimate(120, p), estimate(120, p))!.isBeyondChance === true
    })
    expect(claimed).toBeLessThan(0.05 + doubt(RUNS))
    expect(claimed).toBeGreaterThan(0.02)
  })
})

describe(`rank ranges contain all true ranks at once (seed ${dice.seed})`, () => {
  const AGENCIES = 12
  const worlds: [string, () => { truth: number; seen: Comparable }][] = [
    [
      'shares',
      () => {
        const [truth, n] = [0.6 + 0.35 * uniform(), dice.int(40, 400)]
        return { truth, seen: comparableProportion(binomial(n, truth), n) }
      },
    ],
    [
      'rates',
      () => {
        const [truth, exposure] = [0.02 + 0.03 * uniform(), dice.int(500, 3000)]
        return { truth, seen: comparableRate(poisson(truth * exposure), exposure) }
      },
    ],
    [
      'indices',
      () => {
        const truth = 75 + 15 * uniform()
        const n = dice.int(30, 200)
        let [sum, squareSum] = [0, 0]
        for (let i = 0; i < n; i++) {
          const value = truth + 12 * normal()
          sum += value
          squareSum += value * value
        }
        const [low, high] = meanInterval({ n, sum, squareSum })!
        return { truth, seen: comparableFigure(sum / n, low, high) }
      },
    ],
  ]

  it.each(worlds)('%s: in 95 % of runs at least', (_name, draw) => {
    const runs = Math.max(200, Math.round(RUNS / 4))
    let narrow = 0
    const held = rate(runs, () => {
      const agencies = Array.from({ length: AGENCIES }, draw)
      const ranges = rankRanges(
        agencies.map(({ seen }) => seen),
        'up',
      )
      narrow += ranges.filter((range) => range!.to - range!.from < AGENCIES - 1).length
      return agencies.every(({ truth }, i) => {
        const rank = 1 + agencies.filter((other) => other.truth > truth).length
        return ranges[i]!.from <= rank && rank <= ranges[i]!.to
      })
    })
    expect(held).toBeGreaterThan(0.95 - doubt(runs))
    // They also say something.
    expect(narrow / runs).toBeGreaterThan(1)
  })
})

describe(`signals in steady noise are rare (seed ${dice.seed})`, () => {
  const months = listPeriods('2023-01-01', '2025-12-31', 'month').map(({ period }) => period)
  const runs = Math.max(100, Math.round(RUNS / 4))
  const options = { direction: 'up', range: [null, null] } as const

  it('XmR: beyond a limit at most one point in 60, marked by any rule at most one in 15', () => {
    let [outside, marked] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const series = months.map((period) => ({ period, value: normal(), numerator: null, denominator: null }))
      for (const { rule } of chartSeries(series, { kind: 'xmr', ...options }).points) {
        if (rule === 'outside-limit') outside++
        if (rule) marked++
      }
    }
    const points = runs * months.length
    expect(outside / points).toBeLessThan(1 / 60)
    expect(marked / points).toBeLessThan(1 / 15)
    expect(marked / points).toBeGreaterThan(1 / 200)
  })

  it('p′: no more, however the number of cases varies', () => {
    let marked = 0
    for (let run = 0; run < runs; run++) {
      const series = months.map((period) => {
        const n = dice.int(20, 300)
        const x = binomial(n, 0.85)
        return { period, value: x / n, numerator: x, denominator: n }
      })
      const { points } = chartSeries(series, { kind: 'p-prime', direction: 'up', range: [0, 1] })
      marked += points.filter(({ rule }) => rule !== null).length
    }
    expect(marked / (runs * months.length)).toBeLessThan(1 / 15)
  })

  it('a funnel calls one agency in twenty to stand out where all are alike', () => {
    let [out, far] = [0, 0]
    for (let run = 0; run < runs; run++) {
      const units = Array.from({ length: 30 }, () => {
        const denominator = dice.int(50, 300)
        return { numerator: binomial(denominator, 0.8), denominator }
      })
      for (const { classes } of funnelOf('proportion', units)!.units) {
        if (classes.plain !== 'as-expected') out++
        if (classes.plain.startsWith('much')) far++
      }
    }
    expect(Math.abs(out / (runs * 30) - 0.05)).toBeLessThan(0.01)
    expect(far / (runs * 30)).toBeLessThan(0.006)
  })

  it('an innovation that did nothing is rarely credited', () => {
    const credited = rate(runs, () => {
      const series = months.map((period) => ({ period, value: 10 + normal() }))
      return effectOf(series, '2025-01-01', 'up').verdict !== 'no-clear-effect'
    })
    expect(credited).toBeLessThan(0.05 + doubt(runs))
    const beside = rate(runs, () => {
      const series = months.map((period) => ({ period, value: 10 + normal(), peers: 10 + normal() }))
      return effectOf(series, '2025-01-01', 'up').verdict !== 'no-clear-effect'
    })
    expect(beside).toBeLessThan(credited + doubt(runs))
  })
})
