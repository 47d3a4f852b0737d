import { type Selectable, sql } from 'kysely'
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
  year: string
  points: string
}

export interface PointsFilter {
  /** null: each, and all together */
  agencyIds: readonly number[] | null
  /** null: each */
  indicators: readonly string[] | null
  /** null: each, but not all together */
  services: readonly string[] | null
  grain: string
  /** null: each */
  years: readonly string[] | null
}

/** Points of figures that a release holds, in no order. agencyId 0, service '': of all together. */
export async function findPoints(
  db: ReadDb,
  sequence: number,
  { agencyIds, indicators, services, grain, years }: PointsFilter,
): Promise<LinePoints[]> {
  const isIn = (column: string, texts: readonly string[] | null) =>
    texts ? sql`${sql.ref(column)} in (${sql.join(texts)})` : sql`true`
  const { rows } = await sql<LinePoints>`select agency_id, indicator, service, year,
      substr(text, 1, strpos(text, ${TO}) - 1) as points
    from (select agency_id, indicator, service, year,
        substr(body, strpos(body, ${FROM}) + ${sql.lit(FROM.length)}) as text
      from release_line where part = 'readings'
      and from_sequence <= ${sql.lit(sequence)} and (to_sequence is null or to_sequence > ${sql.lit(sequence)})
      and grain = ${sql.lit(grain)} and ${isIn('indicator', indicators)} and ${isIn('year', years)}
      and ${services ? isIn('service', services) : sql`service <> ''`}
      ${agencyIds ? sql`and agency_id in (${sql.raw(agencyIds.map(Number).join(', '))})` : sql``}) as l`.execute(
    db,
  )
  return rows
}

/** The point of a period out of a list of points, as the JSON of a list of it alone; null: it is not there. */
export function cutPoint(points: string, period: string): string | null {
  const from = points.indexOf(`[${JSON.stringify(period)},`)
  return from < 0 ? null : `[${points.slice(from, points.indexOf(END, from) + END.length)}]`
}

// A body is canonical JSON (lineText in shared/proof): the list of its points stands between these, which no text within
// it can hold, since its quotes are written otherwise. A point ends with the list of its flags, which are plain words.
const [FROM, TO, END] = ['"points":', ',"service":', ']]']

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
    where body is not null order by ${AS_THEY_LIE}`.execute(tx)
}

/** DuckDB skips blocks of rows without the agency, or the indicator, that is asked for. Lines lie by runs of agencies, so
 *  that the part of one is read out of a few blocks; within a run by figure, so that one figure of all agencies is too. */
const AS_THEY_LIE = sql`agency_id - agency_id % 64, part, case service when '' then 0 else 1 end, grain, indicator, year,
  agency_id, service`

/** Undoes takeLines of the newest release. */
export async function giveLinesBack(tx: Tx, sequence: number): Promise<void> {
  await tx.deleteFrom('releaseLine').where('fromSequence', '=', sequence).execute()
  await tx.updateTable('releaseLine').set({ toSequence: null }).where('toSequence', '=', sequence).execute()
}
