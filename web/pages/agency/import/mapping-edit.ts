import type { Detection, DraftColumn } from '#shared/contract/draft-detection.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { ColumnObject, ColumnSpec } from '#shared/contract/mapping-column.ts'
import { withoutAdds } from './indicator-adds.ts'

// Changes of a mapping document as the pages make them, one field at a time. What a person wrote beyond that stays.

/** A mapping that may still lack fields. */
export type DraftMapping = Partial<Mapping>

/** How the mapping names a column: by its number where its header does not tell it from others. */
const nameOf = (column: DraftColumn): string | number =>
  column.header === '' || column.isDoubled ? column.number : column.header

const objectOf = (spec: ColumnSpec | undefined): ColumnObject =>
  typeof spec === 'object' && !Array.isArray(spec) ? spec : {}

/** The column that a field is read from; null where it is none or is not just one. */
export function columnOf(
  mapping: DraftMapping,
  field: string,
  columns: readonly DraftColumn[],
): DraftColumn | null {
  const spec = mapping.columns?.[field]
  const object = objectOf(spec)
  const name =
    typeof spec === 'object' && !Array.isArray(spec)
      ? (object.column ?? object.anyOf?.find((one) => columns.some(({ header }) => header === one)))
      : spec
  if (name === undefined || Array.isArray(name)) return null
  return columns.find((column) => (typeof name === 'number' ? column.number : column.header) === name) ?? null
}

/** What a template puts together: headers, and fields that the mapping gives to all rows. */
export const templateOf = (spec: ColumnSpec | undefined): string[] | null =>
  typeof spec === 'object' && !Array.isArray(spec) && spec.template !== undefined
    ? [...spec.template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!)
    : null

/** The columns that a field is put together from, where it is more than one. */
export const partColumns = (
  { columns: specs }: DraftMapping,
  field: string,
  columns: readonly DraftColumn[],
): DraftColumn[] => {
  const spec = specs?.[field]
  const names = Array.isArray(spec) ? spec : (templateOf(spec) ?? objectOf(spec).from ?? [])
  return columns.filter((column) => names.includes(nameOf(column)))
}

/** Reads a field from a column, or from none; a value for all rows gives way. */
export function setColumn(
  mapping: DraftMapping,
  field: string,
  column: DraftColumn | null,
  isNumber = false,
): DraftMapping {
  const without = withoutField(mapping, field)
  if (!column) return without
  const dates = column.dates?.patterns ?? []
  const name = nameOf(column)
  // Respondents are numbered anew in every sheet: its period tells them apart.
  if (field === 'ref' && isUndated(mapping) && typeof name === 'string')
    return { ...without, columns: { ...without.columns, ref: { template: `{answeredAt} {${name}}` } } }
  // Where day and month are open, there is no pattern yet: the person is asked.
  const marks = isNumber ? ownMarks(column, mapping) : {}
  const spec: ColumnSpec =
    dates.length > 0
      ? { column: name, datetime: dates }
      : Object.keys(marks).length > 0
        ? { column: name, ...marks }
        : name
  return { ...without, columns: { ...without.columns, [field]: spec } }
}

/** What a column says of its numbers, where it writes them otherwise than its file. */
function ownMarks({ numbers }: DraftColumn, { format }: DraftMapping): ColumnObject {
  if (!numbers || numbers.choices.length > 0) return {}
  const { decimal, thousands, isRupiah } = numbers
  return {
    ...(decimal !== (format?.decimal ?? '.') && { decimal, ...(thousands && { thousands }) }),
    ...(isRupiah && { currency: 'IDR' as const }),
  }
}

/** How a field is read, by its column or by each of its measures. */
export const specsOf = (mapping: DraftMapping, field: string): ColumnObject[] =>
  [mapping.columns?.[field], ...(mapping.measures ?? []).map((measure) => measure[field])].map(objectOf)

/** With another way to read a field from its columns. */
function mapSpecs(
  mapping: DraftMapping,
  field: string,
  change: (spec: ColumnObject) => ColumnObject,
): DraftMapping {
  const changed = (spec: ColumnSpec) =>
    Array.isArray(spec) ? spec : change(typeof spec === 'object' ? spec : { column: spec })
  const spec = mapping.columns?.[field]
  return {
    ...mapping,
    ...(spec !== undefined && { columns: { ...mapping.columns, [field]: changed(spec) } }),
    ...(mapping.measures && {
      measures: mapping.measures.map((measure) =>
        measure[field] === undefined
          ? measure
          : { ...measure, [field]: changed(measure[field]) as ColumnObject },
      ),
    }),
  }
}

/** The answer to 1.234, for every column that leaves it open: a file writes its numbers one way. */
export function answerMarks(
  mapping: DraftMapping,
  way: number,
  { fields, columns }: Detection,
): DraftMapping {
  const numbers = fields.filter(({ type }) => type === 'number')
  return numbers.reduce(
    (changed, { name }) =>
      mapSpecs(changed, name, (spec) => {
        const column = columns.find((one) => nameOf(one) === spec.column)
        const marks = column?.numbers?.choices[way]
        if (!marks) return spec
        const { decimal: _d, thousands: _t, ...others } = spec
        const { decimal, thousands } = marks
        return { ...others, decimal, ...(thousands && { thousands }) }
      }),
    mapping,
  )
}

/** How shares are written that have no sign of percent. */
export const setShares = (mapping: DraftMapping, shares: 'percent' | 'fraction'): DraftMapping => ({
  ...mapping,
  format: { ...mapping.format, shares },
})

/** What amounts count in; undefined: one rupiah. */
export const setTimes = (mapping: DraftMapping, field: string, times: number | undefined): DraftMapping =>
  mapSpecs(mapping, field, ({ times: _, ...spec }) =>
    times === undefined ? spec : { ...spec, times: times as NonNullable<ColumnObject['times']> },
  )

/** One value for every row, in place of a column; blank: none. */
export function setConstant(mapping: DraftMapping, field: string, value: string): DraftMapping {
  const without = withoutField(mapping, field)
  return value === '' ? without : { ...without, constants: { ...without.constants, [field]: value } }
}

/** Tells rows apart by all that is in them, where there is no number. */
export function setRefFromRow(mapping: DraftMapping, columns: readonly DraftColumn[]): DraftMapping {
  const said = columns.filter(({ isReason, type }) => !isReason && type !== 'blank').map(nameOf)
  // Two sheets without dates may say the same of two people: their periods tell them apart.
  const from = isUndated(mapping) ? ['answeredAt', ...said] : said
  const without = withoutField(mapping, 'ref')
  return { ...without, columns: { ...without.columns, ref: { from } } }
}

/** A survey whose rows have no day, but one period for all. */
const isUndated = ({ dataset, columns }: DraftMapping): boolean =>
  dataset === 'surveys' && columns?.answeredAt === undefined

export const isFromRow = (mapping: DraftMapping): boolean => objectOf(mapping.columns?.ref).from !== undefined

/** The columns that each say a field once for every row: months as columns. */
export function measureColumns(
  { measures }: DraftMapping,
  field: string,
  columns: readonly DraftColumn[],
): DraftColumn[] {
  const own = (measures ?? []).filter((measure) => field in measure)
  const names = own.flatMap((measure) =>
    Object.values(measure).flatMap((spec) => (typeof spec === 'object' ? (spec.column ?? []) : spec)),
  )
  return columns.filter((column) => names.includes(nameOf(column)))
}

/** Words of another column mean nothing for the next. */
function withoutField(given: DraftMapping, field: string): DraftMapping & { columns: Mapping['columns'] } {
  if (field === 'indicator') given = withoutAdds(given)
  const { measures, ...others } = given
  // Figures and their periods are said by the same columns: one without the other says nothing.
  const mapping = measures?.some((measure) => field in measure) ? others : given
  const { [field]: _column, ...columns } = mapping.columns ?? {}
  const { [field]: _constant, ...constants } = mapping.constants ?? {}
  const { [field]: _values, ...values } = mapping.values ?? {}
  return {
    ...mapping,
    columns,
    ...(mapping.constants && { constants }),
    ...(mapping.values && { values }),
  }
}

/** Says how the dates of a column are written, for every field that is read from it. */
function setDates(
  mapping: DraftMapping,
  column: DraftColumn,
  patterns: readonly string[],
  columns: readonly DraftColumn[],
): DraftMapping {
  const changed = Object.entries(mapping.columns ?? {}).map(([field, spec]) =>
    columnOf(mapping, field, columns)?.number === column.number
      ? [field, { ...objectOf(spec), column: nameOf(column), datetime: [...patterns] }]
      : [field, spec],
  )
  return { ...mapping, columns: Object.fromEntries(changed) as Mapping['columns'] }
}

/** The answer to 01/02 in one column, given for all that leave it open: a file writes its dates one way. */
export function answerDates(
  mapping: DraftMapping,
  column: DraftColumn,
  way: number,
  columns: readonly DraftColumn[],
): DraftMapping {
  return columns.reduce((changed, one) => {
    const choice = one.dates?.choices[way]
    const isOwn = one.number === column.number
    const isAnswered = Object.keys(mapping.columns ?? {}).some(
      (field) =>
        columnOf(mapping, field, columns)?.number === one.number &&
        objectOf(mapping.columns?.[field]).datetime !== undefined,
    )
    return choice && (isOwn || !isAnswered) ? setDates(changed, one, choice.patterns, columns) : changed
  }, mapping)
}

/** What words of the file mean; null: nothing, on purpose. */
export const setValues = (
  mapping: DraftMapping,
  field: string,
  meanings: Readonly<Record<string, string | null>>,
): DraftMapping => ({
  ...mapping,
  values: { ...mapping.values, [field]: { ...mapping.values?.[field], ...meanings } },
})

/** Whether names that are not known are created. */
export function setCreate(
  mapping: DraftMapping,
  kind: 'agency' | 'service' | 'indicator',
  isAllowed: boolean,
): DraftMapping {
  const others = (mapping.create ?? []).filter((one) => one !== kind)
  return { ...mapping, create: isAllowed ? [...others, kind] : others }
}

/** As the meaning of `*`: what is not named stays as the file writes it. */
const AS_WRITTEN = '$0'

/** Says that a name of the file is another name of what is known; null: it stands for itself. Other names stay as they
 *  are, also those that only come next month. */
export function setPlace(
  mapping: DraftMapping,
  field: string,
  value: string,
  code: string | null,
): DraftMapping {
  const { [value]: _, ...others } = mapping.values?.[field] ?? { '*': AS_WRITTEN }
  const names = code === null ? others : { ...others, [value]: code }
  return { ...mapping, values: { ...mapping.values, [field]: names } }
}

/** The names of the file that were matched with something known. */
export const placesOf = (mapping: DraftMapping, field: string): { value: string; code: string }[] =>
  Object.entries(mapping.values?.[field] ?? {}).flatMap(([value, code]) =>
    value !== '*' && typeof code === 'string' ? [{ value, code }] : [],
  )
