import type { Direction } from '#shared/measure/measure.ts'
import type { IsoDate } from '#shared/time/date.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { type Acceptable, assuranceOf, isOvertaken } from './assurance.ts'
import type {
  Assurance,
  ChartedSegment,
  ChartKind,
  Limits,
  Mark,
  PossibleRange,
  SeriesPoint,
  SignalRule,
  Variation,
} from './control-chart.ts'
import { laneySegment } from './laney.ts'
import { markSignals, runsOnOneSide, shiftSides } from './signal-rules.ts'
import { variationOf } from './variation.ts'
import { xmrSegment } from './xmr.ts'

// A series of figures read as a control chart: per point its limits and whether it is more than chance, and for the
// whole whether its target can be relied upon. Each segment between re-baselinings has limits and runs of its own.
// Source: NHS England, Making Data Count; parts in xmr.ts, laney.ts, signal-rules.ts, assurance.ts.
// Choice: a period belongs to the new segment when it starts on or after the day of the re-baselining.
// Choice: with fewer than 13 points in a segment its limits are drawn dashed, and neither a signal nor assurance is
// claimed. Choice: where one point lacks its numerator or denominator, or is a share above one, the
// whole series is an XmR chart.
// Limit: every period of the span must be in the series, the missing ones with a null value, or runs jump over gaps.

/** Fewer points make a limit that still moves. */
export const FIRM_FROM = 13
/** A shift this long that still stands suggests that the process is another one now. */
const SUGGESTS_FROM = 8
export const MIN_BASELINE = 12

export interface ChartOptions {
  kind: ChartKind
  direction: Direction
  range: PossibleRange
  /** days on which a named person set new limits, in any order */
  rebaselinedOn?: readonly IsoDate[]
  /** the first so many points of each segment set its limits, at least 12; absent: all of the segment */
  baseline?: number
  /** the least by which the figure can change: 1 of a count; absent: any amount */
  step?: number
  /** scale of a rate, 1,000 for one per 1,000 */
  per?: number
  target?: Acceptable | null
}

export interface ChartPoint {
  period: string
  value: number | null
  limits: Limits | null
  /** counted from 0 */
  segment: number
  rule: SignalRule | null
  /** null where the value is missing or no signal is claimed for its segment */
  variation: Variation | null
  /** first and last period of the run that the rule found, this point's own for a single one */
  run: { from: string; to: string } | null
}

export interface ChartSegment {
  from: string
  to: string
  /** points that are not missing */
  n: number
  /** false: dashed limits, no signal */
  isFirm: boolean
}

export interface ChartedSeries {
  kind: ChartKind
  points: ChartPoint[]
  segments: ChartSegment[]
  /** of the latest segment */
  assurance: Assurance | null
  /** the latest point is a signal against what assurance says: nothing can be claimed of "as things work now" */
  isOvertaken: boolean
  /** where a shift of eight points and more began that still stands: re-baselining may be considered */
  rebaselineFrom: string | null
}

export function chartSeries(series: readonly SeriesPoint[], options: ChartOptions): ChartedSeries {
  if (options.baseline !== undefined && options.baseline < MIN_BASELINE) {
    throw new RangeError(`A baseline has at least ${MIN_BASELINE} points, not ${options.baseline}`)
  }
  const kind = series.every((point) => hasCounts(point, options.kind)) ? options.kind : 'xmr'
  const charted: ChartedSeries = {
    kind,
    points: [],
    segments: [],
    assurance: null,
    isOvertaken: false,
    rebaselineFrom: null,
  }
  for (const [index, points] of cutSegments(series, options.rebaselinedOn ?? []).entries()) {
    const values = points.map(({ value }) => value)
    const n = values.filter((value) => value !== null).length
    const segment = limitsOf(kind, points, options)
    const isFirm = n >= FIRM_FROM && segment.limits.some((limits) => limits !== null)
    const marks = isFirm ? markSignals(values, segment) : null
    for (const [i, point] of points.entries()) {
      const mark = marks?.[i] ?? null
      charted.points.push({
        period: point.period,
        value: point.value,
        limits: segment.limits[i]!,
        segment: index,
        rule: mark?.rule ?? null,
        variation: marks && point.value !== null ? variationOf(mark, options.direction) : null,
        run: mark && runOf(mark, points),
      })
    }
    charted.segments.push({ from: points[0]!.period, to: points.at(-1)!.period, n, isFirm })
    const latest = segment.limits.findLast((limits) => limits !== null) ?? null
    charted.assurance = isFirm ? assuranceOf(latest, options.target ?? null, options.direction) : null
    const last = charted.points.findLast(({ value }) => value !== null)
    charted.isOvertaken = isOvertaken(charted.assurance, last?.variation ?? null)
    charted.rebaselineFrom = isFirm ? standingShift(points, segment.limits) : null
  }
  return charted
}

function cutSegments(series: readonly SeriesPoint[], days: readonly IsoDate[]): SeriesPoint[][] {
  const segments = new Map<number, SeriesPoint[]>()
  for (const point of series) {
    const startsOn = parsePeriod(point.period)?.startsOn ?? point.period
    const key = days.filter((day) => day <= startsOn).length
    const segment = segments.get(key)
    if (segment) segment.push(point)
    else segments.set(key, [point])
  }
  return [...segments.values()]
}

function limitsOf(
  kind: ChartKind,
  points: readonly SeriesPoint[],
  { range, baseline, step, per }: ChartOptions,
): ChartedSegment {
  if (kind === 'xmr')
    return xmrSegment(
      points.map(({ value }) => value),
      range,
      { ...(baseline && { baseline }), ...(step && { step }) },
    )
  const counts = points.map(({ value, numerator, denominator }) =>
    value === null ? null : { value, numerator: numerator!, denominator: denominator! },
  )
  return laneySegment(kind, counts, range, { ...(per && { per }), ...(baseline && { baseline }) })
}

/** Parts that its chart can be drawn from: of a share the numerator is part of the denominator. */
const hasCounts = ({ value, numerator, denominator }: SeriesPoint, kind: ChartKind): boolean =>
  value === null ||
  (numerator !== null &&
    denominator !== null &&
    denominator > 0 &&
    numerator >= 0 &&
    (kind !== 'p-prime' || numerator <= denominator))

const runOf = ({ from, to }: Mark, points: readonly SeriesPoint[]) => ({
  from: points[from]!.period,
  to: points[to]!.period,
})

/** First period of a run on one side that reaches the latest point; the end of the series may still be missing. */
function standingShift(points: readonly SeriesPoint[], limits: readonly (Limits | null)[]): string | null {
  const end = points.findLastIndex(({ value }) => value !== null)
  const sides = shiftSides(
    points.map(({ value }) => value),
    limits,
  ).slice(0, end + 1)
  const last = [...runsOnOneSide(sides)].at(-1)
  return last && last.to === end && end - last.from + 1 >= SUGGESTS_FROM ? points[last.from]!.period : null
}
