// A number with its unit, count and interval, or Missing with its reason: what every figure in the product is.

/** Units of a figure. `ratio` is 0–1 (0.875), `percent` is 87.5, times are seconds, money is whole rupiah, `number` is
 *  whatever the file counts in. */
export const UNITS = [
  'count',
  'ratio',
  'seconds',
  'days',
  'index',
  'score',
  'rate',
  'currency',
  'percent',
  'number',
] as const
export type Unit = (typeof UNITS)[number]

/** Which way is better. `range`: best inside a band. `none`: neither. */
export const DIRECTIONS = ['up', 'down', 'range', 'none'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** Why there is no number. Missing is never zero. */
export type MissingReason = 'not-reported' | 'not-applicable' | 'too-few' | 'not-yet-due' | 'not-comparable'

/** What a reader must know beside the number. */
export const FLAGS = [
  'approximate', // quantile known to within 1 %
  'calendar-not-covered', // some cases have no working days: their year has no holiday list
  'elements-missing', // the index rests on fewer than nine elements
  'flagged-cases', // some cases are in counts only: their dates contradict each other
  'provisional', // live figure, not released
  'last-known', // a sum in which a unit that stopped delivering counts with what was last known of it
  'partial', // units that told nothing are left out of both parts of it
  'from-values', // it, or a part of it, was added up by the agency itself
  'values-left-out', // an agency also gave a figure of its own: facts are there, and come first
  'not-additive', // figures were given that do not add up to one
  'partial-period', // only some of the period was delivered: it is compared with no other
  'ratio-above-one', // a share was given that is larger than one
  'indicative', // fewer respondents than the sample table asks for
] as const
export type Flag = (typeof FLAGS)[number]

/** A computed figure before it is placed in a scope and a period. `low`/`high` are a 95 % interval. */
export interface Measure {
  value: number | null
  n: number | null
  numerator: number | null
  denominator: number | null
  low: number | null
  high: number | null
  missing: MissingReason | null
  flags: Flag[]
}

/** Whether a figure is of a part of its period, and therefore compared with nothing. */
export const isOfPart = ({ flags }: { flags: readonly Flag[] }): boolean => flags.includes('partial-period')

/** Whether a figure rests only on what was delivered for other periods: on old cases that ended or were due in it. */
export const isUntold = ({
  flags,
  covered,
  coverage,
}: {
  flags: readonly Flag[]
  covered?: unknown
  coverage?: { reporting: number } | undefined
}): boolean => isOfPart({ flags }) && !covered && coverage?.reporting === 0

/** A 95 % interval, or null where none exists. */
export type Interval = readonly [low: number, high: number] | null

/** A figure that exists. */
export function measured(
  value: number,
  parts: { n?: number; numerator?: number; denominator?: number; interval?: Interval; flags?: Flag[] } = {},
): Measure {
  return {
    value,
    n: parts.n ?? null,
    numerator: parts.numerator ?? null,
    denominator: parts.denominator ?? null,
    low: parts.interval?.[0] ?? null,
    high: parts.interval?.[1] ?? null,
    missing: null,
    flags: parts.flags ?? [],
  }
}

/** A figure that does not exist, and why. */
export function missing(reason: MissingReason): Measure {
  return {
    value: null,
    n: null,
    numerator: null,
    denominator: null,
    low: null,
    high: null,
    missing: reason,
    flags: [],
  }
}
