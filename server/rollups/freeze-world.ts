import { sql } from 'kysely'
import type { Database, Tx } from '#server/db/database.ts'
import { planForMany } from '#server/db/plan-for-many.ts'
import { createWorldSchema } from '#server/db/world-schema.ts'
import { addDays, type IsoDate } from '#shared/time/date.ts'
import { parsePeriod, spanOf } from '#shared/time/period.ts'
import { rebuildFinishedRows } from './finished-rows.ts'
import { columns, type Sql } from './sql.ts'
import { startTouched } from './touched.ts'

// The world of a release: what questions are answered from, as it stands at the freeze, without what lies after the
// release. Facts and people stay behind. What is copied must say in itself all that an answer needs.

export interface FrozenSpan {
  schema: string
  /** a day of the last month */
  through: IsoDate
  /** of the release before, a day of its last month; null: there is none */
  previousThrough: IsoDate | null
  /** numbers of the agencies whose months after `previousThrough` (without a release before: the last month alone) are
   *  released as not reported */
  late: readonly number[]
}

/** Rules, names and what people decided, as they are. */
const WHOLE = [
  'agency',
  'agency_closure',
  'agency_calendar',
  'service',
  'service_standard',
  'holiday',
  'calendar',
  'calendar_pattern',
  'calendar_exception',
  'complaint_class',
  'indicator',
  'composite_rule',
  'rebaseline',
  'target',
  'innovation',
  'expired_facts',
  'release_secret',
]

/** Figures, with the last day of each row and the order that reading them is fastest in. */
const DATED: Record<string, { day: string; order: string }> = {
  case_cell: { day: 'month', order: 'agency_id, month' },
  case_day: { day: 'day', order: 'agency_id, day' },
  duration_cell: { day: 'month', order: 'agency_id, month' },
  survey_cell: { day: 'month', order: 'agency_id, month' },
  complaint_cell: { day: 'month', order: 'agency_id, month' },
  given_value: { day: 'period_to', order: 'agency_id, period_from' },
  agency_cost: { day: 'period_to', order: 'agency_id, period_from' },
  explanation: { day: 'period_to', order: 'agency_id' },
}

/** Sums over agencies: made anew where the cut left something out of them. */
const SUMMED: Record<string, { day: string; order: string }> = {
  scope_digest: { day: 'month', order: 'agency_id, service_id, month' },
  finished_row: { day: 'starts_on', order: 'agency_id, service_id, grain, starts_on' },
}

/** Copies the world as it stands into a schema of its own, cut at the release's end. Cells must be up to date. */
export async function copyWorld(db: Database, tx: Tx, span: FrozenSpan): Promise<void> {
  const { schema } = span
  const cut = cutOf(span)
  await createWorldSchema(tx, schema)
  for (const table of WHOLE) await copy(tx, schema, table, sql`true`)
  await copy(tx, schema, 'counter', sql`name in ('data-version', 'people-version')`)
  for (const [table, { day, order }] of Object.entries(DATED))
    await copy(tx, schema, table, cut.keeps(sql.ref(day)), order)
  for (const [table, { day, order }] of Object.entries(SUMMED))
    await copy(tx, schema, table, sql`${sql.ref(day)} <= ${cut.end}`, order)
  await copyPlans(tx, schema, cut)
  await copyDeliveries(tx, schema, cut)
  await startTouched(tx)
  await sql`insert into tmp_touched select distinct agency_id, service_id, month from case_cell
    where not ${cut.keeps(sql`month`)}`.execute(tx)
  const { rows: touched } = await sql`select 1 from tmp_touched limit 1`.execute(tx)
  await db.within(tx, schema, async () => {
    // Its tables have just been written.
    await planForMany(tx, [...WHOLE, ...Object.keys(DATED), ...Object.keys(SUMMED), 'delivery'])
    if (touched.length > 0) await rebuildFinishedRows(tx)
  })
}

interface Cut {
  end: Sql
  /** over agency_id: what of a day is in the release */
  keeps(day: Sql): Sql
  /** over agency_id: the last day of an agency in it */
  endOf: Sql
  lastDay: IsoDate
}

function cutOf({ through, previousThrough, late }: FrozenSpan): Cut {
  const last = spanOf(through, 'month')
  const lateEnd = previousThrough ? spanOf(previousThrough, 'month').endsOn : addDays(last.startsOn, -1)
  const end = dateOf(last.endsOn)
  const isLate = late.length === 0 ? sql`false` : sql`agency_id in (${sql.raw(late.map(Number).join(', '))})`
  return {
    end,
    keeps: (day) => sql`(${day} <= ${end} and not (${isLate} and ${day} > ${dateOf(lateEnd)}))`,
    endOf: sql`(case when ${isLate} then ${dateOf(lateEnd)} else ${end} end)`,
    lastDay: last.endsOn,
  }
}

const dateOf = (day: IsoDate): Sql => sql`cast(${sql.lit(day)} as date)`

async function copy(tx: Tx, schema: string, table: string, where: Sql, order?: string): Promise<void> {
  await sql`insert into ${sql.id(schema, table)} select * from ${sql.id(table)} where ${where}
    ${order ? sql`order by ${sql.raw(order)}` : sql``}`.execute(tx)
}

/** A plan names a weak element of a survey: one of a later survey would tell of its figures. */
async function copyPlans(tx: Tx, schema: string, { lastDay }: Cut): Promise<void> {
  const { rows } = await sql<{ period: string }>`select distinct period from follow_up_plan`.execute(tx)
  const within = rows.map(({ period }) => period).filter((period) => parsePeriod(period)!.endsOn <= lastDay)
  await copy(tx, schema, 'follow_up_plan', sql`period = any(cast(${within} as text[]))`)
}

/** What was delivered, up to the end of each agency's part: nothing speaks of a day after it. */
async function copyDeliveries(tx: Tx, schema: string, { endOf }: Cut): Promise<void> {
  const names = ['agency_id', 'import_id', 'dataset', 'source']
  await sql`insert into ${sql.id(schema, 'delivery')} (${columns([...names, 'covers_from', 'covers_to', 'as_of', 'imported_at'])})
    select ${columns(names.map((name) => `d.${name}`))}, covers_from, least(covers_to, ends_on),
      least(as_of, ${midnightAfter(sql`a.ends_on`)}), imported_at
    from delivery as d join (select *, ${endOf} as ends_on from agency) as a on a.agency_id = d.agency_id
    where covers_from <= ends_on`.execute(tx)
  await sql`insert into ${sql.id(schema, 'agency_as_of')} (agency_id, dataset, as_of)
    select s.agency_id, dataset, least(as_of, ${midnightAfter(sql`a.ends_on`)})
    from agency_as_of as s join (select *, ${endOf} as ends_on from agency) as a on a.agency_id = s.agency_id`.execute(
    tx,
  )
}

/** The instant that ends a day in the zone of agency a and in the zone that everything together is judged in. */
const midnightAfter = (day: Sql): Sql => {
  const midnight = sql`cast(${day} + 1 as timestamp)`
  return sql`greatest(${midnight} at time zone a.time_zone, ${midnight} at time zone 'Asia/Jakarta')`
}
