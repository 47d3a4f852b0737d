import { listPeriods, type PeriodSpan } from '#shared/time/period.ts'

// Amounts told for periods, brought to the period that is asked for, and only where they add up to it exactly.
// One told for the very period stands. Else its two halves, its quarters or its months, each by the same rule: four
// quarters make a year, three do not, and a year makes no month. Spans that an agency chose itself are never added.

/** An amount by the name of the period that it was told for. */
export type Told = ReadonlyMap<string, number>

const FINER = { year: 'semester', semester: 'quarter', quarter: 'month' } as const

/** The amount of a whole period; null where none was told for all of it. `sum`: money; `mean`: staff, which is as many
 *  as there were on average (the parts are of equal length in months). */
export function ofWholePeriod(told: Told, period: PeriodSpan, how: 'sum' | 'mean'): number | null {
  const own = told.get(period.period)
  if (own !== undefined) return own
  const finer = FINER[period.grain as keyof typeof FINER]
  if (!finer) return null
  const parts = listPeriods(period.startsOn, period.endsOn, finer)
  let total = 0
  for (const part of parts) {
    const amount = ofWholePeriod(told, part, how)
    if (amount === null) return null
    total += amount
  }
  return how === 'sum' ? total : total / parts.length
}
