import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { identifier } from '#server/db/import-engine.ts'
import { READING_COLUMNS, releasedReadings } from '#server/exports/datasets/released-readings.ts'
import { namesOfRelease, type ReleaseDocuments } from '#server/exports/package/release-documents.ts'
import { writeCsv } from '#server/exports/writers/csv.ts'
import { addFound, NAMED, type Shown, type ShownDifference, type ShownFinding } from '#shared/proof/shown.ts'
import type { Grain } from '#shared/time/period.ts'
import type { Get } from './release-source.ts'
import { sumOf } from './sum-of.ts'
import { tableIn, withTables } from './table-engine.ts'

// The tables of a release that a server gives by themselves, held cell by cell against those that come out of the signed
// parts. Nobody signed them, and they are what most people take along.

const KEY = ['indicator', 'agency', 'service', 'grain', 'period'] as const
/** Written otherwise, the same table is not this many times as long. */
const TIMES = 8
const ROOM = 1 << 20

/** Which lines a table is asked for; '': all. Beside each the same lines of the signed parts. */
interface AskedTable {
  path: string
  /** code of the agency alone that it is asked of */
  agency?: string
}

/** Holds `data.csv` whole, and `data.parquet` and `data.json` of some agencies, against the signed parts.
 *  @throws Error where these cannot be read */
export async function checkTables(
  get: Get,
  documents: ReleaseDocuments,
  { agencies, work, onPart }: { agencies: readonly string[]; work: string; onPart: (part: string) => void },
  shown: Shown,
): Promise<void> {
  const base = `/releases/${documents.manifest.code}/data`
  const some = agencies.flatMap((agency) =>
    ['parquet', 'json'].map((format): AskedTable => {
      return { path: `${base}.${format}?agency=${encodeURIComponent(agency)}`, agency }
    }),
  )
  for (const asked of [{ path: `${base}.csv` }, ...some]) {
    onPart(asked.path)
    const format = /\.(\w+)(?:\?|$)/.exec(asked.path)![1]!
    const made = join(work, 'signed.csv')
    const got = join(work, `shown.${format}`)
    // Texts that a spreadsheet would take for formulas are made harmless in CSV alone.
    await pipeline(writeCsv(await tableOf(documents, asked), format === 'csv'), createWriteStream(made))
    const { size } = await stat(made)
    const state = await download(get, asked.path, got, TIMES * size + ROOM)
    if (state === 'silent') shown.silent.push(asked.path)
    else if (state === 'too-long') addFound(shown, [{ code: 'shown-unreadable', part: asked.path }])
    else if ((await sumOf(got)) === (await sumOf(made)))
      shown.compared.push({ part: asked.path, figures: await rowsIn(documents, asked) })
    else await compare(asked.path, { made, got, work }, shown)
    await rm(got, { force: true })
    await rm(made)
  }
}

async function tableOf(documents: ReleaseDocuments, { agency }: AskedTable) {
  const { code, from, through } = documents.manifest
  const names = await namesOfRelease(documents)
  const wanted = agency === undefined ? {} : { agencies: [agency] }
  return releasedReadings({ release: code, from, through, names, lines: documents.lines(wanted) })
}

async function download(
  get: Get,
  path: string,
  to: string,
  most: number,
): Promise<'there' | 'silent' | 'too-long'> {
  const answer = await get(`/api/v1${path}`)
  if (!answer.ok || !answer.body) return 'silent'
  let left = most
  const within = async function* (pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      left -= piece.length
      if (left < 0) return
      yield piece
    }
  }
  await pipeline(Readable.fromWeb(answer.body as never), within, createWriteStream(to))
  return left < 0 ? 'too-long' : 'there'
}

async function rowsIn(documents: ReleaseDocuments, { agency }: AskedTable): Promise<number> {
  let rows = 0
  const wanted = agency === undefined ? {} : { agencies: [agency] }
  for await (const { points } of documents.lines(wanted)) rows += points.length
  return rows
}

type Row = Record<string, string | null>

async function compare(
  part: string,
  { made, got, work }: { made: string; got: string; work: string },
  shown: Shown,
): Promise<void> {
  const columns = READING_COLUMNS.map(({ name }) => name)
  await withTables([made, got], work, async (engine) => {
    // What cannot be read to its end as a table with our columns is none of ours.
    const all = columns.map((name) => `count(${identifier(name)})`).join(', ')
    const isTable = engine.rows(`select ${all} from ${tableIn(got, columns)}`).then(
      () => true,
      () => false,
    )
    if (!(await isTable)) return addFound(shown, [{ code: 'shown-unreadable', part }])
    const texts = columns.map((name) => `cast(${identifier(name)} as varchar) as ${identifier(name)}`)
    for (const [table, path] of [['signed', made] as const, ['shown', got] as const])
      await engine.run(`create view ${table} as select ${texts.join(', ')}, ${MARK} as mark
        from (select ${texts.join(', ')} from ${tableIn(path, columns)})`)
    // Only what is not the same in both is looked at more closely.
    for (const table of ['signed', 'shown'])
      await engine.run(`create table marks_${table} as select mark from ${table}`)
    for (const [table, other] of [['signed', 'shown'] as const, ['shown', 'signed'] as const])
      await engine.run(
        `create table rest_${table} as select * from ${table} where mark not in (select mark from marks_${other})`,
      )
    const [rows] = await engine.rows<{ signed: number; shown: number; own: number }>(
      `select (select count(*) from marks_signed) as signed, count(*) as shown, count(distinct mark) as own
       from marks_shown`,
    )
    const isSameKey = KEY.map((name) => `s.${name} is not distinct from g.${name}`).join(' and ')
    const joined = `from rest_signed s full join rest_shown g on ${isSameKey}`
    const [differing] = await engine.rows<{ n: number }>(`select count(*) as n ${joined}`)
    const pairs = columns.flatMap((name) => [`s.${name} as s_${name}`, `g.${name} as g_${name}`])
    const order = KEY.map((name) => `coalesce(s.${name}, g.${name}) nulls first`).join(', ')
    const found = await engine.rows<Row>(
      `select ${pairs.join(', ')}, cast(s.mark as varchar) as s_mark, cast(g.mark as varchar) as g_mark ${joined} order by ${order} limit ${NAMED}`,
    )
    const named = found.map((row) => findingOf(part, row))
    addFound(shown, named, differing!.n)
    if (rows!.own < rows!.shown) addFound(shown, [{ code: 'shown-twice', part }])
    shown.compared.push({ part, figures: rows!.signed })
  })
}

/** What tells a row from every other one; a number that is only written otherwise is the same. */
const MARK = `md5_number(concat_ws(chr(31), ${READING_COLUMNS.map(({ name, type }) => {
  const isNumber = type === 'number' || type === 'integer'
  const text = isNumber ? `coalesce(cast(try_cast(${name} as double) as varchar), ${name})` : name
  return `coalesce(${text}, chr(30))`
}).join(', ')}))`

function findingOf(part: string, row: Row): ShownFinding {
  const key = (of: 's' | 'g') => {
    const [indicator, agency, service, grain, period] = KEY.map((name) => row[`${of}_${name}`] ?? null)
    return {
      indicator: indicator ?? '',
      agency: agency!,
      service: service!,
      grain: grain as Grain,
      period: period ?? '',
    }
  }
  if (row.g_mark === null) return { code: 'shown-missing', part, figure: key('s') }
  if (row.s_mark === null) return { code: 'shown-unsigned', part, figure: key('g') }
  const differences = READING_COLUMNS.flatMap(({ name, type }): ShownDifference[] => {
    const [signed, said] = [row[`s_${name}`] ?? null, row[`g_${name}`] ?? null]
    const isNumber = type === 'number' || type === 'integer'
    const isSame =
      signed === said || (isNumber && signed !== null && said !== null && Number(signed) === Number(said))
    return isSame ? [] : [{ field: name, shown: said, signed }]
  })
  return { code: 'shown-differs', part, figure: key('s'), differences }
}
