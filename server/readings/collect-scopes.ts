import type { ReadDb } from '#server/db/database.ts'
import { type Cell, type CellPart, CHANNELS, noCases } from '#shared/rollups/cell.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import { findLastKnown, runBacklogs } from './backlogs.ts'
import { type Cut, makeCut } from './cut.ts'
import type { Directory, DirectoryAgency, DirectoryService } from './directory.ts'
import { fetchComplaints } from './fetch-complaints.ts'
import { fetchCosts } from './fetch-costs.ts'
import { type CountRow, fetchCounts } from './fetch-counts.ts'
import { type DurationRow, fetchDurations } from './fetch-durations.ts'
import { fetchFinished } from './fetch-finished.ts'
import { fetchSurveys } from './fetch-surveys.ts'
import { listOffers } from './offers.ts'
import type { Plan, ReadingsQuery } from './query.ts'
import { keyOf } from './scope-key.ts'
import type { Situations } from './situations.ts'
import type { World } from './world.ts'

/** One cell of the answer: whose, by which service and channel, when, and what is known of it. */
export interface CellScope {
  agency: DirectoryAgency | null
  service: DirectoryService | null
  channel: string | null
  period: PeriodSpan
  periodIndex: number
  cell: Cell
}

/** The cells that a question is answered from, in the order of agency, service, channel, period. */
export async function collectScopes(
  world: World,
  directory: Directory,
  plan: Plan,
  query: Pick<ReadingsQuery, 'agencies' | 'services'>,
  situations: Situations,
): Promise<CellScope[]> {
  const cut = makeCut(plan, directory, {
    allAgencies: query.agencies === '*',
    allServices: query.services === '*',
  })
  const db = world.db.read
  const wantsCounts = plan.parts.has('cases') || plan.parts.has('backlog')
  const wantsDurations = plan.parts.has('elapsed') || plan.parts.has('workingDays')
  // No cell is of a span that an agency gave itself.
  const isEmpty = plan.periods.length === 0 || plan.grain === 'given'
  const wantsBacklog = plan.parts.has('backlog')
  // What has no channel is in no cut by channel.
  const wants = (part: CellPart) => plan.parts.has(part) && !cut.hasChannels && !isEmpty
  const [{ counts, durations }, surveys, complaints, costs, lastKnown, offers] = await Promise.all([
    isEmpty || !(wantsCounts || wantsDurations)
      ? { counts: [], durations: [] }
      : cut.isFinished
        ? fetchFinished(db, cut, { durations: wantsDurations, opening: wantsBacklog })
        : fetchCut(db, cut, { counts: wantsCounts, durations: wantsDurations, opening: wantsBacklog }),
    wants('survey') ? fetchSurveys(db, cut) : [],
    wants('complaints') ? fetchComplaints(db, cut) : [],
    wants('costs') ? fetchCosts(db, directory, plan, cut) : [],
    wantsBacklog && !isEmpty ? findLastKnown(db, cut, plan, situations) : null,
    isListOfOffers(query) ? listOffers(db, directory, plan) : null,
  ])
  const byKey = <
    T extends { agencyId: number; serviceId: number; startsOn: string; channel?: string | null },
  >(
    rows: T[],
  ) =>
    new Map(rows.map((row) => [keyOf(row.agencyId, row.serviceId, row.channel ?? null, row.startsOn), row]))
  const countOf = byKey(counts)
  const durationOf = byKey(durations)
  const surveyOf = byKey(surveys)
  const complaintsOf = byKey(complaints)
  const costsOf = byKey(costs)
  const backlogs = wantsBacklog ? runBacklogs(counts, plan.periods) : null
  const cellOf = (key: string): Cell => {
    const duration = durationOf.get(key)
    return {
      cases: countOf.get(key) ?? noCases(),
      elapsed: duration?.elapsed ?? null,
      workingDays: duration?.workingDays ?? null,
      backlog: backlogs?.get(key)?.open ?? null,
      isBacklogLastKnown: lastKnown?.has(key) ?? false,
      survey: surveyOf.get(key)?.survey ?? null,
      complaints: complaintsOf.get(key) ?? null,
      costs: costsOf.get(key)?.costs ?? null,
    }
  }
  const isOffered = (agency: DirectoryAgency | null, service: DirectoryService | null): boolean =>
    offers === null || !agency || !service || offers.get(agency.agencyId)!.has(service.serviceId)
  const channels = channelsOf(plan, counts, cut)
  return plan.agencies.flatMap((agency) =>
    plan.services
      .filter((service) => isOffered(agency, service))
      .flatMap((service) =>
        channels.flatMap((channel) =>
          plan.periods.map((period, periodIndex) => ({
            agency,
            service,
            channel,
            period,
            periodIndex,
            cell: cellOf(keyOf(agency?.agencyId ?? 0, service?.serviceId ?? 0, channel, period.startsOn)),
          })),
        ),
      ),
  )
}

/** A list of an agency's services, or of a service's agencies, does not name what is not offered. */
const isListOfOffers = ({ agencies, services }: Pick<ReadingsQuery, 'agencies' | 'services'>): boolean =>
  (services === '*' && agencies !== null) || (agencies === '*' && services !== null)

async function fetchCut(
  db: ReadDb,
  cut: Cut,
  wants: { counts: boolean; durations: boolean; opening: boolean },
): Promise<{ counts: CountRow[]; durations: DurationRow[] }> {
  const [counts, durations] = await Promise.all([
    wants.counts ? fetchCounts(db, cut, wants.opening) : [],
    wants.durations ? fetchDurations(db, cut) : [],
  ])
  return { counts, durations }
}

/** Channels to answer for: none apart, those asked for, or every one that occurs. */
function channelsOf(plan: Plan, counts: readonly CountRow[], cut: Cut): (string | null)[] {
  if (!cut.hasChannels) return [null]
  if (plan.channels !== '*') return [...(plan.channels ?? [])]
  const present = new Set(counts.map((row) => row.channel))
  return [...CHANNELS, 'unknown'].filter((channel) => present.has(channel))
}
