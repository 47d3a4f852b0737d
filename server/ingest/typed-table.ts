import { type ImportEngine, identifier, quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { ColumnSpec } from '#shared/contract/mapping-column.ts'
import { ownWidth } from './block-titles.ts'
import {
  cleanSql,
  columnSql,
  type FileColumns,
  type MappedColumn,
  mapColumn,
  partSql,
  specOfColumn,
} from './column-sql.ts'
import { type DatasetField, type DatasetReader, dateColumns, snake } from './datasets/fields.ts'
import { dateSql, saneDate } from './date-patterns.ts'
import { detectDatePatterns } from './detect-dates.ts'
import { figureText } from './figure-texts.ts'
import { spreadMeasures } from './measures.ts'
import { isPercent, numberSql, writtenNumber } from './number-sql.ts'
import { periodSql } from './period-sql.ts'
import { firstCell, isSummary } from './summary-lines.ts'

// One pass from text to typed columns. Every record keeps its place: rowid + 1 is its number in the file. What could
// not be read is kept beside as text (`bad_…`), so that the issue can name it.

export interface TypedInput {
  engine: ImportEngine
  reader: DatasetReader
  mapping: Mapping
  file: FileColumns
  /** SQL of the relation of raw columns, in file order */
  source: string
  defaultTimezone: string
  /** raw columns to keep, and SQL of the time zone of each row, where records come with a zone of their own */
  kept?: { columns: readonly string[]; zone: string }
}

export interface TypedResult {
  /** SQL over `typed` of the header that each field is from */
  labels: Record<string, string>
  /** rows of `typed` that one record of the file makes */
  perRecord: number
  /** detected date patterns per header */
  datetime: Record<string, string>
}

/** Writes (or appends to) the table `typed` from the raw columns of one file. */
export async function writeTyped(delivered: TypedInput, isFirst: boolean): Promise<TypedResult> {
  const { engine, reader, mapping } = delivered
  const spread = await spreadMeasures(engine, reader, mapping, delivered.file, delivered.source, (field) =>
    fieldSource(delivered, field),
  )
  const input: TypedInput = { ...delivered, file: spread.file, source: spread.relation }
  const result: TypedResult = { labels: {}, perRecord: spread.file.measures?.perRecord ?? 1, datetime: {} }
  const texts: string[] = []
  const reads: string[] = []
  const days: string[] = []
  const columns: string[] = []
  for (const field of input.reader.fields) {
    const mapped = fieldSource(input, field)
    const spread = input.file.measures?.fields.get(field.name)
    if (mapped) result.labels[field.name] = spread ? spread.label : quote(mapped.label)
    if (spread) columns.push(`measure['l_${field.name}'] as ${spread.label}`)
    const choice = choiceSql(input.mapping, field, mapped)
    texts.push(`${choice} as ${identifier(`x_${field.name}`)}`)
    if (mapped && hasValueMap(input.mapping, field))
      texts.push(`${mapped.text} as ${identifier(`v_${field.name}`)}`)
    if (field.kind.type === 'number' && field.kind.tellsNotApplicable)
      texts.push(`${mapped?.notApplicable ?? 'false'} as ${identifier(`v_na_${field.name}`)}`)
    columns.push(...(await typedColumns(input, field, mapped, result, reads, days)))
  }
  columns.push(...(input.kept?.columns ?? []))
  columns.push(...input.file.lookupChecks.flatMap(({ missing, ambiguous }) => [missing, ambiguous]))
  const [keep, isSilent] = [keepSql(input), input.file.measures?.isSilent ?? 'false']
  const own = input.file.headers.slice(0, ownWidth(input.file.headers, mapping.format))
  const cells = own.map((_, i) => input.file.sql(i))
  const isAside =
    mapping.format?.summaries === 'skip'
      ? `(${keep}) and not (${isSilent}) and ${isSummary(cells, own, reader)}`
      : 'false'
  columns.push(
    `(${keep}) and not (${isSilent}) and not (${isAside}) as is_kept`,
    `(${keep}) and (${isSilent}) as is_silent`,
    `case when ${isAside} then ${firstCell(cells)} end as summary`,
  )
  const names = identifierList(input.file)
  // Dates and numbers are read in levels of their own: an engine works out again what a condition names twice.
  const given = `(select ${texts.join(', ')}, ${names} from ${input.source})`
  const text = reader.figureUnit ? withFigures(given, reader, mapping) : given
  if (reader.figureUnit) columns.push('figure_unit')
  const read = `(select ${['*', ...days].join(', ')} from (select ${['*', ...reads].join(', ')} from ${text}))`
  const select = `select ${columns.join(', ')} from ${read}`
  await input.engine.run(isFirst ? `create table typed as ${select}` : `insert into typed ${select}`)
  return result
}

/** The texts with those of figures in the unit of their indicator (`f_…`) beside them. */
function withFigures(texts: string, { fields, figureUnit }: DatasetReader, mapping: Mapping): string {
  const figures = fields.flatMap(({ name, kind }) =>
    kind.type === 'number' && kind.isFigure
      ? [`${figureText(identifier(`x_${name}`), 'figure_unit', mapping)} as ${identifier(`f_${name}`)}`]
      : [],
  )
  return `(select *, ${figures.join(', ')} from (select *, ${figureUnit} as figure_unit from ${texts}))`
}

/** Raw columns that `keep` looks at must pass through. */
const identifierList = (file: FileColumns): string =>
  [
    ...file.headers.map((_, i) => file.sql(i)),
    ...file.lookups.values(),
    ...file.lookupChecks.flatMap(({ missing, ambiguous }) => [missing, ambiguous]),
    ...(file.measures ? ['measure'] : []),
  ].join(', ')

function fieldSource(input: TypedInput, field: DatasetField): MappedColumn | null {
  const { mapping, file } = input
  const spread = file.measures?.fields.get(field.name)
  if (spread) {
    return { text: spread.text, label: field.name, spec: {}, notApplicable: spread.notApplicable }
  }
  const spec: ColumnSpec | undefined = mapping.columns[field.name]
  if (spec !== undefined) {
    if (field.name === 'ref' && typeof spec === 'object' && !Array.isArray(spec) && spec.from) {
      const parts = spec.from.map(
        (header) => `coalesce(${cleanSql(partSql(header, file, mapping), [], [])}, '')`,
      )
      return { text: `concat_ws(chr(31), ${parts.join(', ')})`, label: spec.from.join(' / '), spec }
    }
    return mapColumn(spec, file, mapping)
  }
  const constant = mapping.constants?.[field.name]
  if (constant === undefined) return null
  const text = field.kind.type === 'number' ? writtenNumber(constant, mapping) : String(constant)
  return { text: quote(text), label: field.name, spec: {}, isConstant: true }
}

export const hasValueMap = (mapping: Mapping, field: DatasetField): boolean =>
  mapping.values?.[field.name] !== undefined || field.kind.type === 'choice'

/** The value map of a field. A default that it does not translate stands for itself. */
function valueMap(
  mapping: Mapping,
  field: DatasetField,
  mapped: MappedColumn | null,
): Record<string, string | number | null> | undefined {
  const map = mapping.values?.[field.name]
  const filled = mapped?.spec.default
  if (!map || filled === undefined || filled in map) return map
  const isValue = field.kind.type !== 'choice' || field.kind.choices.includes(filled)
  return isValue ? { ...map, [filled]: filled } : map
}

/** As the value of `*`: what the map does not name stays as the file writes it. */
export const AS_WRITTEN = '$0'

/** The text of a field after its value map; a choice without one is matched as it is written. */
function choiceSql(mapping: Mapping, field: DatasetField, mapped: MappedColumn | null): string {
  const text = mapped?.text ?? 'cast(null as varchar)'
  const map = valueMap(mapping, field, mapped)
  if (!map) return field.kind.type === 'choice' ? oneOf(`lower(${text})`, field.kind.choices) : text
  const { '*': other, ...known } = map
  const written = (value: string | number) =>
    field.kind.type === 'number' ? writtenNumber(value, mapping) : String(value)
  const literal = (value: string | number | null) => (value === null ? 'null' : quote(written(value)))
  const branches = Object.entries(known).map(([from, to]) => `when ${quote(from.trim())} then ${literal(to)}`)
  let otherwise = 'null'
  if (other === AS_WRITTEN) otherwise = text
  else if (other !== undefined) otherwise = `case when ${text} is not null then ${literal(other)} end`
  return branches.length === 0 ? otherwise : `case ${text} ${branches.join(' ')} else ${otherwise} end`
}

/** A choice in any letters, as we write it. */
const oneOf = (text: string, choices: readonly string[]): string =>
  choices.every((choice) => choice === choice.toLowerCase())
    ? `case when ${text} in (${choices.map(quote).join(', ')}) then ${text} end`
    : `case ${text} ${choices.map((choice) => `when ${quote(choice.toLowerCase())} then ${quote(choice)}`).join(' ')} end`

async function typedColumns(
  input: TypedInput,
  field: DatasetField,
  mapped: MappedColumn | null,
  result: TypedResult,
  reads: string[],
  days: string[],
): Promise<string[]> {
  const text = identifier(`x_${field.name}`)
  const bad = identifier(`bad_${field.name}`)
  switch (field.kind.type) {
    case 'text':
      return [`${text} as ${identifier(snake(field.name))}`, ...unknownValue(input, field, mapped)]
    case 'period': {
      const { grain, from, to } = periodSql(text)
      const name = snake(field.name)
      return [
        `case when (${grain}) is not null then ${text} end as ${identifier(name)}`,
        `${grain} as ${identifier(`${name}_grain`)}`,
        `${from} as ${identifier(`${name}_from`)}`,
        `${to} as ${identifier(`${name}_to`)}`,
        `case when (${grain}) is null then ${text} end as ${bad}`,
        ...unknownValue(input, field, mapped),
      ]
    }
    case 'choice': {
      // A sign of percent says the unit of a figure of which nobody has said any.
      const told =
        field.name === 'indicatorUnit'
          ? `case when figure_unit is null and ${isPercent('"x_value"')} then 'percent' else ${text} end`
          : text
      return [`${told} as ${identifier(snake(field.name))}`, ...unknownValue(input, field, mapped)]
    }
    case 'number': {
      const value = identifier(`n_${field.name}`)
      const written = field.kind.isFigure ? identifier(`f_${field.name}`) : text
      reads.push(`${numberSql(written, input.mapping)} as ${value}`)
      const whole = field.kind.integer ? ` and (${value}) = floor(${value})` : ''
      const read = `case when (${value}) is not null${whole} then ${value} end`
      const { min, max } = rangeOf(field, input.mapping)
      const outside = [
        min !== undefined ? `(${value}) < ${min}` : '',
        max !== undefined ? `(${value}) > ${max}` : '',
      ]
        .filter(Boolean)
        .join(' or ')
      const scaled =
        field.kind.isScaled && input.mapping.scale ? `((${read}) - ${min}) * 100.0 / ${max! - min!}` : read
      return [
        `${scaled} as ${identifier(snake(field.name))}`,
        `case when ${text} is not null and (${read}) is null then ${text} end as ${bad}`,
        `case when ${outside || 'false'} then ${text} end as ${identifier(`range_${field.name}`)}`,
        ...(field.kind.tellsNotApplicable
          ? [`${identifier(`v_na_${field.name}`)} as ${identifier(`na_${field.name}`)}`]
          : []),
        ...unknownValue(input, field, mapped),
      ]
    }
    case 'date': {
      const named = mapped?.spec.timezone ?? input.mapping.format?.timezone ?? input.defaultTimezone
      const zone = input.kept?.zone ?? quote(named)
      const patterns = mapped ? await patternsOf(input, mapped, result) : ['iso']
      const [rawAt, rawOn] = [identifier(`at_${field.name}`), identifier(`on_${field.name}`)]
      const raw = dateSql(text, patterns, zone)
      reads.push(`${raw.at} as ${rawAt}`)
      // What has been read with a time is no date without one.
      days.push(`case when ${rawAt} is null then ${raw.on} end as ${rawOn}`)
      const { at, on } = saneDate({ at: rawAt, on: rawOn })
      const [atName, onName] = dateColumns(field.name)
      return [
        `${at} as ${atName}`,
        `${on} as ${onName}`,
        `case when ${text} is not null and (${at}) is null and (${on}) is null then ${text} end as ${bad}`,
        ...unknownValue(input, field, mapped),
      ]
    }
  }
}

/** A value that its map (or its list of choices) does not know is told, and the field is absent. */
function unknownValue(input: TypedInput, field: DatasetField, mapped: MappedColumn | null): string[] {
  const name = identifier(`unknown_${field.name}`)
  if (!hasValueMap(input.mapping, field)) return []
  if (!mapped) return [`cast(null as varchar) as ${name}`]
  const map = valueMap(input.mapping, field, mapped)
  const given = identifier(`v_${field.name}`)
  if (map && '*' in map) return [`cast(null as varchar) as ${name}`]
  const known = map ? Object.keys(map).map((key) => quote(key.trim())) : []
  const isKnown = map
    ? known.length > 0
      ? `${given} in (${known.join(', ')})`
      : 'false'
    : `${identifier(`x_${field.name}`)} is not null`
  return [`case when ${given} is not null and not (${isKnown}) then ${given} end as ${name}`]
}

function rangeOf(field: DatasetField, mapping: Mapping): { min?: number; max?: number } {
  if (field.kind.type !== 'number') return {}
  if (field.kind.isScaled && mapping.scale) return { min: mapping.scale[0], max: mapping.scale[1] }
  return {
    ...(field.kind.min !== undefined && { min: field.kind.min }),
    ...(field.kind.max !== undefined && { max: field.kind.max }),
  }
}

async function patternsOf(input: TypedInput, mapped: MappedColumn, result: TypedResult): Promise<string[]> {
  const given = mapped.spec.datetime ?? input.mapping.format?.datetime
  if (given !== undefined) {
    const patterns = typeof given === 'string' ? [given] : given
    // A constant is written by whoever wrote the mapping, not by the file.
    return mapped.isConstant ? [...patterns, 'iso'] : patterns
  }
  const found = await detectDatePatterns(input.engine, input.source, mapped.text, mapped.label)
  result.datetime[mapped.label] = found.join(', ')
  return found
}

/** Rows that do not match every condition are skipped. */
function keepSql({ mapping, file }: TypedInput): string {
  const conditions = (mapping.keep ?? []).map((condition) => {
    const spec = specOfColumn(condition.column, file, mapping)
    const nulls = [...(mapping.format?.null ?? []), ...(spec.null ?? [])]
    const text = cleanSql(columnSql(condition.column, file), spec.replace ?? [], nulls)
    const list = (values: readonly string[]) => values.map(quote).join(', ')
    const parts: string[] = []
    if (condition.is !== undefined)
      parts.push(
        condition.is === null ? `${text} is null` : `${text} is not distinct from ${quote(condition.is)}`,
      )
    if (condition.not !== undefined)
      parts.push(
        condition.not === null ? `${text} is not null` : `${text} is distinct from ${quote(condition.not)}`,
      )
    if (condition.in)
      parts.push(condition.in.length > 0 ? `coalesce(${text} in (${list(condition.in)}), false)` : 'false')
    if (condition.notIn)
      parts.push(
        condition.notIn.length > 0 ? `coalesce(${text} not in (${list(condition.notIn)}), true)` : 'true',
      )
    return parts.length > 0 ? `(${parts.join(' and ')})` : 'true'
  })
  return conditions.length > 0 ? conditions.join(' and ') : 'true'
}
