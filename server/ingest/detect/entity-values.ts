import type { ImportEngine } from '#server/db/import-engine.ts'
import type { DraftEntities } from '#shared/contract/draft.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { type FileColumns, mapColumn } from '../column-sql.ts'
import { type Entity, EntityBook } from '../identity.ts'
import { AS_WRITTEN } from '../typed-table.ts'
import { NameBook } from './close-names.ts'

// Agencies, services and indicators that a file names: which are known, which would be created, which would be refused.

export type EntityKind = DraftEntities['kind']

const SHOWN = 500
const CANDIDATES = 5

/** The table of a draft as the columns of a file. */
export const rawColumns = (headers: readonly string[], fileName: string): FileColumns => ({
  headers,
  sql: (index) => `c${index + 1}`,
  lookups: new Map(),
  lookupChecks: [],
  fileName,
})

/** The values of a mapped field with their rows, in order of first appearance; empty where it is not of one column.
 *  @throws Refusal `invalid` for a column that is not there */
export async function valuesOf(
  engine: ImportEngine,
  field: string,
  mapping: Mapping,
  file: FileColumns,
): Promise<{ value: string; count: number }[]> {
  const spec = mapping.columns[field]
  const lines = mapping.format?.summaries === 'skip' ? 'record_line' : 'raw'
  if (spec === undefined) {
    const named = namedIn(mapping, field)
    if (named.length === 0) return []
    const [counted] = await engine.rows<{ n: number }>(`select count(*) as n from ${lines}`)
    return named.map((value) => ({ value, count: counted!.n }))
  }
  const { text } = mapColumn(spec, file, mapping)
  return engine.rows(`select value, count(*) as count from (select ${text} as value, file, record from ${lines})
    where value is not null group by value order by min(file * 1e12 + record)`)
}

/** What the measures of a mapping say of a field in words of their own: columns that are one indicator each. */
const namedIn = (mapping: Mapping, field: string): string[] => [
  ...new Set(
    (mapping.measures ?? []).flatMap(({ columns: pattern, [field]: spec }) =>
      pattern === undefined && typeof spec === 'string' ? [spec] : [],
    ),
  ),
]

/** What the mapping makes of the values of a field before they are looked up; null: absent. */
export function translated(mapping: Mapping, field: string, value: string): string | null {
  const map = mapping.values?.[field]
  if (!map) return value
  const named = Object.keys(map).find((key) => key.trim() === value && key !== '*')
  const to = named !== undefined ? map[named] : '*' in map ? map['*'] : null
  return to === AS_WRITTEN && named === undefined
    ? value
    : to === null || to === undefined
      ? null
      : String(to)
}

/** @param known those that the instance has */
export async function describeEntities(
  engine: ImportEngine,
  kind: EntityKind,
  mapping: Mapping,
  file: FileColumns,
  known: readonly Entity[],
): Promise<DraftEntities> {
  const constant = mapping.constants?.[kind]
  const isColumn = mapping.columns[kind] !== undefined || namedIn(mapping, kind).length > 0
  const values = isColumn
    ? await valuesOf(engine, kind, mapping, file)
    : constant === undefined
      ? []
      : await engine.rows<{ value: string; count: number }>(
          `select '${String(constant).replaceAll("'", "''")}' as value, count(*) as count from raw`,
        )
  const book = new EntityBook(known, kind)
  const names = new NameBook(known)
  const canCreate = mapping.create?.includes(kind) ?? false
  const told = values.map(({ value, count }) => {
    const text = isColumn ? translated(mapping, kind, value) : value
    const entity = text === null ? null : book.resolve(text, null, canCreate)
    const state = !entity ? 'rejected' : entity.isNew ? 'created' : 'known'
    return { value, count, state: state as 'known' | 'created' | 'rejected', entity }
  })
  const counts = { known: 0, created: 0, rejected: 0 }
  const made = new Set<string>()
  for (const { state, entity } of told) {
    // Several ways to write a name that are taken for one make one.
    if (state === 'created' && made.has(entity!.code)) continue
    if (state === 'created') made.add(entity!.code)
    counts[state]++
  }
  const shown = told
    .sort((a, b) => Number(a.state === 'known') - Number(b.state === 'known') || b.count - a.count)
    .slice(0, SHOWN)
  const nearOf = slipsAmong(shown.filter(({ state }) => state === 'created'))
  return {
    kind,
    distinct: told.length,
    counts,
    values: shown.map(({ value, count, state, entity }) => ({
      value,
      count,
      state,
      entity: entity && { code: entity.code, name: entity.name },
      candidates: state === 'known' ? [] : names.closest(value, CANDIDATES),
      near: state === 'created' ? nearOf(value) : null,
    })),
  }
}

/** A slip leaves most of a name alone. */
const SLIP = 0.78

/** Which more frequent new name each may be a slip of; null: none. Names that differ in a number are different ones. */
function slipsAmong(
  created: readonly { value: string; count: number; entity: Entity | null }[],
): (value: string) => string | null {
  const names = new Map<string, { value: string; count: number }>()
  for (const { value, count, entity } of created) {
    const { value: first = value, count: before = 0 } = names.get(entity!.code) ?? {}
    names.set(entity!.code, { value: first, count: before + count })
  }
  const book = new NameBook([...names].map(([code, { value }]) => ({ code, name: value }) as Entity))
  const codes = new Map(created.map(({ value, entity }) => [value, entity!.code]))
  const digits = (text: string) => text.replaceAll(/\D/g, '')
  return (value) => {
    const own = names.get(codes.get(value)!)!
    const near = book
      .closest(value, CANDIDATES, SLIP)
      .map(({ code }) => names.get(code)!)
      .find((other) => other.count > own.count && digits(other.value) === digits(value))
    return near?.value ?? null
  }
}
