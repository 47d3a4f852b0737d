import { type Flag, type Interval, type Measure, measured, missing } from '#shared/measure/measure.ts'
import { byar } from '#shared/stats/byar.ts'
import { flowRatioInterval } from '#shared/stats/flow-ratio.ts'
import { wilson } from '#shared/stats/wilson.ts'
import type { GivenCell } from './cell-line.ts'
import type { GivenRule, PublishedDefinition } from './definition.ts'

// Figures that agencies added up themselves, taken into those from facts by the published rule. Written on its own, as
// recompute.ts is.

/** The figure of a scope from its facts and what was given. `isOfFacts`: there are facts in it. */
export function takeIn(
  definition: PublishedDefinition,
  facts: Measure,
  isOfFacts: boolean,
  given: GivenCell | undefined,
): Measure {
  if (!given) return facts
  const found = new Set<Flag>()
  if (given.isPartial) found.add('partial-period')
  if (given.isLeftOut) found.add('values-left-out')
  const pooled = pool(definition.given, given)
  const measure = choose(definition, facts, isOfFacts, pooled, found)
  return { ...measure, flags: [...new Set([...measure.flags, ...found])] }
}

function choose(
  { given: rule, unit }: PublishedDefinition,
  facts: Measure,
  isOfFacts: boolean,
  pooled: Measure | null,
  found: Set<Flag>,
): Measure {
  if (!pooled) return facts
  if (!isOfFacts) return pooled.value === null && facts.value !== null ? facts : pooled
  const sum = together(rule, unit, facts, pooled)
  if (!sum) found.add('values-left-out')
  return sum ?? facts
}

function together(
  rule: GivenRule,
  unit: PublishedDefinition['unit'],
  facts: Measure,
  given: Measure,
): Measure | null {
  if (given.value === null) return null
  const flags = [...new Set([...facts.flags, ...given.flags])]
  if (facts.value === null) return { ...given, flags }
  if (rule.adds === 'sum') {
    const value = facts.value + given.value
    return measured(value, { interval: ofCount(rule, value), flags })
  }
  const [a, b] = [facts.numerator, given.numerator]
  const [c, d] = [facts.denominator, given.denominator]
  if (unit !== 'ratio' || a === null || b === null || c === null || d === null) return null
  return share(rule, a + b, c + d, flags)
}

function pool(rule: GivenRule, given: GivenCell): Measure | null {
  const { told, none, value, numerator, denominator, weight, weighted } = given
  if (told === 0) return none > 0 ? missing('not-applicable') : null
  const flags: Flag[] = given.isFlagged ? ['from-values', 'ratio-above-one'] : ['from-values']
  const notAdditive: Measure = { ...missing('not-comparable'), flags: [...flags, 'not-additive'] }
  if (numerator !== null && denominator !== null && rule.adds !== 'sum')
    return told > 1 && rule.adds === 'none' ? notAdditive : share(rule, numerator, denominator, flags)
  if (value === null) return notAdditive
  if (told === 1) {
    const interval = ofCount(rule, value)
    return measured(value, { ...(weight !== null && { denominator: weight }), interval, flags })
  }
  if (rule.adds === 'sum') return measured(value, { interval: ofCount(rule, value), flags })
  if (rule.adds === 'none' || weight === null || weighted === null) return notAdditive
  if (weight === 0) return { ...missing('not-applicable'), flags }
  return measured(weighted / weight, { numerator: weighted, denominator: weight, flags })
}

function share(rule: GivenRule, numerator: number, denominator: number, flags: Flag[]): Measure {
  if (denominator === 0) return { ...missing('not-applicable'), numerator, denominator, flags }
  return measured((numerator / denominator) * rule.scale, {
    n: denominator,
    numerator,
    denominator,
    interval: ofShare(rule, numerator, denominator),
    flags,
  })
}

function ofShare({ share: how, scale }: GivenRule, numerator: number, denominator: number): Interval {
  if (numerator < 0 || denominator < 0) return null
  if (how === 'flow') return flowRatioInterval(numerator, denominator)
  if (how === 'byar') return times(byar(numerator), scale / denominator)
  if (how !== 'wilson' || numerator > denominator) return null
  return times(wilson(numerator, denominator), scale)
}

const ofCount = ({ count }: GivenRule, value: number): Interval =>
  count === 'byar' && Number.isInteger(value) && value >= 0 ? byar(value) : null

const times = (interval: Interval, by: number): Interval => interval && [interval[0] * by, interval[1] * by]
