import type { SeriesPoint } from './control-chart.ts'

// Seasonal adjustment of monthly figures: by how much each month usually lies above or below the year around it.
// Factor of a calendar month: the median of its ratios to the centred 12-month mean (2 × 12), all brought to a mean of 1.
// Source: ratio to moving average (Macaulay 1931; Census X-0), with medians against outliers.
// Choice: from 25 months on, so that every calendar month has a ratio; none where one has not, or the mean is not above 0.
// Limit: feasts of the lunar calendar move through the year and are no season; the factors take the season as steady.

export const SEASONAL_FROM = 25

/** Factors of January to December; null where they cannot be told. `series`: every month in order. */
export function seasonalFactors(series: readonly Pick<SeriesPoint, 'period' | 'value'>[]): number[] | null {
  if (series.filter(({ value }) => value !== null).length < SEASONAL_FROM) return null
  const ratios = Array.from({ length: 12 }, (): number[] => [])
  for (let i = 6; i + 6 < series.length; i++) {
    const around = series.slice(i - 6, i + 7).map(({ value }) => value)
    const own = around[6]
    if (own == null || around.includes(null)) continue
    const mean = around.reduce<number>((sum, value, at) => sum + value! / (at % 12 === 0 ? 24 : 12), 0)
    if (mean > 0) ratios[monthOf(series[i]!.period)]!.push(own / mean)
  }
  if (ratios.some((list) => list.length === 0)) return null
  const medians = ratios.map(median)
  const mean = medians.reduce((sum, factor) => sum + factor, 0) / 12
  const factors = medians.map((factor) => factor / mean)
  return factors.every((factor) => factor > 0) ? factors : null
}

/** The series with its season taken out, to be charted by XmR: adjusted values have no counts. null: not adjustable. */
export function adjustSeason(series: readonly SeriesPoint[]): SeriesPoint[] | null {
  const factors = seasonalFactors(series)
  if (!factors) return null
  return series.map(({ period, value }) => ({
    period,
    value: value === null ? null : value / factors[monthOf(period)]!,
    numerator: null,
    denominator: null,
  }))
}

const monthOf = (period: string): number => Number(period.slice(5, 7)) - 1

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}
