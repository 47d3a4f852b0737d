import type { Reading } from '#shared/contract/reading.ts'
import type { Directory } from './directory.ts'
import { datasetsBehind } from './mark-part.ts'
import type { Plan } from './query.ts'
import { situationsOf } from './situations.ts'

/** Says of readings that hold something against completed cases, complaints or answers, how many units told their cases
 *  only: these make the figure lower, whatever happened there. In place. */
export function markCasesAlone(directory: Directory, plan: Plan, readings: readonly Reading[]): void {
  if (plan.grain === 'given') return
  const against = new Map(
    plan.definitions.filter((one) => datasetsBehind(one).length > 1).map(({ id, dataset }) => [id, dataset]),
  )
  if (against.size === 0) return
  const situations = situationsOf(directory, plan.periods)
  const indexOf = new Map(plan.periods.map(({ period }, i) => [period, i]))
  for (const reading of readings) {
    const dataset = against.get(reading.indicator)
    if (!dataset || reading.value === null || reading.flags.includes('from-values')) continue
    const agency = directory.agencyByCode.get(reading.agency ?? '') ?? null
    const units = situations.casesAlone(agency, dataset, indexOf.get(reading.period)!)
    if (units > 0) reading.casesAlone = units
  }
}
