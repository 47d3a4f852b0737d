import { readPeriodWords } from '#shared/time/period-words.ts'
import type { Mapping } from './mapping.ts'
import type { ColumnSpec, Measure } from './mapping-column.ts'

// A file that says “Januari” and no year: its mapping says the year, which is another one next January.

/** Stands for the year in a mapping until somebody says it. */
export const YEAR_OPEN = '?'

type Dated = Partial<Pick<Mapping, 'columns' | 'measures'>>

const TEMPLATE = /^(\?|\d{4})( .*\{.*)$/
const PERIOD = /^(\?|\d{4})(-.*)?$/

/** The year that the mapping says in place of the file: four digits, or YEAR_OPEN; null where the file says it. */
export function yearOf({ columns, measures }: Dated): string | null {
  const template = templateOf(columns?.period)
  if (template !== null) return TEMPLATE.exec(template)?.[1] ?? null
  const own = (measures ?? []).find(isOurs)
  return own ? PERIOD.exec(own.period as string)![1]! : null
}

/** The mapping for the months of another year. */
export function withYear<T extends Dated>(mapping: T, year: string): T {
  const period = mapping.columns?.period
  const template = templateOf(period)
  if (template !== null && TEMPLATE.test(template)) {
    const dated = { ...(period as object), template: template.replace(TEMPLATE, `${year}$2`) }
    return { ...mapping, columns: { ...mapping.columns, period: dated } }
  }
  if (!mapping.measures?.some(isOurs)) return mapping
  const measures = mapping.measures.map((measure) =>
    isOurs(measure)
      ? { ...measure, period: (measure.period as string).replace(PERIOD, `${year}$2`) }
      : measure,
  )
  return { ...mapping, measures }
}

const templateOf = (spec: ColumnSpec | undefined): string | null =>
  typeof spec === 'object' && !Array.isArray(spec) ? (spec.template ?? null) : null

/** Whether a measure is of a period whose year no header of it names: a month, or the whole year under `Target`. */
function isOurs({ period, ...others }: Measure): boolean {
  if (typeof period !== 'string' || !PERIOD.test(period)) return false
  const headers = Object.values(others).flatMap((spec) => {
    const header = typeof spec === 'object' ? spec.column : spec
    return typeof header === 'string' ? [header] : []
  })
  return headers.length > 0 && headers.every((header) => (readPeriodWords(header)?.year ?? null) === null)
}
