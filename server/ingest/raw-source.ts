import { join, resolve } from 'node:path'
import { type ImportEngine, identifier, quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { Refusal } from '#shared/refusal.ts'
import type { FileColumns } from './column-sql.ts'
import { readCsvHead } from './csv-head.ts'
import { normaliseFile } from './normalise-file.ts'
import type { ImportFile } from './prepare-import.ts'
import { type BadRecord, repairCsv } from './tolerant-csv.ts'

export interface RawSource {
  file: ImportFile
  encoding: string
  delimiter: string
  headers: string[]
  /** paths that the engine must be allowed to read */
  readable: string[]
  /** Hands the raw columns to `use`; a file that the strict reader refuses is repaired first. */
  read<T>(
    engine: ImportEngine,
    index: number,
    use: (columns: FileColumns, relation: string) => Promise<T>,
  ): Promise<{ result: T; bad: BadRecord[] }>
}

const TEXT_FORMAT = /\.(csv|tsv|txt)(\.gz)?$/i

/** Finds out how a file is written and makes it readable. @throws Refusal `invalid` for a format we do not read. */
export async function rawSource(
  file: ImportFile,
  workPath: string,
  mapping: Mapping,
  mappingDir: string | null,
): Promise<RawSource> {
  if (!TEXT_FORMAT.test(file.name)) {
    throw new Refusal(
      'invalid',
      `${file.name}: this format is not supported yet. Deliver .csv, .csv.gz or .tsv.`,
    )
  }
  const { path, encoding } = await normaliseFile(file, `${workPath}.csv`, mapping.format?.encoding)
  const declared = mapping.format?.delimiter ?? (/\.tsv(\.gz)?$/i.test(file.name) ? '\t' : undefined)
  const { delimiter, headers } = await readCsvHead(path, file.name, declared)
  const lookups = await openLookups(mapping, mappingDir, workPath)
  const repaired = `${workPath}.repaired.csv`
  return {
    file,
    encoding,
    delimiter,
    headers,
    readable: [resolve(path), resolve(repaired), ...lookups.map((lookup) => resolve(lookup.path))],
    async read(engine, index, use) {
      const strict = csvRelation(path, delimiter, headers.length)
      const attempt = async (relation: string) => {
        const joined = await joinLookups(engine, relation, headers, lookups, index)
        return use(
          { headers, sql: (i) => `c${i + 1}`, lookups: joined.columns, fileName: file.name },
          joined.relation,
        )
      }
      try {
        return { result: await attempt(strict), bad: [] }
      } catch (error) {
        if (error instanceof Refusal || !/csv error|invalid (input|unicode)/i.test(String(error))) throw error
        const bad = await repairCsv(path, repaired, { delimiter, columns: headers.length })
        return { result: await attempt(csvRelation(repaired, ',', headers.length)), bad }
      }
    },
  }
}

function csvRelation(path: string, delimiter: string, columns: number): string {
  const types = Array.from({ length: columns }, (_, i) => `'c${i + 1}': 'VARCHAR'`).join(', ')
  return `read_csv(${quote(resolve(path))}, auto_detect=false, delim=${quote(delimiter)}, quote='"', escape='"', header=true,
    columns={${types}}, max_line_size=4194304)`
}

interface Lookup {
  name: string
  path: string
  delimiter: string
  headers: string[]
  on: Record<string, string>
}

async function openLookups(mapping: Mapping, mappingDir: string | null, workPath: string): Promise<Lookup[]> {
  return Promise.all(
    Object.entries(mapping.lookups ?? {}).map(async ([name, lookup]) => {
      if (mappingDir === null)
        throw new Refusal('invalid', `lookups.${name}: deliver ${lookup.file} with the mapping.`)
      const original = join(mappingDir, lookup.file)
      const { path } = await normaliseFile(
        { path: original, name: lookup.file },
        `${workPath}.lookup-${name}.csv`,
        undefined,
      ).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        throw new Refusal('invalid', `lookups.${name}: the file ${lookup.file} is not beside the mapping.`)
      })
      const { delimiter, headers } = await readCsvHead(path, lookup.file, lookup.delimiter)
      return { name, path, delimiter, headers, on: lookup.on }
    }),
  )
}

/** Joins lookup files to the raw columns, keeping the order of the records. */
async function joinLookups(
  engine: ImportEngine,
  relation: string,
  headers: readonly string[],
  lookups: readonly Lookup[],
  index: number,
): Promise<{ relation: string; columns: Map<string, string> }> {
  const columns = new Map<string, string>()
  if (lookups.length === 0) return { relation, columns }
  const raw = `raw_${index}`
  await engine.run(`create or replace table ${raw} as select * from ${relation}`)
  const joins: string[] = []
  const selected = headers.map((_, i) => `r.c${i + 1}`)
  for (const [n, lookup] of lookups.entries()) {
    const table = `lookup_${index}_${n}`
    await engine.run(
      `create or replace table ${table} as select * from ${csvRelation(lookup.path, lookup.delimiter, lookup.headers.length)}`,
    )
    const keys = Object.entries(lookup.on).map(([left, right]) => {
      const [from, to] = [headers.indexOf(left), lookup.headers.indexOf(right)]
      if (from < 0 || to < 0) {
        throw new Refusal(
          'invalid',
          `lookups.${lookup.name}.on: there is no column “${from < 0 ? left : right}”.`,
        )
      }
      return { from: `trim(r.c${from + 1})`, to: `trim(l${n}.c${to + 1})`, key: `trim(c${to + 1})` }
    })
    const [double] = await engine.rows<{ value: string }>(
      `select concat_ws(' / ', ${keys.map((key) => key.key).join(', ')}) as value from ${table}
       group by ${keys.map((key) => key.key).join(', ')} having count(*) > 1 limit 1`,
    )
    if (double) {
      throw new Refusal(
        'invalid',
        `lookups.${lookup.name}: “${double.value}” stands twice in ${lookup.name}; each key must be unique.`,
      )
    }
    joins.push(`left join ${table} as l${n} on ${keys.map((key) => `${key.from} = ${key.to}`).join(' and ')}`)
    lookup.headers.forEach((header, i) => {
      const name = identifier(`lookup_${n}_${i}`)
      selected.push(`l${n}.c${i + 1} as ${name}`)
      columns.set(`${lookup.name}.${header}`, name)
    })
  }
  return {
    relation: `(select ${selected.join(', ')} from ${raw} as r ${joins.join(' ')} order by r.rowid)`,
    columns,
  }
}
