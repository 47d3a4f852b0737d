import { sql } from 'kysely'
import type { Sql } from '#server/rollups/sql.ts'
import type { IsoDate } from '#shared/time/date.ts'
import type { Grain } from '#shared/time/period.ts'
import type { Directory } from './directory.ts'
import type { Plan } from './query.ts'

/** Grains kept as finished rows. */
const FINISHED: ReadonlySet<Grain> = new Set(['month', 'quarter', 'semester', 'year', 'all'])

/** Months that a period of a grain may hold; `all`: more than any answer is made of one by one. */
const MONTHS: Partial<Record<Grain, number>> = { month: 1, quarter: 3, semester: 6, year: 12, all: 1200 }

/** A plan as pieces of SQL over relations with agency_id, service_id, channel and starts_on: which rows, and what
 *  they are grouped by. Rows carry 0 for "everything" and "all services", null for "all channels". */
export interface Cut {
  grain: Grain
  /** first and last first day of a period, and the last day of all */
  firstStart: Sql
  lastStart: Sql
  endsOn: Sql
  /** answered from finished rows: an agency without service, or a service over everything, all channels together */
  isFinished: boolean
  isByDay: boolean
  /** at most so many cells of agency × service × month are in it */
  cellCount: number
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
  /** which of the scopes asked for an agency's own facts are in */
  scopesOf(): (agencyId: number) => readonly number[]
}

export function makeCut(
  plan: Plan,
  directory: Directory,
  asked: { allAgencies: boolean; allServices: boolean },
): Cut {
  const agencyIds = plan.agencies.map((agency) => agency?.agencyId ?? 0)
  const serviceIds = plan.services.map((service) => service?.serviceId ?? 0)
  const isEverything = agencyIds.length === 1 && agencyIds[0] === 0
  const hasServices = plan.services[0] !== null
  const hasChannels = plan.channels !== null
  const members = plan.agencies.flatMap((agency) => agency?.members.map((member) => member.agencyId) ?? [])
  const isEachAgency = asked.allAgencies
  const yes = sql`true`
  // Without anybody below them, agencies are found by their own number.
  const isFlat = !isEverything && plan.agencies.every((agency) => agency?.members.length === 1)
  const agencyCount = isEverything || isEachAgency ? directory.agencies.length : members.length
  const serviceCount = hasServices ? plan.services.length : directory.services.length
  const months = plan.periods.reduce((sum, period) => sum + (MONTHS[period.grain] ?? 0), 0)
  const scopesOf = () => {
    if (isEverything) return () => [0]
    if (isFlat) return (agencyId: number) => [agencyId]
    const scopes = new Map<number, number[]>()
    for (const agency of plan.agencies) {
      for (const member of agency?.members ?? []) {
        const known = scopes.get(member.agencyId)
        if (known) known.push(agency!.agencyId)
        else scopes.set(member.agencyId, [agency!.agencyId])
      }
    }
    return (agencyId: number) => scopes.get(agencyId) ?? []
  }
  return {
    scopesOf,
    grain: plan.grain,
    firstStart: dateOf(plan.periods[0]?.startsOn ?? '9999-12-31'),
    lastStart: dateOf(plan.periods.at(-1)?.startsOn ?? '0001-01-01'),
    endsOn: dateOf(plan.periods.at(-1)?.endsOn ?? '0001-01-01'),
    isFinished: FINISHED.has(plan.grain) && !hasChannels && (isEverything || !hasServices),
    isByDay: plan.grain === 'day' || plan.grain === 'week',
    cellCount: agencyCount * serviceCount * months,
    hasServices,
    hasChannels,
    agencyKey: isEverything ? sql`0` : isFlat ? sql`x.agency_id` : sql`k.ancestor_id`,
    serviceKey: hasServices ? sql`x.service_id` : sql`0`,
    channelKey: hasChannels ? sql`x.channel` : sql`cast(null as text)`,
    joinClosure: isEverything || isFlat ? sql`` : sql`join agency_closure as k on k.agency_id = x.agency_id`,
    agencyFilter: isEverything
      ? yes
      : isFlat
        ? isEachAgency
          ? yes
          : oneOf('x.agency_id', agencyIds)
        : isEachAgency
          ? sql`k.ancestor_id <> 0`
          : oneOf('k.ancestor_id', agencyIds),
    factFilter: isEverything || isEachAgency ? yes : oneOf('agency_id', [...new Set(members)]),
    serviceFilter: !hasServices || asked.allServices ? yes : oneOf('service_id', serviceIds),
    channelFilter: (column) =>
      Array.isArray(plan.channels)
        ? sql`${typeof column === 'string' ? sql.ref(column) : column} = any(cast(${plan.channels} as text[]))`
        : yes,
    finishedFilter: isEverything
      ? sql`agency_id = 0 and ${hasServices ? (asked.allServices ? sql`service_id <> 0` : oneOf('service_id', serviceIds)) : sql`service_id = 0`}`
      : sql`service_id = 0 and ${isEachAgency ? sql`agency_id <> 0` : oneOf('agency_id', agencyIds)}`,
  }
}

/** The same cut for each of some agencies alone, without anybody below them. */
export const ownCut = (cut: Cut, agencyIds: readonly number[]): Cut => ({
  ...cut,
  isFinished: false,
  agencyKey: sql`x.agency_id`,
  joinClosure: sql``,
  agencyFilter: sql`true`,
  factFilter: oneOf('agency_id', agencyIds),
  scopesOf: () => (agencyId) => [agencyId],
})

/** The same cut for some agencies together, as the one scope of that number. */
export const groupCut = (cut: Cut, agencyIds: readonly number[], scopeId: number): Cut => ({
  ...cut,
  isFinished: false,
  agencyKey: sql`${sql.lit(scopeId)}`,
  joinClosure: sql``,
  agencyFilter: oneOf('x.agency_id', agencyIds),
  factFilter: oneOf('agency_id', agencyIds),
  scopesOf: () => () => [scopeId],
})

/** A day of our own, spelled out: a statement without parameters is run in one step, without being prepared first. */
const dateOf = (day: IsoDate): Sql => sql`cast(${sql.lit(day)} as date)`

/** Our own numbers, spelled out: from a list in the text an engine sees which parts of a table it need not read. */
export const oneOf = (column: string, ids: readonly number[]): Sql =>
  ids.length === 0 ? sql`false` : sql`${sql.ref(column)} in (${sql.raw(ids.map(Number).join(', '))})`
