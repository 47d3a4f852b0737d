import type { Direction, Flag, Unit } from '#shared/measure/measure.ts'
import type { Adds } from '#shared/rollups/given.ts'
import type { SumName } from './sums.ts'

// A definition as it is published with a release: plain data, enough to work the figure out from a cell without the
// program's own code for it. What a release says stays true to the definition that it brings, whatever the program
// defines later.

/** Lower and upper end that a figure can have; null: none. */
export type Clamp = readonly [low: number | null, high: number | null]

/** A flag that a figure carries when a sum of its cell is above 0, or is what it says. */
export interface FlagRule {
  flag: Flag
  when: SumName
  is: boolean
}

/** `interval`: what is known of the true figure with 95 %. `wilson` of a share, `flow` of a ratio of two flows, `byar` of a
 *  count or a rate, `t` of a mean, `order` statistics of a quantile; null: none. */
export type Method =
  /** the first of these sums that is above 0 */
  | { kind: 'count'; of: readonly SumName[]; interval: 'byar' }
  /** what is open at the period's end: received − closed from the first day up to it */
  | { kind: 'stock'; of: SumName; interval: null }
  | {
      kind: 'ratio'
      numerator: SumName
      denominator: SumName
      n: 'numerator' | 'denominator'
      interval: 'wilson' | 'flow' | null
    }
  /** so many for every `per` of the denominator */
  | { kind: 'rate'; numerator: SumName; denominator: SumName; per: number; interval: 'byar' }
  /** by R's type 7, from the merged digest of durations */
  | { kind: 'quantile'; of: 'elapsed' | 'workingDays'; p: 0.5 | 0.9; interval: 'order' }
  /** of weighted sums; `showsParts`: numerator and denominator are published with it */
  | { kind: 'mean'; of: string; showsParts: boolean; clamp: Clamp; interval: 't' }
  /** the mean of the means, each weighing the same, times a factor; its interval is that of the respondents' own */
  | { kind: 'index'; of: readonly string[]; own: string; factor: number; clamp: Clamp; interval: 't' }
  /** figures that agencies added up themselves */
  | { kind: 'given'; interval: null }
  /** how figures stand against their targets, in percent; a mean of several takes each between 0 and the cap */
  | { kind: 'achievement'; cap: number; interval: null }

/** How figures that agencies gave make one together. */
export interface GivenRule {
  adds: Adds
  /** how many times its numerator over its denominator it is */
  scale: number
  share: 'wilson' | 'flow' | 'byar' | null
  count: 'byar' | null
}

interface DefinitionTexts {
  name: string
  definition: string
  formula: string
  source: string
  limits: string
}

export interface PublishedDefinition {
  id: string
  /** rises when the method changes */
  version: number
  group: string
  /** whose deliveries tell whether it was reported */
  dataset: string
  /** whose deliveries its facts come from, and from which share of units on that delivered a part of a period only the
   *  figure of them together is one of a part: it is flagged then. 0: any of them */
  behind: readonly string[]
  partFrom: number
  /** whether a figure of a period that nobody delivered is one of a part too; older releases do not say so */
  isPartUntold?: boolean
  unit: Unit
  direction: Direction
  /** the date by which a fact falls into a period */
  countedIn: string
  /** parts of the cell that it is worked out from */
  needs: readonly string[]
  isCount: boolean
  isSum: boolean | null
  isAboutPeople: boolean
  /** there are facts in the period when any of these sums is above 0 */
  hasFacts: readonly SumName[]
  /** a figure stands in a covered period without facts when any of these sums is known and, but for a stock, above 0 */
  hasStock: readonly SumName[]
  /** the whole is not reported when this is so, because only a part of it was told */
  isIncomplete: SumName | null
  method: Method
  /** also without a figure when `flagsMissing` */
  flags: readonly FlagRule[]
  flagsMissing: boolean
  given: GivenRule
  texts: { id: DefinitionTexts; en: DefinitionTexts }
}
