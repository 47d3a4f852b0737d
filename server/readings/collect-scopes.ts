import { type Cell, CHANNELS } from '#shared/rollups/cell.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import { makeCut } from './cut.ts'
import type { Directory, DirectoryAgency, DirectoryService } from './directory.ts'
import { fetchCells } from './fetch-cells.ts'
import { listOffers } from './offers.ts'
import type { Plan, ReadingsQuery } from './query.ts'
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
  const [{ cells, channels: present }, offers] = await Promise.all([
    fetchCells(db, directory, cut, plan, situations),
    isListOfOffers(query) ? listOffers(db, directory, plan) : null,
  ])
  const isOffered = (agency: DirectoryAgency | null, service: DirectoryService | null): boolean =>
    offers === null || !agency || !service || offers.get(agency.agencyId)!.has(service.serviceId)
  const scopes: CellScope[] = []
  const channels = channelsOf(plan, present)
  for (const agency of plan.agencies) {
    for (const service of plan.services) {
      if (!isOffered(agency, service)) continue
      for (const channel of channels) {
        const cellOf = cells.of(agency?.agencyId ?? 0, service?.serviceId ?? 0, channel)
        plan.periods.forEach((period, periodIndex) => {
          scopes.push({ agency, service, channel, period, periodIndex, cell: cellOf(periodIndex) })
        })
      }
    }
  }
  return scopes
}

/** A list of an agency's services, or of a service's agencies, does not name what is not offered. */
export const isListOfOffers = ({
  agencies,
  services,
}: Pick<ReadingsQuery, 'agencies' | 'services'>): boolean =>
  (services === '*' && agencies !== null) || (agencies === '*' && services !== null)

/** Channels to answer for: none apart, those asked for, or every one that occurs. */
function channelsOf({ channels }: Plan, present: ReadonlySet<string | null | undefined>): (string | null)[] {
  if (channels === null) return [null]
  return channels === '*' ? [...CHANNELS, 'unknown'].filter((channel) => present.has(channel)) : [...channels]
}
