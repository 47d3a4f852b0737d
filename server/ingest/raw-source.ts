import { join, resolve } from 'node:path'
import { type ImportEngine, identifier, quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { Refusal } from '#shared/refusal.ts'
import type { FileColumns, LookupCheck } from './column-sql.ts'
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
    throw new Refusal('invalid', 'file-format', { file: file.name })
  }
  const { path, encoding } = await normaliseFile(file, `${workPath}.csv`, mapping.format?.encoding)
  const declared = mapping.format?.delimiter ?? (/\.tsv(\.gz)?$/i.test(file.name) ? '\t' : undefined)
  const { delimiter, headers, skip } = await readCsvHead(path, file.name, declared)
  const lookups = await openLookups(mapping, mappingDir, workPath)
  const repaired = `${workPath}.repaired.csv`
  return {
    file,
    encoding,
    delimiter,
    headers,
    readable: [resolve(path), resolve(repaired), ...lookups.map((lookup) => resolve(lookup.path))],
    async read(engine, index, use) {
      const strict = csvRelation(path, delimiter, headers.length, skip)
      const attempt = async (relation: string) => {
        const joined = await joinLookups(engine, relation, headers, lookups, index)
        return use(
          {
            headers,
            sql: (i) => `c${i + 1}`,
            lookups: joined.columns,
            lookupChecks: joined.checks,
            fileName: file.name,
          },
          joined.relation,
        )
      }
      try {
        return { result: await attempt(strict), bad: [] }
      } catch (error) {
        if (error instanceof Refusal || !/csv error|invalid (input|unicode)/i.test(String(error))) throw error
        const bad = await repairCsv(path, repaired, { delimiter, columns: headers.length })
        return { result: await attempt(csvRelation(repaired, ',', headers.length, 0)), bad }
      }
    },
  }
}

function csvRelation(path: string, delimiter: string, columns: number, skip: number): string {
  const types = Array.from({ length: columns }, (_, i) => `'c${i + 1}': 'VARCHAR'`).join(', ')
  return `read_csv(${quote(resolve(path))}, auto_detect=false, delim=${quote(delimiter)}, quote='"', escape='"', header=true,
    skip=${skip}, columns={${types}}, max_line_size=4194304)`
}

interface Lookup {
  name: string
  path: string
  delimiter: string
  headers: string[]
  skip: number
  on: Record<string, string>
  missing: 'warn' | 'error' | 'ignore'
}

const SEVERITY = { warn: 'warning', error: 'error', ignore: null } as const

async function openLookups(mapping: Mapping, mappingDir: string | null, workPath: string): Promise<Lookup[]> {
  return Promise.all(
    Object.entries(mapping.lookups ?? {}).map(async ([name, lookup]) => {
      if (mappingDir === null) throw new Refusal('invalid', 'lookup-undelivered', { name, file: lookup.file })
      const original = join(mappingDir, lookup.file)
      const { path } = await normaliseFile(
        { path: original, name: lookup.file },
        `${workPath}.lookup-${name}.csv`,
        undefined,
      ).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        throw new Refusal('invalid', 'lookup-not-beside', { name, file: lookup.file })
      })
      const { delimiter, headers, skip } = await readCsvHead(path, lookup.file, lookup.delimiter)
      return { name, path, delimiter, headers, skip, on: lookup.on, missing: lookup.missing ?? 'warn' }
    }),
  )
}

/** Joins lookup files to the raw columns, keeping the order of the records. A key that a lookup file has twice joins
 *  its first row, and is told. */
async function joinLookups(
  engine: ImportEngine,
  relation: string,
  headers: readonly string[],
  lookups: readonly Lookup[],
  index: number,
): Promise<{ relation: string; columns: Map<string, string>; checks: LookupCheck[] }> {
  const columns = new Map<string, string>()
  const checks: LookupCheck[] = []
  if (lookups.length === 0) return { relation, columns, checks }
  const raw = `raw_${index}`
  await engine.run(`create or replace table ${raw} as select * from ${relation}`)
  const joins: string[] = []
  const selected = headers.map((_, i) => `r.c${i + 1}`)
  for (const [n, lookup] of lookups.entries()) {
    const table = `lookup_${index}_${n}`
    const keys = lookupKeys(lookup, headers)
    const key = keys.map(({ to }) => to).join(', ')
    await engine.run(
      `create or replace table ${table} as select *, count(*) over (partition by ${key}) as matches
        from ${csvRelation(lookup.path, lookup.delimiter, lookup.headers.length, lookup.skip)}
        qualify row_number() over (partition by ${key}) = 1`,
    )
    joins.push(
      `left join ${table} as l${n} on ${keys.map(({ from, to }) => `${from} = ${to.replace('trim(', `trim(l${n}.`)}`).join(' and ')}`,
    )
    lookup.headers.forEach((header, i) => {
      const name = identifier(`lookup_${n}_${i}`)
      selected.push(`l${n}.c${i + 1} as ${name}`)
      columns.set(`${lookup.name}.${header}`, name)
    })
    const given = `nullif(concat_ws(' / ', ${keys.map(({ from }) => from).join(', ')}), '')`
    const check = {
      missing: identifier(`lookup_${n}_missing`),
      ambiguous: identifier(`lookup_${n}_ambiguous`),
      label: Object.keys(lookup.on).join(' / '),
      severity: SEVERITY[lookup.missing],
    }
    selected.push(`case when l${n}.matches is null then ${given} end as ${check.missing}`)
    selected.push(`case when l${n}.matches > 1 then ${given} end as ${check.ambiguous}`)
    checks.push(check)
  }
  return {
    relation: `(select ${selected.join(', ')} from ${raw} as r ${joins.join(' ')} order by r.rowid)`,
    columns,
    checks,
  }
}

/** SQL of the columns that must be equal: of the file (as `r`) and of the lookup. */
function lookupKeys(lookup: Lookup, headers: readonly string[]): { from: string; to: string }[] {
  return Object.entries(lookup.on).map(([left, right]) => {
    const [from, to] = [headers.indexOf(left.trim()), lookup.headers.indexOf(right.trim())]
    if (from < 0 || to < 0) {
      throw new Refusal('invalid', 'lookup-column', { name: lookup.name, column: from < 0 ? left : right })
    }
    return { from: `trim(r.c${from + 1})`, to: `trim(c${to + 1})` }
  })
}
