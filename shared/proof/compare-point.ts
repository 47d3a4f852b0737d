import type { ReleasedPoint } from '#shared/contract/release.ts'
import type { PublishedDefinition } from './definition.ts'
import type { Recomputed } from './scope-figures.ts'

// A published figure against the one worked out again. Whole numbers agree exactly, others within one part in a billion:
// logarithms and powers are not the same to the last digit on every machine, and sums of squares are rounded in another
// order.

const NAMES = ['value', 'n', 'numerator', 'denominator', 'low', 'high'] as const
const SLACK = 1e-9

/** What differs in a figure; `field` is as in the API. */
export interface Difference {
  field: (typeof NAMES)[number] | 'missing' | 'reporting' | 'expected' | 'flags'
  published: number | string | null
  recomputed: number | string | null
}

/** `same`; `hidden`: of too few people, so that nothing is said to be worked out from; `on-hidden`: it rests on such;
 *  or what differs. */
export type Verdict = 'same' | 'hidden' | 'on-hidden' | Difference[]

export function comparePoint(
  { isAboutPeople }: PublishedDefinition,
  point: ReleasedPoint,
  recomputed: Recomputed,
  minPeople: number,
): Verdict {
  const [, value, n, , , , , missing, reporting, expected, flags] = point
  const { measure } = recomputed
  const found: Difference[] = []
  const differ = (
    field: Difference['field'],
    published: Difference['published'],
    ours: Difference['recomputed'],
  ) => {
    found.push({ field, published, recomputed: ours })
  }
  if (reporting !== recomputed.reporting) differ('reporting', reporting, recomputed.reporting)
  if (expected !== recomputed.expected) differ('expected', expected, recomputed.expected)
  if (missing === 'too-few' && isAboutPeople) {
    if (point.slice(1, 7).some((part) => part !== null)) differ('missing', missing, null)
    return found.length > 0 ? found : 'hidden'
  }
  if (isAboutPeople && value !== null && n !== null && n > 0 && n < minPeople) differ('n', n, 'too-few')
  // Of a figure that is not about people nothing is ever hidden.
  if (isAboutPeople && recomputed.rests === 'on-hidden') return found.length > 0 ? found : 'on-hidden'
  NAMES.forEach((field, i) => {
    const [published, ours] = [point[i + 1] as number | null, measure[field]]
    if (!isSame(published, ours)) differ(field, published, ours)
  })
  if (missing !== measure.missing) differ('missing', missing, measure.missing)
  if (JSON.stringify(flags) !== JSON.stringify(measure.flags))
    differ('flags', flags.join(' '), measure.flags.join(' '))
  return found.length > 0 ? found : 'same'
}

function isSame(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b
  if (a === b) return true
  if (Number.isInteger(a) && Number.isInteger(b)) return false
  return Math.abs(a - b) <= SLACK * Math.max(Math.abs(a), Math.abs(b))
}
