import type { Reading } from '#shared/contract/reading.ts'
import { previousPeriod, samePeriodLastYear } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import type { Plan } from './query.ts'
import { situationsOf } from './situations.ts'

/** Says of readings which of the two periods that they are compared with had other units that report, where their
 *  numbers hide it: one left and another came. In place; the earlier period is one of the same question. */
export function markExchanged(directory: Directory, plan: Plan, readings: readonly Reading[]): void {
  // What is compared over spans of an agency's own is each agency's own figure.
  if (plan.grain === 'given' || plan.grain === 'all' || plan.periods.length < 2) return
  const situations = situationsOf(directory, plan.periods)
  const datasetOf = new Map(plan.definitions.map(({ id, dataset }) => [id, dataset]))
  const indexOf = new Map(plan.periods.map(({ period }, i) => [period, i]))
  const earlier = plan.periods.map(({ period }) => [
    ...new Set([previousPeriod(period), samePeriodLastYear(period)]),
  ])
  for (const reading of readings) {
    const { coverage, value, flags } = reading
    // Of what agencies gave, deliveries of facts do not tell who reported.
    if (value === null || coverage.expected < 2 || flags.includes('from-values')) continue
    const now = indexOf.get(reading.period)!
    const agency = directory.agencyByCode.get(reading.agency ?? '') ?? null
    const exchanged = earlier[now]!.flatMap((period) => {
      const then = indexOf.get(period ?? '')
      if (then === undefined) return []
      const { gone, came } = situations.moved(agency, datasetOf.get(reading.indicator)!, now, then)
      return gone > 0 && came > 0 ? [{ period: period!, gone, came }] : []
    })
    if (exchanged.length > 0) reading.exchanged = exchanged
  }
}
