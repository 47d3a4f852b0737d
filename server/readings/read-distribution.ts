import type { Distribution } from '#shared/contract/distribution.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { histogram, shareValue } from '#shared/stats/histogram.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { makeCut } from './cut.ts'
import { fetchDigests } from './fetch-durations.ts'
import { planReadings } from './query.ts'
import { refuseFacts } from './refuse-facts.ts'
import type { World } from './world.ts'

export interface DistributionQuery {
  agency: string | null
  service: string | null
  channel: string | null
  period: string
}

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400
const SECOND_WIDTHS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  4 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  10 * DAY,
  30 * DAY,
  100 * DAY,
  365 * DAY,
]
const DAY_WIDTHS = [1, 2, 5, 10, 20, 50, 100, 250]

/** How the times of the cases completed in a period spread: in working days where the calendar is known for every one
 *  of them, else in elapsed seconds. @throws Refusal `not_found` for an unknown code, `invalid` for a bad period. */
export async function readDistribution(world: World, query: DistributionQuery): Promise<Distribution> {
  const span = parsePeriod(query.period)
  if (!span || span.grain === 'given') {
    const problem = sayFault('period', {})
    throw new Refusal('invalid', 'field-invalid', { field: 'period', problem }, { parameter: 'period' })
  }
  const directory = await world.directory()
  const plan = planReadings(directory, {
    indicators: ['median-time'],
    agencies: query.agency === null ? null : [query.agency],
    services: query.service === null ? null : [query.service],
    channels: query.channel === null ? null : [query.channel],
    levels: null,
    grain: span.grain,
    from: span.startsOn,
    to: span.endsOn,
  })
  refuseFacts(world, plan)
  const [row] = await fetchDigests(
    world.db.read,
    makeCut(plan, directory, { allAgencies: false, allServices: false }),
    new Set(['elapsed', 'workingDays']),
  )
  const count = (counts: ArrayLike<number>) => Array.from(counts).reduce((sum, one) => sum + one, 0)
  const elapsed = row?.elapsed?.digest
  const workingDays = row?.workingDays?.digest
  const elapsedN = elapsed ? count(elapsed.counts) : 0
  const inWorkingDays = workingDays !== undefined && count(workingDays.counts) === elapsedN
  const digest = inWorkingDays ? workingDays : elapsed
  return {
    period: span.period,
    unit: inWorkingDays ? 'days' : 'seconds',
    n: elapsedN,
    half: digest ? shareValue(digest, 0.5) : null,
    nineTenths: digest ? shareValue(digest, 0.9) : null,
    isApproximate: digest ? !digest.isExact : false,
    classes: digest ? histogram(digest, inWorkingDays ? DAY_WIDTHS : SECOND_WIDTHS) : [],
  }
}
