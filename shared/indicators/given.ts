// Figures that agencies added up themselves: the measure of several of them together, and indicators made for them.
// Why: not everybody has case records. Ratios are Σ numerators / Σ denominators, never a mean of ratios; a mean is
// pooled by its weights. Limit: what is given without its parts cannot be added up, and is not.
import {
  type Flag,
  type Interval,
  type Measure,
  measured,
  missing,
  type Unit,
} from '#shared/measure/measure.ts'
import type { Adds, GivenFigure } from '#shared/rollups/given.ts'
import { byar } from '#shared/stats/byar.ts'
import { flowRatioInterval } from '#shared/stats/flow-ratio.ts'
import { wilson } from '#shared/stats/wilson.ts'
import type { IndicatorDefinition } from './define.ts'

/** An indicator that an import created. */
export interface StoredIndicator {
  code: string
  name: string
  unit: Unit
  direction: IndicatorDefinition['direction']
  adds: Adds
  source: string
}

/** Ratios of two flows: the one is no part of the other, so they may exceed one. */
export const FLOW_RATIOS: ReadonlySet<string> = new Set(['clearance-rate', 'response-rate'])

/** How the figures of a created indicator are charted, and what they can be. Shares and rates by their parts, where
 *  they have them; whether a score, an index or a number can be below 0 nobody said, so their limits are not cut. */
const CHARTS: Partial<Record<Unit, Pick<IndicatorDefinition, 'chart' | 'possible'>>> = {
  ratio: { chart: 'p-prime' },
  rate: { chart: 'u-prime' },
  index: { possible: [null, null] },
  score: { possible: [null, null] },
  percent: { possible: [null, null] },
  number: { possible: [null, null] },
}

/** Counts of what happens in a period, whose chance is that of counts; what a created one counts nobody said. */
const FLOW_COUNTS: ReadonlySet<string> = new Set(['received', 'completed'])

const countInterval = (id: string, value: number): Interval =>
  FLOW_COUNTS.has(id) && Number.isInteger(value) && value >= 0 ? byar(value) : null

/** A created indicator as a definition: it has no facts, only what was given. */
export const definitionOf = ({
  code,
  name,
  unit,
  direction,
  adds,
}: StoredIndicator): IndicatorDefinition => ({
  id: code,
  name,
  group: 'given',
  unit,
  direction,
  ...CHARTS[unit],
  dataset: 'values',
  countedIn: 'given',
  needs: [],
  isCount: false,
  isSum: adds === 'sum',
  isAboutPeople: false,
  hasFacts: () => false,
  evaluate: () => missing('not-reported'),
})

/** How figures of a built-in indicator add up: counts of flows as they are, shares and means by their parts; a stock
 *  and a quantile do not. */
export function addsOf({ id, unit, countedIn, dataset }: IndicatorDefinition): Adds {
  if (countedIn === 'period-end' || dataset === 'targets') return 'none'
  if (dataset === 'costs') return 'ratio'
  if (unit === 'count') return 'sum'
  return unit === 'ratio' || unit === 'rate' || unit === 'index' || unit === 'score' || id === 'mean-time'
    ? 'ratio'
    : 'none'
}

/** How many times its numerator over its denominator a figure of a unit is. */
const SCALE: Partial<Record<Unit, number>> = { percent: 100, rate: 1000 }

/** The figure that given ones make together; null where nothing was given. `not-comparable` with the flag
 *  `not-additive` where they do not add up. */
export function poolGiven(
  { id, unit }: { id: string; unit: Unit },
  adds: Adds,
  figures: readonly GivenFigure[],
): Measure | null {
  const told = figures.filter((figure) => figure.missing === null)
  if (told.length === 0) return figures.length > 0 ? missing('not-applicable') : null
  const flags: Flag[] = told.some((figure) => figure.isFlagged)
    ? ['from-values', 'ratio-above-one']
    : ['from-values']
  if (told.every((figure) => figure.denominator !== null && figure.numerator !== null) && adds !== 'sum') {
    if (told.length > 1 && adds === 'none') return notAdditive(flags)
    const add = (part: 'numerator' | 'denominator') => told.reduce((sum, figure) => sum + figure[part]!, 0)
    return share({ id, unit }, add('numerator'), add('denominator'), flags)
  }
  if (told.length === 1) {
    const { value, weight } = told[0]!
    return value === null
      ? notAdditive(flags)
      : measured(value, {
          ...(weight !== null && { denominator: weight }),
          interval: countInterval(id, value),
          flags,
        })
  }
  if (told.some((figure) => figure.value === null)) return notAdditive(flags)
  if (adds === 'sum') {
    const value = told.reduce((sum, figure) => sum + figure.value!, 0)
    return measured(value, { interval: countInterval(id, value), flags })
  }
  if (adds === 'none' || told.some((figure) => figure.weight === null)) return notAdditive(flags)
  const weight = told.reduce((sum, figure) => sum + figure.weight!, 0)
  const sum = told.reduce((total, figure) => total + figure.value! * figure.weight!, 0)
  if (weight === 0) return { ...missing('not-applicable'), flags }
  return measured(sum / weight, { numerator: sum, denominator: weight, flags })
}

/** A figure from its two parts, with the interval of the indicator's method. */
export function share(
  { id, unit }: { id: string; unit: Unit },
  numerator: number,
  denominator: number,
  flags: Flag[],
): Measure {
  if (denominator === 0) return { ...missing('not-applicable'), numerator, denominator, flags }
  const scale = SCALE[unit] ?? 1
  const scaled = (interval: Interval, by: number): Interval =>
    interval && [interval[0] * by, interval[1] * by]
  const interval = (): Interval => {
    if (numerator < 0 || denominator < 0) return null
    if (FLOW_RATIOS.has(id)) return flowRatioInterval(numerator, denominator)
    if (unit === 'rate') return scaled(byar(numerator), scale / denominator)
    if (unit !== 'ratio' && unit !== 'percent') return null
    return numerator > denominator ? null : scaled(wilson(numerator, denominator), scale)
  }
  return measured((numerator / denominator) * scale, {
    n: denominator,
    numerator,
    denominator,
    interval: interval(),
    flags,
  })
}

const notAdditive = (flags: Flag[]): Measure => ({
  ...missing('not-comparable'),
  flags: [...flags, 'not-additive'],
})

/** Facts of some units and given figures of others, each unit from one source; null where they cannot be together. */
export function addGiven(
  definition: IndicatorDefinition,
  adds: Adds,
  facts: Measure,
  given: Measure,
): Measure | null {
  if (given.value === null) return null
  const flags = [...new Set([...facts.flags, ...given.flags])]
  if (facts.value === null) return { ...given, flags }
  if (adds === 'sum') {
    const value = facts.value + given.value
    return measured(value, { interval: countInterval(definition.id, value), flags })
  }
  if (definition.unit !== 'ratio') return null
  const parts = [facts.numerator, given.numerator, facts.denominator, given.denominator]
  if (parts.includes(null)) return null
  return share(
    definition,
    facts.numerator! + given.numerator!,
    facts.denominator! + given.denominator!,
    flags,
  )
}
