import type { Series } from '#shared/contract/series.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { progressOf } from '#shared/targets/progress.ts'
import { type PeriodSpan, parsePeriod } from '#shared/time/period.ts'
import type { History } from './history.ts'
import { isQuantity, type TargetBook } from './target-book.ts'

interface Scope {
  agencyId: number
  serviceId: number
}

/** Targets in force along a series, each from its first period to its last: drawn as steps. */
export function targetSteps(
  book: TargetBook,
  { agencyId, serviceId }: Scope,
  definition: IndicatorDefinition,
  periods: readonly PeriodSpan[],
): Series['targets'] {
  const steps: Series['targets'] = []
  for (const { period } of periods) {
    const target = book.of(agencyId, serviceId, definition, period)
    const last = steps.at(-1)
    if (target && last?.target === target) last.to = period
    else if (target) steps.push({ from: period, to: period, target })
  }
  return steps
}

/** How the latest figure stands on the way to the next target of a level: from the last figure before that target's
 *  period began, else from the first there is. */
export function targetProgress(
  book: TargetBook,
  { agencyId, serviceId }: Scope,
  definition: IndicatorDefinition,
  history: History | undefined,
): Series['progress'] {
  if (!history || isQuantity(definition)) return null
  const known = history.readings.flatMap(({ period, value, flags }, i) =>
    value === null || isOfPart({ flags })
      ? []
      : [{ period, value, endsOn: history.window.periods[i]!.endsOn }],
  )
  const latest = known.at(-1)
  if (!latest) return null
  for (const target of book.path(agencyId, serviceId, definition)) {
    const span = parsePeriod(target.period)
    if (target.cumulative || !span || span.endsOn < latest.endsOn) continue
    const base = known.findLast(({ endsOn }) => endsOn < span.startsOn) ?? known[0]!
    return progressOf(base, latest, target)
  }
  return null
}
