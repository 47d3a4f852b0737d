import { Refusal } from '#shared/refusal.ts'
import type { IsoDate } from '#shared/time/date.ts'
import type { Directory } from './directory.ts'
import type { Plan } from './query.ts'

/** Some questions are answered from the facts themselves; of months whose facts have expired they would come out too
 *  small, without a word. @throws Refusal `too_late` naming the day up to which facts are gone */
export function refuseGone(directory: Directory, plan: Plan): void {
  if (directory.expired.size === 0) return
  const [first] = plan.periods
  const datasets = datasetsRead(plan)
  if (!first || datasets.length === 0) return
  let through: IsoDate | null = null
  for (const agency of plan.agencies) {
    for (const { agencyId } of agency?.members ?? directory.agencies) {
      for (const dataset of datasets) {
        const gone = directory.expired.get(agencyId)?.get(dataset)
        if (gone && gone >= first.startsOn && (through === null || gone > through)) through = gone
      }
    }
  }
  if (through) throw new Refusal('too_late', 'facts-expired', { through })
}

/** Datasets whose facts a question reads where cells do not hold what is asked. */
function datasetsRead({ grain, channels, services, parts }: Plan): string[] {
  const isByDay = grain === 'day' || grain === 'week'
  const isOfTimes = parts.has('elapsed') || parts.has('workingDays')
  const hasServices = services.some((service) => service !== null)
  return [
    ...((isOfTimes && (isByDay || channels !== null)) ||
    (isByDay && parts.has('cases') && (hasServices || channels !== null))
      ? ['cases']
      : []),
    ...(isByDay && parts.has('survey') ? ['surveys'] : []),
    ...(isByDay && parts.has('complaints') ? ['complaints'] : []),
  ]
}
