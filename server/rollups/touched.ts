import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { runTogether } from '#server/db/run-together.ts'
import { spanOf } from '#shared/time/period.ts'
import { isKept } from './expired.ts'
import { type Sql, startOf } from './sql.ts'

// What a change touches: cells (agency × service × month of every date of the facts before and after it) and days
// (agency × day), kept in the temporary tables tmp_touched and tmp_touched_day of the running transaction; or agencies
// as a whole, in tmp_whole.

/** Starts an empty list of touched cells. */
export async function startTouched(tx: Tx): Promise<void> {
  await runTogether(tx, [
    sql`drop table if exists tmp_touched`,
    sql`create temporary table tmp_touched (agency_id integer not null, service_id integer not null, month date not null)`,
    sql`drop table if exists tmp_touched_day`,
    sql`create temporary table tmp_touched_day (agency_id integer not null, day date not null)`,
  ])
}

/** Adds the cells and days of a relation of facts that has agency_id, service_id and the named dates. */
export async function touchCells(tx: Tx, facts: Sql, dates: readonly string[]): Promise<void> {
  if (dates.length === 0) return
  // The facts are looked at once: a join behind them costs as much as all the rest.
  await sql`create temporary table tmp_touching as select distinct agency_id, service_id,
    unnest(array[${sql.join(dates.map((date) => sql.ref(date)))}]) as day from ${facts}`.execute(tx)
  await runTogether(tx, [
    sql`insert into tmp_touched
      select distinct agency_id, service_id, ${startOf('month', sql`day`)} as month from tmp_touching where day is not null
      except select agency_id, service_id, month from tmp_touched`,
    sql`insert into tmp_touched_day select distinct agency_id, day from tmp_touching where day is not null
      except select agency_id, day from tmp_touched_day`,
    sql`drop table tmp_touching`,
  ])
}

/** Names agencies of which everything is computed anew. */
export async function touchWhole(tx: Tx, agencies: Sql): Promise<void> {
  await sql`drop table if exists tmp_whole`.execute(tx)
  await sql`create temporary table tmp_whole as select distinct agency_id from ${agencies} as a`.execute(tx)
}

export const CASE_DATES = ['submitted_on', 'completed_on', 'due_on'] as const

/** A run of agencies by number, small enough to be worked on in memory. */
export interface Run {
  from: number
  to: number
  /** all cells of the agencies in tmp_whole, or those in tmp_touched */
  isWhole: boolean
  /** first and last month of tmp_touched, where that is what counts: most facts are left out by their date alone,
   *  before they are joined with anything */
  months: { first: string; last: string } | null
}

/** Facts that one step works on at most, but for an agency that has more by itself: memory stays flat. */
const RUN_FACTS = 1_000_000

/** Splits the touched agencies into runs. */
export async function runsOf(tx: Tx, isWhole: boolean): Promise<Run[]> {
  const touched = sql.table(isWhole ? 'tmp_whole' : 'tmp_touched')
  const { rows } = await sql<{
    agencyId: number
    n: number
  }>`select agency_id, count(*) as n from service_case
    where agency_id in (select agency_id from ${touched}) group by agency_id
    union all select agency_id, cast(0 as bigint) from ${touched} group by agency_id order by agency_id`.execute(
    tx,
  )
  const months = isWhole ? null : await monthsTouched(tx)
  const runs: Run[] = []
  let facts = 0
  for (const { agencyId, n } of rows) {
    const last = runs.at(-1)
    if (last && (last.to === agencyId || facts + n <= RUN_FACTS)) last.to = agencyId
    else {
      runs.push({ from: agencyId, to: agencyId, isWhole, months })
      facts = 0
    }
    facts += n
  }
  return runs
}

async function monthsTouched(tx: Tx): Promise<Run['months']> {
  const { rows } = await sql<{
    first: string | null
    last: string | null
  }>`select min(month) as first, max(month) as last from tmp_touched`.execute(tx)
  const { first, last } = rows[0]!
  return first === null || last === null ? null : { first, last }
}

/** Cases of a run whose `date` falls into one of its cells, or on one of its days, as f, with `month` and the agency's
 *  `as_of`. */
export function factsOf(run: Run, date: string, keys: 'cell' | 'day'): Sql {
  const month = startOf('month', sql.ref(`f.${date}`))
  const sameCell = sql`join tmp_touched as t on t.agency_id = f.agency_id and t.service_id = f.service_id and t.month = ${month}`
  const sameDay = sql`join tmp_touched_day as t on t.agency_id = f.agency_id and t.day = ${sql.ref(`f.${date}`)}`
  const touched = run.isWhole
    ? sql`join tmp_whole as t on t.agency_id = f.agency_id`
    : keys === 'cell'
      ? sameCell
      : sameDay
  return sql`(select f.*, ${month} as month, a.as_of from service_case as f ${touched}
    left join agency_as_of as a on a.agency_id = f.agency_id and a.dataset = 'cases'
    where f.agency_id between ${sql.lit(run.from)} and ${sql.lit(run.to)} and ${sql.ref(`f.${date}`)} is not null
      ${run.isWhole ? sql`and ${isKept('cases', sql`f.agency_id`, sql.ref(`f.${date}`))}` : sql``}
      ${withinMonths(run, date)})`
}

function withinMonths({ months }: Run, date: string): Sql {
  if (!months) return sql``
  const last = spanOf(months.last, 'month').endsOn
  return sql`and ${sql.ref(`f.${date}`)} between cast(${sql.lit(months.first)} as date) and cast(${sql.lit(last)} as date)`
}

/** Takes away the rows of a run from a table of month cells or of days, before they are computed anew. */
export async function clearCells(tx: Tx, table: string, run: Run, keys: 'cell' | 'day'): Promise<void> {
  const of = (column: string) => sql.ref(`${table}.${column}`)
  const inRun = sql`${of('agency_id')} between ${sql.lit(run.from)} and ${sql.lit(run.to)}`
  if (run.isWhole) {
    await sql`delete from ${sql.table(table)} where ${inRun}
      and agency_id in (select agency_id from tmp_whole)
      and ${isKept('cases', of('agency_id'), of(keys === 'cell' ? 'month' : 'day'))}`.execute(tx)
    return
  }
  const same =
    keys === 'cell'
      ? sql`t.month = ${of('month')} and t.service_id = ${of('service_id')}`
      : sql`t.day = ${of('day')}`
  await sql`delete from ${sql.table(table)} using ${sql.table(keys === 'cell' ? 'tmp_touched' : 'tmp_touched_day')} as t
    where ${inRun} and t.agency_id = ${of('agency_id')} and ${same}`.execute(tx)
}
