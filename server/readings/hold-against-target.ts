import type { Reading } from '#shared/contract/reading.ts'
import type { Achievement, Target, TargetStatus } from '#shared/contract/target.ts'
import { scaleOf } from '#shared/indicators/chart-of.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { isUntold, type MissingReason } from '#shared/measure/measure.ts'
import { acceptableOf } from '#shared/targets/acceptable.ts'
import { achievementOf } from '#shared/targets/achievement.ts'
import { countedOver } from '#shared/targets/in-force.ts'
import { statusOf } from '#shared/targets/status.ts'
import { parsePeriod } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import type { History } from './history.ts'
import { isQuantity } from './target-book.ts'

/** Whether the period of a reading is decided: it ended before the present of the data, and where there is a figure
 *  also before `knownTo`, the day up to which deliveries of its scope speak. Who stopped delivering is not early. */
export function isOver(directory: Directory, reading: Reading, knownTo: string | null): boolean {
  const { period, value, covered } = reading
  const endsOn = parsePeriod(period)?.endsOn
  const present = directory.present
  if (endsOn === undefined || !present || endsOn >= present) return false
  // A first week says nothing of a month, whoever has the rest.
  if (value !== null && (covered?.to || isUntold(reading))) return false
  return value === null || knownTo === null || endsOn < knownTo
}

/** A reading against the target in force for it: the figure that the target speaks of, and whether it is met.
 *  Before the period is over nothing is decided. */
export function holdAgainst(
  target: Target,
  reading: Reading,
  definition: IndicatorDefinition,
  history: History | undefined,
  isDue: boolean,
): { status: TargetStatus; achievement: Achievement | null } {
  const actual: Actual = target.cumulative ? fromYearStart(target, reading, definition, history) : reading
  return {
    status: statusOf(target, actual.value, isDue),
    achievement: acceptableOf(target)
      ? isDue
        ? {
            actual: actual.value,
            ...achievementOf(target, actual.value, { missing: actual.missing }),
          }
        : { actual: actual.value, value: null, capped: null, missing: 'not-yet-due' }
      : null,
  }
}

interface Actual {
  value: number | null
  missing: MissingReason | null
}

/** What a cumulative target speaks of: everything from the start of its year. A gap makes the whole unknown, and of a
 *  median there is no whole. */
function fromYearStart(
  target: Target,
  reading: Reading,
  definition: IndicatorDefinition,
  history: History | undefined,
): Actual {
  const over = countedOver(target)
  const parts = history?.window.periods.flatMap((span, i) =>
    over && span.startsOn >= over.from && span.endsOn <= over.to ? [history.readings[i]!] : [],
  )
  if (!parts?.some(({ period }) => period === reading.period))
    return { value: null, missing: 'not-applicable' }
  const gap = parts.find(({ value }) => value === null)
  if (gap) return { value: null, missing: gap.missing }
  if (isQuantity(definition)) return { value: total(parts, ({ value }) => value), missing: null }
  const [numerator, denominator] = [
    total(parts, (one) => one.numerator),
    total(parts, (one) => one.denominator),
  ]
  const hasParts = parts.every((one) => one.numerator !== null && one.denominator !== null)
  if (!hasParts || denominator === 0) return { value: null, missing: 'not-applicable' }
  return { value: (numerator / denominator) * scaleOf(parts), missing: null }
}

const total = (readings: readonly Reading[], pick: (reading: Reading) => number | null): number =>
  readings.reduce((sum, reading) => sum + (pick(reading) ?? 0), 0)
