import type { Dataset } from '#shared/contract/import.ts'
import type { Measure } from '#shared/contract/mapping-column.ts'
import { plainHeader } from './field-words.ts'
import { builtInOf } from './indicator-words.ts'
import type { ColumnMatch } from './match-columns.ts'
import { isPercent, type MatchedPeriods, nameOf } from './match-periods.ts'
import type { ColumnProfile } from './profile-columns.ts'

// A row for each office and month, a column for each indicator: every column of figures is one.

/** What is no figure of a period: the number of a line, a year, what was planned or is to be kept to. */
const NO_FIGURE =
  /^(nomor|no|urut|nomor urut|tahun|year|bulan|month|kode.*|standard?( (waktu|pelayanan|layanan|spm|sop))?)$|\b(target|rencana|pagu|plan|planned|budget)\b/

/** With every column of figures as an indicator, where months stand in rows and no column names indicators. */
export function matchIndicatorColumns(
  dataset: Dataset,
  periods: MatchedPeriods,
  columns: readonly ColumnProfile[],
  rows: number,
): MatchedPeriods {
  const { matches } = periods
  const at = (field: string) => matches.find((match) => match.field === field)
  const period = at('period')
  const isNamed = ['indicator', 'numerator', 'denominator'].some((field) => at(field))
  if (dataset !== 'values' || periods.measures.length > 0 || isNamed) return periods
  if (!period && periods.constant === null) return periods
  const keys = matches.filter(({ field }) => !['value', 'weight'].includes(field))
  // One row for each of them: otherwise the rows are of single cases, not of a month.
  const distinct = keys.reduce((product, { column }) => product * columns[column - 1]!.distinct, 1)
  if (distinct < rows) return periods
  const figures = columns.filter(
    (column) =>
      column.type === 'number' &&
      !column.isReason &&
      !column.isCounter &&
      !column.isDoubled &&
      column.header !== '' &&
      !NO_FIGURE.test(plainHeader(column.header)) &&
      !keys.some(({ column: number }) => number === column.number),
  )
  const known = figures.filter(({ header }) => builtInOf(indicatorName(header)) !== null)
  if (figures.length < 2 && known.length === 0) return periods
  const match = (field: string): ColumnMatch => ({
    field,
    column: figures[0]!.number,
    header: figures.map(({ header }) => header).join(', '),
    how: 'both',
    // Figures that the product knows by name say that this is what the columns are.
    confidence: known.length > 0 ? 0.8 : 0.5,
    reasons: [{ key: 'figures', columns: figures.length }],
  })
  return {
    ...periods,
    matches: [...keys, match('indicator'), match('value')],
    measures: figures.map((column): Measure => {
      return {
        indicator: indicatorName(column.header),
        value: nameOf(column),
        ...(isPercent(column) && { indicatorUnit: 'percent' }),
      }
    }),
  }
}

/** `Tepat Waktu (%)` → `Tepat Waktu`. */
const indicatorName = (header: string): string =>
  header.replace(/\s*\(\s*(%|persen|percent)\s*\)\s*$|\s*%\s*$/i, '').trim() || header
