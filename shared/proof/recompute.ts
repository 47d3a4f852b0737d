import { type Flag, type Interval, type Measure, measured, missing } from '#shared/measure/measure.ts'
import type { Cell, DurationSummary, SurveyMeasure, SurveySums } from '#shared/rollups/cell.ts'
import { byar } from '#shared/stats/byar.ts'
import { flowRatioInterval } from '#shared/stats/flow-ratio.ts'
import { meanInterval } from '#shared/stats/mean-interval.ts'
import { wilson } from '#shared/stats/wilson.ts'
import type { Clamp, Method, PublishedDefinition } from './definition.ts'
import { numberOf, sumOf } from './sums.ts'

// A figure from a cell by its published definition alone. Written on its own: it must not ask the program's code of an
// indicator, so that whoever checks a release does not check the program against itself.

/** What is known of a scope and period besides its facts. */
export interface Known {
  /** a delivery covers the period */
  isCovered: boolean
  /** the period has not ended by the latest instant that any delivery speaks of */
  isCurrentOrLater: boolean
}

/** The figure that a definition makes of a cell, or why there is none. */
export function recompute(definition: PublishedDefinition, cell: Cell, known: Known): Measure {
  if (hasFacts(definition, cell)) return figureOf(definition, cell)
  const isIncomplete = definition.isIncomplete !== null && numberOf(cell, definition.isIncomplete) > 0
  if (!known.isCovered || isIncomplete)
    return missing(known.isCurrentOrLater ? 'not-yet-due' : 'not-reported')
  if (hasStock(definition, cell)) return figureOf(definition, cell)
  if (!definition.isCount) return missing('not-applicable')
  // The first version said nothing of how sure a count of 0 is.
  const isSure = definition.version < 2 || definition.method.kind !== 'count'
  return measured(0, { n: 0, numerator: 0, interval: isSure ? null : byar(0) })
}

export const hasFacts = ({ hasFacts }: PublishedDefinition, cell: Cell): boolean =>
  hasFacts.some((name) => numberOf(cell, name) > 0)

/** A stock may be 0, or below where closed cases were delivered without their receipt. */
const hasStock = ({ hasStock, method }: PublishedDefinition, cell: Cell): boolean =>
  hasStock.some((name) => (method.kind === 'stock' ? sumOf(cell, name) !== null : numberOf(cell, name) > 0))

function figureOf(definition: PublishedDefinition, cell: Cell): Measure {
  const measure = byMethod(definition.method, cell)
  if (measure.value === null && !definition.flagsMissing) return measure
  const flags = definition.flags.flatMap(({ flag, when, is }): Flag[] =>
    numberOf(cell, when) > 0 === is ? [flag] : [],
  )
  return { ...measure, flags: [...measure.flags, ...flags] }
}

function byMethod(method: Method, cell: Cell): Measure {
  switch (method.kind) {
    case 'count': {
      const n = method.of.map((name) => numberOf(cell, name)).find((count) => count > 0) ?? 0
      return measured(n, { n, numerator: n, interval: byar(n) })
    }
    case 'stock': {
      const open = sumOf(cell, method.of)
      if (open === null) return missing('not-applicable')
      return measured(Number(open), { n: Number(open), numerator: Number(open) })
    }
    case 'ratio': {
      const [numerator, denominator] = [numberOf(cell, method.numerator), numberOf(cell, method.denominator)]
      if (denominator === 0) return missing('not-applicable')
      return measured(numerator / denominator, {
        n: method.n === 'numerator' ? numerator : denominator,
        numerator,
        denominator,
        interval: intervalOfRatio(method.interval, numerator, denominator),
      })
    }
    case 'rate': {
      const [numerator, denominator] = [numberOf(cell, method.numerator), numberOf(cell, method.denominator)]
      if (denominator === 0) return missing('not-applicable')
      const scale = method.per / denominator
      return measured(numerator * scale, {
        n: numerator,
        numerator,
        denominator: denominator / method.per,
        interval: times(byar(numerator), scale),
      })
    }
    case 'quantile':
      return quantileOf(cell[method.of], method.p)
    case 'mean':
      return meanOf(method, cell)
    case 'index':
      return indexOf(method, cell)
    case 'given':
      return missing('not-reported')
    case 'achievement':
      return missing('not-applicable')
    default:
      return method satisfies never
  }
}

function intervalOfRatio(how: 'wilson' | 'flow' | null, numerator: number, denominator: number): Interval {
  if (how === 'wilson') return wilson(numerator, denominator)
  return how === 'flow' ? flowRatioInterval(numerator, denominator) : null
}

function quantileOf(durations: DurationSummary | null, p: 0.5 | 0.9): Measure {
  const [value, low, high] = durations
    ? p === 0.5
      ? [durations.p50, durations.p50Low, durations.p50High]
      : [durations.p90, durations.p90Low, durations.p90High]
    : [null, null, null]
  if (!durations || value === null) return missing('not-applicable')
  return measured(value, { n: durations.n, interval: low === null || high === null ? null : [low, high] })
}

function meanOf({ of, showsParts, clamp }: Method & { kind: 'mean' }, cell: Cell): Measure {
  const sums = weightedSums(of, cell)
  if (!sums || sums.weight === 0) return missing('not-applicable')
  return measured(sums.sum / sums.weight, {
    n: sums.n,
    ...(showsParts && { numerator: sums.sum, denominator: sums.weight }),
    interval: within(clamp, meanInterval(sums)),
  })
}

function indexOf({ of, own, factor, clamp }: Method & { kind: 'index' }, cell: Cell): Measure {
  const respondents = weightedSums(own, cell)
  if (!respondents || respondents.n === 0) return missing('not-applicable')
  const means = of.flatMap((name) => {
    const sums = weightedSums(name, cell)
    return sums && sums.weight > 0 ? [sums.sum / sums.weight] : []
  })
  if (means.length === 0) return missing('not-applicable')
  return measured((means.reduce((total, mean) => total + mean, 0) / means.length) * factor, {
    n: respondents.n,
    interval: within(clamp, meanInterval(respondents)),
    flags: means.length < of.length ? ['elements-missing'] : [],
  })
}

/** `elapsed`, or a measure of the survey such as `survey.index`. */
function weightedSums(name: string, { elapsed, survey }: Cell): SurveySums | null {
  if (name === 'elapsed') return elapsed && { ...elapsed, weight: elapsed.n }
  return survey?.measures[name.replace('survey.', '') as SurveyMeasure] ?? null
}

const times = (interval: Interval, by: number): Interval => interval && [interval[0] * by, interval[1] * by]

const within = ([low, high]: Clamp, interval: Interval): Interval =>
  interval && [
    low === null ? interval[0] : Math.max(low, interval[0]),
    high === null ? interval[1] : Math.min(high, interval[1]),
  ]
