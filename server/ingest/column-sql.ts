import { quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { ColumnObject, ColumnSpec } from '#shared/contract/mapping-column.ts'
import { Refusal } from '#shared/refusal.ts'
import { replaceSql } from './check-mapping.ts'
import type { SpreadMeasures } from './measures.ts'
import { inFileMarks, numberSql } from './number-sql.ts'

// From a mapped column to SQL that gives its text: trimmed, cleaned, absent where it means absent.

/** The columns of a file as the engine sees them: header (trimmed) to SQL name. */
export interface FileColumns {
  headers: readonly string[]
  /** SQL of the raw value of the n-th column (0-based) */
  sql(index: number): string
  /** columns of joined lookup files, by `name.column` */
  lookups: ReadonlyMap<string, string>
  lookupChecks: readonly LookupCheck[]
  /** set when one record makes several facts */
  measures?: SpreadMeasures
  fileName: string
}

/** What is told about the rows of one lookup. */
export interface LookupCheck {
  /** SQL of the key that has no match, else null */
  missing: string
  /** SQL of the key that has several, else null */
  ambiguous: string
  /** headers of the file that make the key */
  label: string
  severity: 'error' | 'warning' | null
}

/** One mapped field: its SQL text and what people call its column. */
export interface MappedColumn {
  text: string
  label: string
  spec: ColumnObject
  isConstant?: boolean
  /** SQL of the claim that the file says why there is nothing: it does not apply */
  notApplicable?: string
}

export function mapColumn(spec: ColumnSpec, file: FileColumns, mapping: Mapping): MappedColumn {
  const object: ColumnObject = typeof spec === 'object' && !Array.isArray(spec) ? spec : {}
  const notApplicable = [...(mapping.format?.notApplicable ?? []), ...(object.notApplicable ?? [])]
  const nulls = [...(mapping.format?.null ?? []), ...(object.null ?? []), ...notApplicable]
  const clean = (raw: string) => cleanSql(raw, object.replace ?? [], nulls)
  if (Array.isArray(spec)) {
    const parts = spec.map((header) => clean(columnSql(header, file)))
    return {
      text: `nullif(concat_ws(' / ', ${parts.join(', ')}), '')`,
      label: spec.join(' / '),
      spec: object,
    }
  }
  const { text: given, label } = sourceOf(spec, object, file, clean, nulls, mapping)
  const text = inFileMarks(given, object, mapping)
  const left = object.minus === undefined ? text : minusSql(text, object.minus, clean, file, mapping)
  const filled = object.default === undefined ? left : `coalesce(${left}, ${quote(object.default)})`
  const column: MappedColumn = { text: filled, label, spec: object }
  if (notApplicable.length === 0) return column
  const written = sourceOf(
    spec,
    object,
    file,
    (raw) => cleanSql(raw, object.replace ?? [], []),
    [],
    mapping,
  ).text
  const texts = notApplicable.map((value) => quote(value.trim())).join(', ')
  return { ...column, notApplicable: `coalesce(${written} in (${texts}), false)` }
}

function sourceOf(
  spec: ColumnSpec,
  object: ColumnObject,
  file: FileColumns,
  clean: (raw: string) => string,
  nulls: readonly string[],
  mapping: Mapping,
): { text: string; label: string } {
  if (object.template !== undefined) {
    const pieces = object.template.split(/\{([^}]+)\}/)
    const part = (piece: string) => cleanSql(partSql(piece, file, mapping), [], nulls)
    const parts = pieces.map((piece, i) => (i % 2 === 0 ? quote(piece) : part(piece)))
    // `||` gives absent when any part is. What is replaced is the text that the template gives.
    return { text: clean(`(${parts.join(' || ')})`), label: object.template }
  }
  if (object.anyOf) {
    const header = object.anyOf.find((name) => hasColumn(name, file))
    if (header === undefined) throw unknownHeader(object.anyOf.join(' / '), file)
    return { text: clean(columnSql(header, file)), label: header }
  }
  const header = typeof spec === 'object' && !Array.isArray(spec) ? object.column : (spec as string | number)
  if (header === undefined) {
    throw new Refusal('invalid', 'column-object', {})
  }
  return { text: clean(columnSql(header, file)), label: labelOf(header, file) }
}

/** Text of a number less other numbers: absent where any is, and what is no number stays to be told. */
function minusSql(
  text: string,
  minus: NonNullable<ColumnObject['minus']>,
  clean: (raw: string) => string,
  file: FileColumns,
  mapping: Mapping,
): string {
  const others = (Array.isArray(minus) ? minus : [minus]).map((header) => clean(columnSql(header, file)))
  return others.reduce((left, right) => {
    const difference = `cast((${numberSql(left, mapping)}) - (${numberSql(right, mapping)}) as varchar)`
    const written = mapping.format?.decimal === ',' ? `replace(${difference}, '.', ',')` : difference
    return `case when ${left} is null or ${right} is null then null when (${numberSql(left, mapping)}) is null then ${left}
      when (${numberSql(right, mapping)}) is null then ${right} else ${written} end`
  }, text)
}

/** What the mapping says about the column that a condition names, however it names it itself: its header, its number,
 *  or one of several headers. */
export function specOfColumn(column: string | number, file: FileColumns, mapping: Mapping): ColumnObject {
  const wanted = columnSql(column, file)
  const found = Object.values(mapping.columns).find((spec) => {
    if (typeof spec !== 'object' || Array.isArray(spec)) return false
    const header = spec.column ?? spec.anyOf?.find((name) => hasColumn(name, file))
    return header !== undefined && columnSql(header, file) === wanted
  })
  return (found as ColumnObject | undefined) ?? {}
}

/** SQL of what a template, or a hash, names: a column, or else a field that the mapping gives to all rows or reads from
 *  one column, so that rows of two files stay apart by what is said of each file. */
export function partSql(name: string | number, file: FileColumns, mapping: Mapping): string {
  if (typeof name === 'number' || hasColumn(name, file)) return columnSql(name, file)
  const constant = mapping.constants?.[name]
  if (constant !== undefined) return quote(String(constant))
  const spec = mapping.columns[name]
  const header = typeof spec === 'object' && !Array.isArray(spec) ? spec.column : spec
  return columnSql(header === undefined || Array.isArray(header) ? name : header, file)
}

const labelOf = (header: string | number, file: FileColumns): string =>
  typeof header === 'number' ? (file.headers[header - 1] ?? String(header)) : header

const hasColumn = (name: string, file: FileColumns): boolean =>
  file.headers.includes(name.trim()) || file.lookups.has(name)

/** SQL of the raw value of a header, or of the n-th column (1-based). */
export function columnSql(header: string | number, file: FileColumns): string {
  if (typeof header === 'number') {
    if (header > file.headers.length) throw unknownHeader(String(header), file)
    return file.sql(header - 1)
  }
  const lookup = file.lookups.get(header)
  if (lookup) return lookup
  const name = header.trim()
  const index = file.headers.indexOf(name)
  if (index < 0) throw unknownHeader(header, file)
  if (file.headers.indexOf(name, index + 1) >= 0) throw doubledHeader(name, file)
  return file.sql(index)
}

function doubledHeader(header: string, file: FileColumns): Refusal {
  const places = file.headers.flatMap((name, i) => (name === header ? [i + 1] : []))
  return new Refusal('invalid', 'header-doubled', { file: file.fileName, header, places })
}

/** A file that is none can have headers of any length. */
const MAX_HEADERS_SHOWN = 60
const MAX_HEADER_CHARS = 80

function unknownHeader(header: string, file: FileColumns): Refusal {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const near = file.headers.find((name) => plain(name) === plain(header)) ?? null
  const shown = file.headers.slice(0, MAX_HEADERS_SHOWN).map((name) => name.slice(0, MAX_HEADER_CHARS))
  const total = file.headers.length
  return new Refusal('invalid', 'header-unknown', { file: file.fileName, header, near, shown, total })
}

const BLANKS = [' ', '\t', '\r', '\n', '\u00a0']

/** SQL of a text without blanks around it. The engine reads its list of blanks anew for every value, so only those
 *  that begin or end with one are trimmed; in bytes, '!' follows the blank. */
function trimmed(raw: string): string {
  const ends = BLANKS.map((blank) => `suffix(${raw}, ${quote(blank)})`).join(' or ')
  return `(case when ${raw} < '!' or prefix(${raw}, ${quote('\u00a0')}) or ${ends}
    then trim(${raw}, ${quote(BLANKS.join(''))}) else ${raw} end)`
}

/** Trims (also the no-break space), applies replacements, and takes blank and the given texts for absent. */
export function cleanSql(
  raw: string,
  replace: readonly (readonly [string, string])[],
  nulls: readonly string[],
): string {
  let text = trimmed(raw)
  for (const [pattern, replacement] of replace) {
    text = `trim(${replaceSql(text, pattern, replacement)})`
  }
  if (nulls.length === 0) return `nullif(${text}, '')`
  const list = ['', ...nulls.map((value) => value.trim())].map(quote).join(', ')
  return `(case when ${text} in (${list}) then null else ${text} end)`
}
