import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import type { Sql } from '#server/rollups/sql.ts'
import type { GivenFigure } from '#shared/rollups/given.ts'
import { GRAINS, type Grain, type PeriodSpan } from '#shared/time/period.ts'

export interface GivenRow extends GivenFigure {
  agencyId: number
  serviceId: number
  indicator: string
  period: string
}

/** Figures that agencies gave of some indicators, of which some day lies in a span. */
export async function fetchGiven(
  db: ReadDb,
  indicators: readonly string[],
  span: { from: string; to: string },
  /** over agency_id */
  agencyFilter: Sql,
  /** over service_id */
  serviceFilter: Sql,
): Promise<GivenRow[]> {
  const { rows } = await sql<GivenRow>`select agency_id, service_id, indicator, period, period_grain as grain,
      period_from as starts_on, period_to as ends_on, value, numerator, denominator, weight, missing, is_flagged
    from given_value where indicator = any(cast(${[...indicators]} as text[])) and period_to >= cast(${span.from} as date)
      and period_from <= cast(${span.to} as date) and ${agencyFilter} and ${serviceFilter}
    order by agency_id, service_id, period_from, period_to, period`.execute(db)
  return rows
}

/** The spans of their own that agencies gave figures of some indicators for, in order. */
export async function fetchGivenSpans(
  db: ReadDb,
  indicators: readonly string[],
  span: { from: string; to: string },
  agencyFilter: Sql,
): Promise<PeriodSpan[]> {
  const { rows } = await sql<
    Omit<PeriodSpan, 'grain'>
  >`select distinct period, period_from as starts_on, period_to as ends_on
    from given_value where period_grain = 'given' and indicator = any(cast(${[...indicators]} as text[]))
      and period_to >= cast(${span.from} as date) and period_from <= cast(${span.to} as date) and ${agencyFilter}
    order by period_from, period_to`.execute(db)
  return rows.map((row) => ({ ...row, grain: 'given' }))
}

/** Of one grain, the first and the last day that figures of an indicator were given for. */
export interface GivenGrain {
  grain: Grain
  from: string
  to: string
}

/** The grains that agencies gave figures in, by indicator, the shortest first. `indicator`: of this one alone. */
export async function fetchGivenGrains(db: ReadDb, indicator?: string): Promise<Map<string, GivenGrain[]>> {
  const { rows } = await sql<GivenGrain & { indicator: string }>`select indicator, period_grain as grain,
      min(period_from) as "from", max(period_to) as "to"
    from given_value where ${indicator === undefined ? sql`true` : sql`indicator = ${indicator}`}
    group by indicator, period_grain`.execute(db)
  rows.sort((a, b) => GRAINS.indexOf(a.grain) - GRAINS.indexOf(b.grain))
  const grains = new Map<string, GivenGrain[]>()
  for (const { indicator, ...grain } of rows) {
    const found = grains.get(indicator) ?? []
    grains.set(indicator, found)
    found.push(grain)
  }
  return grains
}
