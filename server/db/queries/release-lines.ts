import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { ReadDb, Tx } from '#server/db/database.ts'
import type { ReleaseLineTable } from '#server/db/tables/releases.ts'
import { RELEASED_GRAINS } from '#shared/contract/release.ts'

// Lines of releases, each stored once for the consecutive releases that hold it.

export type LineKey = Pick<ReleaseLineTable, 'agencyId' | 'part' | 'indicator' | 'service' | 'grain' | 'year'>
export type LineRow = Pick<Selectable<ReleaseLineTable>, keyof LineKey | 'body'>

export const lineKey = ({ indicator, service, grain, year }: Omit<LineKey, 'agencyId' | 'part'>): string =>
  JSON.stringify([indicator, service, grain, year])

/** The order of a part, whatever language the database sorts in. Lines of readings as compareLines has it; those of
 *  cells by kind of cell, service, grain, year. */
const inOrder = sql`indicator collate "C", service collate "C", case grain
  ${sql.join(
    RELEASED_GRAINS.map((grain, i) => sql`when ${sql.lit(grain)} then ${sql.lit(i)}`),
    sql` `,
  )} else 99 end, grain collate "C", year collate "C"`

/** Which lines are asked for; absent: all. agencyId 0: of everything together; service '': of all together. */
export interface LineFilter {
  part: ReleaseLineTable['part']
  agencyIds?: readonly number[]
  indicators?: readonly string[]
  services?: readonly string[]
  grain?: string
}

/** Lines that a release holds, of each agency in the order of its part. */
export function listLines(db: ReadDb, sequence: number, filter: LineFilter): Promise<LineRow[]> {
  let query = db
    .selectFrom('releaseLine')
    .select(['agencyId', 'part', 'indicator', 'service', 'grain', 'year', 'body'])
    .where('part', '=', filter.part)
    .where('fromSequence', '<=', sequence)
    .where((where) => where.or([where('toSequence', 'is', null), where('toSequence', '>', sequence)]))
    .orderBy('agencyId')
    .orderBy(inOrder)
  if (filter.agencyIds) query = query.where('agencyId', 'in', [...filter.agencyIds])
  if (filter.indicators) query = query.where('indicator', 'in', [...filter.indicators])
  if (filter.services) query = query.where('service', 'in', [...filter.services])
  if (filter.grain) query = query.where('grain', '=', filter.grain)
  return query.execute()
}

/** The text of a line as its part has it. A line is found by what its row says; where that is not what its text says, it
 *  is no line of the part: both are given, so that the part has another hash than was signed. */
export function storedText(row: LineRow): string {
  const { part, indicator, service, grain, year, body } = row
  const said = [
    `"${part === 'cells' ? 'kind' : 'indicator'}":${JSON.stringify(indicator)}`,
    `"service":${service === '' ? 'null' : JSON.stringify(service)}`,
    `"grain":"${grain}"`,
    `"year":"${year}"`,
  ]
  return said.every((text) => body.includes(text)) ? body : `${lineKey(row)} ${body}`
}

/** Points of a line, as the JSON of their list. */
export interface LinePoints {
  /** 0: everything together */
  agencyId: number
  indicator: string
  /** '': all together */
  service: string
  points: string
}

/** Points of figures that a release holds, in no order; null: of all. agencyId 0, service '': of all together. Of one
 *  period its points are cut out of their lines where they lie, and a line without it is left out. */
export async function findPoints(
  db: ReadDb,
  sequence: number,
  of: {
    agencyIds: readonly number[] | null
    indicators: readonly string[]
    services: readonly string[] | null
    grain: string
    years: readonly string[]
    periods: readonly string[]
  },
): Promise<LinePoints[]> {
  const isIn = (column: string, texts: readonly string[]) =>
    sql`${sql.ref(column)} = any(cast(${[...texts]} as text[]))`
  const ids = of.agencyIds && sql.raw(of.agencyIds.map(Number).join(', '))
  const lines = (text: RawBuilder<unknown>) => sql`(select agency_id, indicator, service, ${text} as text
    from release_line where part = 'readings'
    and from_sequence <= ${sql.lit(sequence)} and (to_sequence is null or to_sequence > ${sql.lit(sequence)})
    and grain = ${sql.lit(of.grain)} and ${isIn('indicator', of.indicators)} and ${isIn('year', of.years)}
    ${of.services ? sql`and ${isIn('service', of.services)}` : sql`and service <> ''`}
    ${ids ? sql`and agency_id in (${ids})` : sql`and agency_id <> 0`}) as l`
  const [period, ...others] = of.periods
  const query =
    period !== undefined && others.length === 0
      ? sql<LinePoints>`select agency_id, indicator, service,
          concat('[', substr(text, 1, strpos(text, ']]') + 1), ']') as points
        from ${lines(sql`substr(body, nullif(strpos(body, ${`[${JSON.stringify(period)},`}), 0))`)}
        where text is not null`
      : sql<LinePoints>`select agency_id, indicator, service,
          substr(text, 1, strpos(text, ${TO}) - 1) as points
        from ${lines(sql`substr(body, strpos(body, ${FROM}) + ${sql.lit(FROM.length)})`)}`
  return (await query.execute(db)).rows
}

// A body is canonical JSON (lineText in shared/proof): the list of its points stands between these, which no text within
// it can hold, since its quotes are written otherwise. A point ends with the list of its flags.
const [FROM, TO] = ['"points":', ',"service":']

/** Takes staged lines (table `tmp_release_line`) into the release of a number: those that it says otherwise end there,
 *  those that are new begin. */
export async function takeLines(tx: Tx, sequence: number): Promise<void> {
  const to = sql.lit(sequence)
  await sql`update release_line set to_sequence = ${to} from tmp_release_line as t
    where release_line.to_sequence is null and release_line.agency_id = t.agency_id and release_line.part = t.part
      and release_line.indicator = t.indicator and release_line.service = t.service and release_line.grain = t.grain
      and release_line.year = t.year and t.ends`.execute(tx)
  await sql`insert into release_line (agency_id, part, indicator, service, grain, year, from_sequence, to_sequence, body)
    select agency_id, part, indicator, service, grain, year, ${to}, null, body from tmp_release_line
    where body is not null order by agency_id, part, indicator, service, grain, year`.execute(tx)
}

/** Undoes takeLines of the newest release. */
export async function giveLinesBack(tx: Tx, sequence: number): Promise<void> {
  await tx.deleteFrom('releaseLine').where('fromSequence', '=', sequence).execute()
  await tx.updateTable('releaseLine').set({ toSequence: null }).where('toSequence', '=', sequence).execute()
}
