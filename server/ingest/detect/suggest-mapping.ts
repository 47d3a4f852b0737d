import type { ReadingOptions } from '#shared/contract/draft-detection.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { ColumnObject, ColumnSpec, Measure } from '#shared/contract/mapping-column.ts'
import type { DatasetField } from '../datasets/fields.ts'
import type { ColumnMatch } from './match-columns.ts'
import { type MatchedPeriods, nameOf } from './match-periods.ts'
import type { NumberMarks } from './number-marks.ts'
import type { ColumnProfile } from './profile-columns.ts'
import { meaningOf } from './value-words.ts'

/** How to take columns that differ within one number, in a file of events. */
export type Takes = ReadonlyMap<number, 'min' | 'max' | 'last'>

export interface Suggested {
  dataset: Dataset
  format: Record<string, unknown>
  columns: Record<string, ColumnSpec>
  measures?: Measure[]
  constants?: Record<string, string>
  values?: Record<string, Record<string, string | null>>
  /** the only rows that are read */
  keep?: { column: string | number; is: string }[]
  create?: ('agency' | 'service' | 'indicator')[]
}

const CHOICES_LISTED = 200
/** What people write where a date has not come yet. */
const NOT_YET = /^(belum|masih|dalam proses|proses|diproses|pending|menunggu|in progress|not yet|open)\b/i

/** The mapping document that the matches make. What nobody can know is left out: it is for the person to say. */
export function suggestMapping(given: {
  dataset: Dataset
  fields: readonly DatasetField[]
  matches: readonly ColumnMatch[]
  columns: readonly ColumnProfile[]
  marks: NumberMarks
  nulls: readonly string[]
  /** some lines are no records */
  hasSummaries: boolean
  reading: ReadingOptions
  timezone: string
  /** code of the agency that delivers, where the file names none */
  agency: string | null
  takes: Takes
  periods: MatchedPeriods
  /** what its amounts count in, where that is not one rupiah */
  times: ColumnObject['times'] | null
}): Suggested {
  const { dataset, fields, matches, columns, marks, nulls, reading, periods } = given
  const suggested: Suggested = {
    dataset,
    format: {
      timezone: given.timezone,
      ...reading,
      ...(marks.decimal === ',' && { decimal: ',' }),
      ...(marks.thousands && { thousands: marks.thousands }),
      ...(nulls.length > 0 && { null: [...nulls] }),
      ...(given.hasSummaries && { summaries: 'skip' }),
    },
    columns: {},
  }
  const values: NonNullable<Suggested['values']> = {}
  for (const { field, column: number } of matches) {
    // What each column says of itself stands in the measures.
    if (periods.measures.some((measure) => field in measure)) continue
    const column = columns[number - 1]!
    const { kind } = fields.find(({ name }) => name === field)!
    const take = given.takes.get(number)
    const isRequired = fields.some(({ name, isRequired }) => name === field && isRequired)
    const open =
      kind.type === 'date' && !isRequired ? column.values.filter(({ value }) => NOT_YET.test(value)) : []
    const patterns = kind.type === 'date' ? (column.dates?.patterns ?? []) : []
    const extra = {
      ...(kind.type === 'number' && numberSpec(column, marks)),
      ...(field === 'cost' && given.times !== null && { times: given.times }),
      ...(patterns.length > 0 && { datetime: patterns.length === 1 ? patterns[0]! : [...patterns] }),
      ...(open.length > 0 && { null: open.map(({ value }) => value) }),
      ...(take && field !== 'ref' && { take }),
    }
    suggested.columns[field] =
      Object.keys(extra).length > 0 ? { column: nameOf(column), ...extra } : nameOf(column)
    if (field === 'period' && periods.spec !== null) suggested.columns[field] = periods.spec
    if (kind.type === 'choice' && column.values.length > 0 && column.distinct <= CHOICES_LISTED) {
      const map = column.values.flatMap(({ value }) => {
        const meaning = meaningOf(field, value, kind.choices)
        return meaning === undefined ? [] : [[value, meaning] as const]
      })
      values[field] = Object.fromEntries(map)
    }
  }
  if (Object.keys(values).length > 0) suggested.values = values
  if (!('agency' in suggested.columns) && given.agency !== null)
    suggested.constants = { agency: given.agency }
  if (periods.measures.length > 0)
    suggested.measures = periods.measures.map((measure) => withMarks(measure, columns, given))
  if (periods.constant !== null) suggested.constants = { ...suggested.constants, period: periods.constant }
  if (fields.some(({ name }) => name === 'ref') && !('ref' in suggested.columns)) {
    const from = identifying(matches, columns).map(nameOf)
    if (from.length > 0) suggested.columns.ref = { from }
  }
  return suggested
}

/** What a column says of its numbers, where it writes them otherwise than its file. */
function numberSpec({ numbers }: ColumnProfile, file: NumberMarks): ColumnObject {
  if (!numbers) return {}
  const { decimal, thousands, isRupiah } = numbers
  return {
    ...(decimal !== file.decimal && { decimal, ...(thousands && { thousands }) }),
    ...(isRupiah && { currency: 'IDR' as const }),
  }
}

/** A measure whose figure is told how its column writes numbers. */
function withMarks(
  measure: Measure,
  columns: readonly ColumnProfile[],
  { marks, times }: { marks: NumberMarks; times: ColumnObject['times'] | null },
): Measure {
  const marked = ['value', 'cost'].flatMap((field) => {
    const column = columns.find((one) => field in measure && nameOf(one) === measure[field])
    const spec = column && {
      ...numberSpec(column, marks),
      ...(field === 'cost' && times !== null && { times }),
    }
    return spec && Object.keys(spec).length > 0 ? [[field, { column: nameOf(column), ...spec }] as const] : []
  })
  return { ...measure, ...Object.fromEntries(marked) }
}

/** Columns that together tell a row apart, and do not change while its case goes on. */
export function identifying(
  matches: readonly ColumnMatch[],
  columns: readonly ColumnProfile[],
): ColumnProfile[] {
  const steady = ['agency', 'service', 'submittedAt', 'receivedAt', 'answeredAt', 'region']
  const matched = columns.filter(({ number }) =>
    matches.some(({ column, field }) => column === number && steady.includes(field)),
  )
  const people = columns.filter(
    ({ header, number, type }) =>
      type === 'text' &&
      /nama|pemohon|alamat|name|applicant|address/i.test(header) &&
      !matches.some(({ column }) => column === number),
  )
  return matched.length > 0 ? [...matched, ...people] : []
}
