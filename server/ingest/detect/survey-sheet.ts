import type { ColumnSpec } from '#shared/contract/mapping-column.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { plainHeader } from './field-words.ts'
import type { ColumnMatch } from './match-columns.ts'
import { nameOf } from './match-periods.ts'
import type { ColumnProfile } from './profile-columns.ts'
import type { Suggested } from './suggest-mapping.ts'

// The sheet of the ministry's rule: one respondent a row and nine elements, numbered anew in every sheet, of a period that
// stands above it. Neither a date nor a number of its own is in a row.

/** The field that the period of such a sheet is written into, as the last day of the period. */
export const ANSWERED = 'answeredAt'

/** The day that answers of a period are counted on, by what is told around the table; null: nothing that is over yet. */
export function answeredOn(told: { period: string | null } | null, today: string): string | null {
  const span = told?.period ? parsePeriod(told.period) : null
  return span && span.endsOn <= today ? span.endsOn : null
}

/** What tells the answers of a sheet without dates apart, also from those of the next sheet: its period beside the number
 *  of the respondent, or beside all that the row says. */
function refOfSheet(
  matches: readonly ColumnMatch[],
  columns: readonly ColumnProfile[],
): { spec: ColumnSpec; column: ColumnProfile } | null {
  const of = (field: string) => columns.find(({ number }) => number === columnOf(matches, field))
  const number =
    of('ref') ??
    columns.find(({ isCounter }) => isCounter) ??
    columns.find(({ header }) => /\b(responden|resp)\b/.test(plainHeader(header)))
  if (number) {
    const name = nameOf(number)
    // A template knows columns by their headers only.
    const spec =
      typeof name === 'string' ? { template: `{${ANSWERED}} {${name}}` } : { from: [ANSWERED, name] }
    return { spec, column: number }
  }
  const said = columns.filter(({ type, isReason }) => type !== 'blank' && !isReason)
  return said[0] ? { spec: { from: [ANSWERED, ...said.map(nameOf)] }, column: said[0] } : null
}

/** Puts the number of each answer and the day of the sheet, if one is told, into a suggestion that has no dates. */
export function suggestSurveySheet(
  suggested: Suggested,
  matches: ColumnMatch[],
  columns: readonly ColumnProfile[],
  day: string | null,
): void {
  const sheet = refOfSheet(matches, columns)
  if (sheet) {
    suggested.columns.ref = sheet.spec
    const { number, header } = sheet.column
    const others = matches.filter(({ field }) => field !== 'ref')
    const reasons = [{ key: 'numbered' as const }]
    matches.splice(0, matches.length, ...others, {
      field: 'ref',
      column: number,
      header,
      how: 'content',
      confidence: 0.7,
      reasons,
    })
  }
  if (day !== null) suggested.constants = { ...suggested.constants, [ANSWERED]: day }
}

const columnOf = (matches: readonly ColumnMatch[], field: string): number | undefined =>
  matches.find((match) => match.field === field)?.column
