import type { PeriodSpan } from '#shared/time/period.ts'

// Figures that an agency added up itself, and which of them make up a longer period. Nothing is counted twice: a figure
// of a longer period stands for those of the shorter ones within it.

/** How figures of an indicator add up over periods, services and agencies. `sum`: values. `ratio`: numerators and
 *  denominators, or values by their weights. `none`: not at all, each is shown as it was given. */
export const ADDS = ['sum', 'ratio', 'none'] as const
export type Adds = (typeof ADDS)[number]

/** One figure as it was given: a value, or the two parts of one. */
export interface GivenFigure {
  grain: PeriodSpan['grain']
  startsOn: string
  endsOn: string
  value: number | null
  numerator: number | null
  denominator: number | null
  weight: number | null
  /** the agency said that there can be none */
  missing: 'not-applicable' | null
  /** it contradicts itself: a share above one */
  isFlagged: boolean
}

export interface Tiles {
  figures: GivenFigure[]
  /** some of the period is not in them */
  isPartial: boolean
}

const DAY = 86_400_000
const daysOf = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }): number =>
  (Date.parse(endsOn) - Date.parse(startsOn)) / DAY + 1

/** The figures of one series (one agency and service) that make up a period: the one of that very period, else, where
 *  they add up, the longest that lie in it and do not overlap. Spans that an agency gave itself only stand for
 *  themselves: rolling years overlap, and would be counted again and again. */
export function tilePeriod(series: readonly GivenFigure[], period: PeriodSpan, adds: Adds): Tiles {
  const exact = series.find(
    ({ grain, startsOn, endsOn }) =>
      grain === period.grain && startsOn === period.startsOn && endsOn === period.endsOn,
  )
  if (exact) return { figures: [exact], isPartial: false }
  if (adds === 'none' || period.grain === 'given') return { figures: [], isPartial: false }
  const within = series.filter(
    ({ grain, startsOn, endsOn }) =>
      grain !== 'given' && startsOn >= period.startsOn && endsOn <= period.endsOn,
  )
  within.sort((a, b) => daysOf(b) - daysOf(a) || (a.startsOn < b.startsOn ? -1 : 1))
  const figures: GivenFigure[] = []
  for (const figure of within) {
    if (figures.every(({ startsOn, endsOn }) => endsOn < figure.startsOn || startsOn > figure.endsOn))
      figures.push(figure)
  }
  const covered = figures.reduce((days, figure) => days + daysOf(figure), 0)
  return { figures, isPartial: period.grain !== 'all' && figures.length > 0 && covered < daysOf(period) }
}
