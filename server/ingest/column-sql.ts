import { quote } from '#server/db/import-engine.ts'
import type { ColumnObject, ColumnSpec, Mapping } from '#shared/contract/mapping.ts'
import { Refusal } from '#shared/refusal.ts'

// From a mapped column to SQL that gives its text: trimmed, cleaned, absent where it means absent.

/** The columns of a file as the engine sees them: header (trimmed) to SQL name. */
export interface FileColumns {
  headers: readonly string[]
  /** SQL of the raw value of the n-th column (0-based) */
  sql(index: number): string
  /** columns of joined lookup files, by `name.column` */
  lookups: ReadonlyMap<string, string>
  fileName: string
}

/** One mapped field: its SQL text and what people call its column. */
export interface MappedColumn {
  text: string
  label: string
  spec: ColumnObject
}

export function mapColumn(spec: ColumnSpec, file: FileColumns, mapping: Mapping): MappedColumn {
  const object: ColumnObject = typeof spec === 'object' && !Array.isArray(spec) ? spec : {}
  const nulls = [...(mapping.format?.null ?? []), ...(object.null ?? [])]
  const clean = (raw: string) => cleanSql(raw, object.replace ?? [], nulls)
  if (Array.isArray(spec)) {
    const parts = spec.map((header) => clean(columnSql(header, file)))
    return {
      text: `nullif(concat_ws(' / ', ${parts.join(', ')}), '')`,
      label: spec.join(' / '),
      spec: object,
    }
  }
  const { text, label } = sourceOf(spec, object, file, clean)
  const filled = object.default === undefined ? text : `coalesce(${text}, ${quote(object.default)})`
  return { text: filled, label, spec: object }
}

function sourceOf(
  spec: ColumnSpec,
  object: ColumnObject,
  file: FileColumns,
  clean: (raw: string) => string,
): { text: string; label: string } {
  if (object.template !== undefined) {
    const pieces = object.template.split(/\{([^}]+)\}/)
    const parts = pieces.map((piece, i) => (i % 2 === 0 ? quote(piece) : clean(columnSql(piece, file))))
    // `||` gives absent when any part is.
    return { text: cleanSql(`(${parts.join(' || ')})`, [], []), label: object.template }
  }
  if (object.anyOf) {
    const header = object.anyOf.find((name) => hasColumn(name, file))
    if (header === undefined) throw unknownHeader(object.anyOf.join(' / '), file)
    return { text: clean(columnSql(header, file)), label: header }
  }
  const header = typeof spec === 'object' && !Array.isArray(spec) ? object.column : (spec as string | number)
  if (header === undefined) {
    throw new Refusal('invalid', 'Mapping: a column object needs column, anyOf, template or from.')
  }
  return { text: clean(columnSql(header, file)), label: labelOf(header, file) }
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
  const index = file.headers.indexOf(header.trim())
  if (index < 0) throw unknownHeader(header, file)
  return file.sql(index)
}

function unknownHeader(header: string, file: FileColumns): Refusal {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const near = file.headers.find((name) => plain(name) === plain(header))
  const hint = near ? ` Did you mean “${near}”?` : ''
  return new Refusal(
    'invalid',
    `${file.fileName} has no column “${header}”.${hint} It has: ${file.headers.join(', ')}.`,
  )
}

/** Trims (also the no-break space), applies replacements, and takes blank and the given texts for absent. */
export function cleanSql(
  raw: string,
  replace: readonly (readonly [string, string])[],
  nulls: readonly string[],
): string {
  let text = `trim(${raw}, ' \t\r\n' || chr(160))`
  for (const [pattern, replacement] of replace) {
    text = `trim(regexp_replace(${text}, ${quote(pattern)}, ${quote(replacement.replaceAll(/\$(\d)/g, '\\$1'))}, 'g'))`
  }
  if (nulls.length === 0) return `nullif(${text}, '')`
  const list = ['', ...nulls.map((value) => value.trim())].map(quote).join(', ')
  return `(case when ${text} in (${list}) then null else ${text} end)`
}

/** SQL of a number written with the mapping's decimal and thousands marks. */
export function numberSql(text: string, mapping: Mapping): string {
  const { decimal = '.', thousands } = mapping.format ?? {}
  let plain = text
  if (thousands) plain = `replace(${plain}, ${quote(thousands)}, '')`
  if (decimal === ',') plain = `replace(${plain}, ',', '.')`
  return `try_cast(${plain} as double)`
}
