import { sql } from 'kysely'
import type { Sql } from '#server/rollups/sql.ts'
import type { Grain } from '#shared/time/period.ts'
import type { Plan } from './query.ts'

/** Grains kept as finished rows. */
const FINISHED: ReadonlySet<Grain> = new Set(['month', 'quarter', 'semester', 'year', 'all'])

/** A plan as pieces of SQL over relations with agency_id, service_id, channel and starts_on: which rows, and what
 *  they are grouped by. Rows carry 0 for "everything" and "all services", null for "all channels". */
export interface Cut {
  grain: Grain
  firstStart: string
  lastStart: string
  endsOn: string
  /** answered from finished rows: an agency without service, or a service over everything, all channels together */
  isFinished: boolean
  isByDay: boolean
  hasServices: boolean
  hasChannels: boolean
  agencyKey: Sql
  serviceKey: Sql
  channelKey: Sql
  joinClosure: Sql
  /** over the closure's ancestor */
  agencyFilter: Sql
  /** over agency_id of a fact: the members of the scopes asked for */
  factFilter: Sql
  serviceFilter: Sql
  channelFilter(column: string | Sql): Sql
  finishedFilter: Sql
}

export function makeCut(plan: Plan, asked: { allAgencies: boolean; allServices: boolean }): Cut {
  const agencyIds = plan.agencies.map((agency) => agency?.agencyId ?? 0)
  const serviceIds = plan.services.map((service) => service?.serviceId ?? 0)
  const isEverything = agencyIds.length === 1 && agencyIds[0] === 0
  const hasServices = plan.services[0] !== null
  const hasChannels = plan.channels !== null
  const agencyList = sql`any(cast(${agencyIds} as integer[]))`
  const serviceList = sql`any(cast(${serviceIds} as integer[]))`
  const isEachAgency = asked.allAgencies
  const yes = sql`true`
  return {
    grain: plan.grain,
    firstStart: plan.periods[0]?.startsOn ?? '9999-12-31',
    lastStart: plan.periods.at(-1)?.startsOn ?? '0001-01-01',
    endsOn: plan.periods.at(-1)?.endsOn ?? '0001-01-01',
    isFinished: FINISHED.has(plan.grain) && !hasChannels && (isEverything || !hasServices),
    isByDay: plan.grain === 'day' || plan.grain === 'week',
    hasServices,
    hasChannels,
    agencyKey: isEverything ? sql`0` : sql`k.ancestor_id`,
    serviceKey: hasServices ? sql`x.service_id` : sql`0`,
    channelKey: hasChannels ? sql`x.channel` : sql`cast(null as text)`,
    joinClosure: isEverything ? sql`` : sql`join agency_closure as k on k.agency_id = x.agency_id`,
    agencyFilter: isEverything
      ? yes
      : isEachAgency
        ? sql`k.ancestor_id <> 0`
        : sql`k.ancestor_id = ${agencyList}`,
    factFilter:
      isEverything || isEachAgency
        ? yes
        : sql`agency_id = any(cast(${plan.agencies.flatMap((agency) => agency?.members.map((m) => m.agencyId) ?? [])} as integer[]))`,
    serviceFilter: !hasServices || asked.allServices ? yes : sql`service_id = ${serviceList}`,
    channelFilter: (column) =>
      Array.isArray(plan.channels)
        ? sql`${typeof column === 'string' ? sql.ref(column) : column} = any(cast(${plan.channels} as text[]))`
        : yes,
    finishedFilter: isEverything
      ? sql`agency_id = 0 and ${hasServices ? (asked.allServices ? sql`service_id <> 0` : sql`service_id = ${serviceList}`) : sql`service_id = 0`}`
      : sql`service_id = 0 and ${isEachAgency ? sql`agency_id <> 0` : sql`agency_id = ${agencyList}`}`,
  }
}
