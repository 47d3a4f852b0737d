import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { columns, startOf } from '#server/rollups/sql.ts'
import type { CostCell } from '#shared/rollups/cell.ts'
import { CostBook, type ToldCost } from './cost-book.ts'
import type { Cut } from './cut.ts'
import type { Directory } from './directory.ts'
import type { Plan } from './query.ts'

export interface CostRow {
  agencyId: number
  serviceId: number
  startsOn: string
  costs: CostCell
}

export interface CompletedRow {
  agencyId: number
  /** 0: all services together */
  serviceId: number
  startsOn: string
  completed: number
}

/** Costs and staff of every scope and period of a cut, with the completed cases that they are held against. */
export async function fetchCosts(db: ReadDb, directory: Directory, plan: Plan, cut: Cut): Promise<CostRow[]> {
  // No cost is told for a day, and none for all of time.
  if (cut.isByDay || cut.grain === 'all') return []
  const { rows } =
    await sql<ToldCost>`select agency_id, service_id, period, period_from, period_to, cost, staff_parts
    from agency_cost where period_from >= ${cut.firstStart} and period_to <= ${cut.endsOn}
      and ${cut.factFilter}`.execute(db)
  if (rows.length === 0) return []
  const book = new CostBook(directory, rows, await fetchCompleted(db, cut, rows))
  return plan.agencies.flatMap((agency) =>
    plan.services.flatMap((service) => {
      const key = { agencyId: agency?.agencyId ?? 0, serviceId: service?.serviceId ?? 0 }
      if (!book.tells(agency, key.serviceId)) return []
      return plan.periods.flatMap((period) => {
        const costs = book.of(agency, key.serviceId, period)
        return costs ? [{ ...key, startsOn: period.startsOn, costs }] : []
      })
    }),
  )
}

/** Completed cases by the agencies' own hands: all together, and by the services that costs were told of. */
async function fetchCompleted(db: ReadDb, cut: Cut, told: readonly ToldCost[]): Promise<CompletedRow[]> {
  const services = [...new Set(told.map((row) => row.serviceId))].filter((id) => id !== 0)
  const cells = sql`(select agency_id, service_id, ${startOf(cut.grain, sql`month`)} as starts_on, completed
    from case_cell where month between ${cut.firstStart} and ${cut.endsOn}
      and ${cut.factFilter} and completed > 0) as c`
  const keys = columns(['agency_id', 'service_id', 'starts_on'])
  const { rows } = await sql<CompletedRow>`select agency_id, 0 as service_id, starts_on,
      cast(sum(completed) as bigint) as completed from ${cells} group by agency_id, starts_on
    union all select ${keys}, cast(sum(completed) as bigint) as completed from ${cells}
      where service_id = any(cast(${services} as integer[])) group by ${keys}`.execute(db)
  return rows
}
