import type { Dataset } from '#shared/contract/import.ts'
import type { ColumnSpec, Measure } from '#shared/contract/mapping-column.ts'
import { YEAR_OPEN } from '#shared/contract/mapping-year.ts'
import { periodName, readPeriodWords } from '#shared/time/period-words.ts'
import type { DatasetField } from '../datasets/fields.ts'
import type { ColumnMatch } from './match-columns.ts'
import { findPeriod, findWide, type WideColumn } from './period-columns.ts'
import type { ColumnProfile } from './profile-columns.ts'

// Which columns say of which period the figures are; what that makes of the other matches and of the mapping.

export interface MatchedPeriods {
  matches: ColumnMatch[]
  /** how the column of periods is read, where not as it is written */
  spec: ColumnSpec | null
  /** one for each column that is a period */
  measures: Measure[]
  /** of the whole file, where no column says it */
  constant: string | null
}

/** The figure that stands below a month, in the datasets that are delivered so. */
const FIGURES: Partial<Record<Dataset, string>> = { values: 'value', targets: 'value', costs: 'cost' }

/** How a mapping names a column: by its number where its header does not tell it from others. */
export const nameOf = (column: ColumnProfile): string | number =>
  column.header === '' || column.isDoubled || /^\d+$/.test(column.header) ? column.number : column.header

/** `tepat waktu %` → `Tepat waktu`. */
const titled = (words: string): string => {
  const name = words.replace(/ ?(%|persen)$/, '')
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
}

/** Whether a column says that its figures are percentages. */
export const isPercent = ({ numbers, header }: ColumnProfile): boolean =>
  numbers?.hasPercent === true || /\(\s*persen\s*\)|%/i.test(header)

export function matchPeriods(given: {
  dataset: Dataset
  /** whether its words stand in the headers or around the table */
  isNamed: boolean
  fields: readonly DatasetField[]
  matches: readonly ColumnMatch[]
  columns: readonly ColumnProfile[]
  /** the period that is told around the table */
  told: { year: string; period: string | null } | null
}): MatchedPeriods {
  const { dataset, isNamed, fields, matches, columns, told } = given
  const nothing = { matches: [...matches], spec: null, measures: [], constant: null }
  if (!fields.some(({ kind }) => kind.type === 'period')) return nothing
  // Figures below months may be of anything; costs and targets say that they are.
  const isUnsaid = !isNamed && (dataset === 'costs' || dataset === 'targets')
  const figure = isUnsaid ? undefined : FIGURES[dataset]
  const wide = figure === undefined ? null : findWide(columns, dataset === 'targets')
  const found = findPeriod(columns, nameOf, told?.year ?? null)
  if (figure !== undefined && wide && (!found || found.spec === null)) {
    const { columns: months } = wide
    const isMonth = (number: number) => months.some(({ column }) => column.number === number)
    const others = matches.filter(
      ({ field, column }) => field !== figure && field !== 'period' && !isMonth(column),
    )
    const years = columns.find(({ number }) =>
      matches.some((one) => one.field === 'period' && one.column === number),
    )
    const isBeside = years !== undefined && !isMonth(years.number) && typeof nameOf(years) === 'string'
    const match = (field: string): ColumnMatch => ({
      field,
      column: months[0]!.column.number,
      header: `${months[0]!.column.header} … ${months.at(-1)!.column.header}`,
      how: 'both',
      confidence: 0.8,
      reasons: [{ key: 'wide', columns: months.length }],
    })
    const periodOf = (year: string | null, part: string) =>
      year === null && isBeside
        ? { template: periodName(`{${nameOf(years)}}`, part) }
        : periodName(year ?? told?.year ?? YEAR_OPEN, part)
    const isOpen = dataset === 'values' && !matches.some(({ field }) => field === 'indicator')
    if (isOpen && wide.figures.length > 0) {
      return {
        ...nothing,
        matches: [...others, match('indicator'), match('period'), match(figure)],
        measures: wide.figures.flatMap(({ name, columns }) =>
          columns.map(
            ({ column, year, part }): Measure => ({
              indicator: titled(name),
              value: nameOf(column),
              period: periodOf(year, part),
              ...(isPercent(column) && { indicatorUnit: 'percent' }),
            }),
          ),
        ),
      }
    }
    const whole = dataset === 'targets' ? yearOf(matches, columns, months) : null
    return {
      ...nothing,
      matches: [...others, match('period'), match(figure)],
      measures: [...(whole ? [whole] : []), ...months].map(({ column, year, part }) => ({
        [figure]: nameOf(column),
        period: periodOf(year, part),
      })),
    }
  }
  if (found) {
    const own = matches.find(({ field, column }) => field === 'period' && column === found.column.number)
    const match: ColumnMatch = own ?? {
      field: 'period',
      column: found.column.number,
      header: found.column.header,
      how: 'content',
      confidence: 0.7,
      reasons: [{ key: 'periods' }],
    }
    const others = matches.filter(({ field, column }) => field !== 'period' && column !== found.column.number)
    return { ...nothing, matches: [...others, match], spec: found.spec }
  }
  // Above a table of figures without any month stands of which they are.
  const isGiven = matches.some(({ field }) => field === 'period')
  return { ...nothing, constant: isGiven || dataset === 'innovations' ? null : (told?.period ?? null) }
}

/** The target of the whole year that stands beside those of its quarters: a promise of its own. */
function yearOf(
  matches: readonly ColumnMatch[],
  columns: readonly ColumnProfile[],
  months: readonly WideColumn[],
): WideColumn | null {
  const own = matches.find(({ field }) => field === 'value')
  const column = own && columns[own.column - 1]
  if (!column || months.some(({ column: { number }, part }) => number === column.number || part === ''))
    return null
  const words = readPeriodWords(column.header)
  return words === null || words.part === '' ? { column, year: words?.year ?? null, part: '' } : null
}
