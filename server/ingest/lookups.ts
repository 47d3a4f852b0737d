import { join } from 'node:path'
import { type ImportEngine, identifier } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { Refusal } from '#shared/refusal.ts'
import type { LookupCheck } from './column-sql.ts'
import { csvRelation, readCsvHead } from './csv-head.ts'
import { normaliseFile } from './normalise-file.ts'

// Second files beside the mapping, whose columns join the rows of the first as `name.column`.

export interface Lookup {
  name: string
  path: string
  delimiter: string
  headers: string[]
  on: Record<string, string>
  prefer: Record<string, string>
  missing: 'warn' | 'error' | 'ignore'
}

const SEVERITY = { warn: 'warning', error: 'error', ignore: null } as const

/** Finds the lookup files of a mapping. @throws Refusal `invalid` for one that is not there. */
export async function openLookups(
  mapping: Mapping,
  mappingDir: string | null,
  workPath: string,
): Promise<Lookup[]> {
  return Promise.all(
    Object.entries(mapping.lookups ?? {}).map(async ([name, lookup]) => {
      if (mappingDir === null) throw new Refusal('invalid', 'lookup-undelivered', { name, file: lookup.file })
      const original = join(mappingDir, lookup.file)
      const text = await normaliseFile(
        { path: original, name: lookup.file },
        `${workPath}.lookup-${name}.csv`,
        undefined,
      ).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        throw new Refusal('invalid', 'lookup-not-beside', { name, file: lookup.file })
      })
      const { path, delimiter, headers } = await readCsvHead(
        { path: text.path, name: lookup.file },
        `${workPath}.lookup-${name}.body.csv`,
        { delimiter: lookup.delimiter },
      )
      const { on, prefer = {}, missing = 'warn' } = lookup
      return { name, path, delimiter, headers, on, prefer, missing }
    }),
  )
}

/** Joins lookup files to the raw columns one after the other, keeping the order of the records, so that a lookup may
 *  be found by a column of one before it. A key that a lookup file has twice joins its first row, and is told. */
export async function joinLookups(
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
  /** what is joined so far, by what a mapping calls it */
  const known = new Map(headers.map((header, i) => [header, `r.c${i + 1}`]))
  const joins: string[] = []
  const selected = headers.map((_, i) => `r.c${i + 1}`)
  for (const [n, lookup] of lookups.entries()) {
    const join = async (alias: string, on: Record<string, string>) => {
      const keys = joinKeys(lookup, on, known)
      const key = keys.map(({ to }) => `trim(c${to})`).join(', ')
      const table = `${alias}_${index}`
      await engine.run(
        `create or replace table ${table} as select *, count(*) over (partition by ${key}) as matches
          from ${csvRelation(lookup.path, lookup.delimiter, lookup.headers.length)}
          qualify row_number() over (partition by ${key}) = 1`,
      )
      const equal = keys.map(({ from, to }) => `${from} = trim(${alias}.c${to})`)
      joins.push(`left join ${table} as ${alias} on ${equal.join(' and ')}`)
      return keys.map(({ from }) => from)
    }
    const keys = await join(`l${n}`, lookup.on)
    const hasPreferred = Object.keys(lookup.prefer).length > 0
    if (hasPreferred) await join(`p${n}`, { ...lookup.on, ...lookup.prefer })
    const found = (column: string) =>
      hasPreferred
        ? `case when p${n}.matches is not null then p${n}.${column} else l${n}.${column} end`
        : `l${n}.${column}`
    lookup.headers.forEach((header, i) => {
      const name = identifier(`lookup_${n}_${i}`)
      selected.push(`${found(`c${i + 1}`)} as ${name}`)
      columns.set(`${lookup.name}.${header}`, name)
      known.set(`${lookup.name}.${header}`, `(${found(`c${i + 1}`)})`)
    })
    const given = `nullif(concat_ws(' / ', ${keys.join(', ')}), '')`
    const check = {
      missing: identifier(`lookup_${n}_missing`),
      ambiguous: identifier(`lookup_${n}_ambiguous`),
      label: Object.keys(lookup.on).join(' / '),
      severity: SEVERITY[lookup.missing],
    }
    selected.push(`case when l${n}.matches is null then ${given} end as ${check.missing}`)
    selected.push(`case when ${found('matches')} > 1 then ${given} end as ${check.ambiguous}`)
    checks.push(check)
  }
  return {
    relation: `(select ${selected.join(', ')} from ${raw} as r ${joins.join(' ')} order by r.rowid)`,
    columns,
    checks,
  }
}

/** What must be equal: SQL of what is joined so far, and the number of the column in the lookup file. */
function joinKeys(
  lookup: Lookup,
  on: Record<string, string>,
  known: ReadonlyMap<string, string>,
): { from: string; to: number }[] {
  return Object.entries(on).map(([left, right]) => {
    const from = known.get(left.trim())
    const to = lookup.headers.indexOf(right.trim()) + 1
    if (from === undefined || to === 0) {
      const column = from === undefined ? left : right
      throw new Refusal('invalid', 'lookup-column', { name: lookup.name, column })
    }
    return { from: `trim(${from})`, to }
  })
}
