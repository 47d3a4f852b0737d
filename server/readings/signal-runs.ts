import type { ChartPoint } from '#shared/stats/chart-series.ts'
import type { ChartedHistory } from './chart-history.ts'

/** What one rule says of points in a row: they are one event, however long it grows. */
export interface SignalEvent {
  /** points that the rule marks, in order; the run may hold others that a stronger rule marks */
  marked: ChartPoint[]
  from: string
  to: string
  /** the period in which the rule was first met */
  firedIn: string
}

const kept = new WeakMap<ChartedHistory, SignalEvent[]>()

/** The events of a chart in the order of time. */
export function signalEvents(chart: ChartedHistory): SignalEvent[] {
  let events = kept.get(chart)
  if (!events) {
    events = findEvents(chart)
    kept.set(chart, events)
  }
  return events
}

function findEvents({ points }: ChartedHistory): SignalEvent[] {
  const indexOf = new Map(points.map(({ period }, i) => [period, i]))
  const open = new Map<string, { event: SignalEvent; end: number }>()
  const events: SignalEvent[] = []
  for (const point of points) {
    if (!point.run) continue
    const [start, end] = [indexOf.get(point.run.from)!, indexOf.get(point.run.to)!]
    const key = `${point.rule}|${point.variation}|${point.segment}`
    const last = open.get(key)
    // Windows that overlap, or follow at once, go on with the same event.
    if (last && start <= last.end + 1) {
      last.event.marked.push(point)
      last.end = Math.max(last.end, end)
      last.event.to = points[last.end]!.period
      continue
    }
    const firedIn = points[firedAt(points, point, start, end)]!.period
    const event = { marked: [point], from: point.run.from, to: point.run.to, firedIn }
    events.push(event)
    open.set(key, { event, end })
  }
  return events
}

/** Seven points make a shift, six steps a trend, two in the outer third the rule of two of three. */
function firedAt(points: readonly ChartPoint[], { rule }: ChartPoint, start: number, end: number): number {
  if (rule === 'shift') return Math.min(end, start + 6)
  if (rule === 'trend') {
    let steps = 0
    for (let i = start + 1; i <= end; i++) {
      // A tie is no step.
      if (points[i]!.value !== points[i - 1]!.value && ++steps === 6) return i
    }
    return end
  }
  if (rule === 'two-of-three') {
    const marked = points.findIndex(
      ({ rule, run }, i) => i > start && rule === 'two-of-three' && run?.from === points[start]!.period,
    )
    return marked < 0 || marked > end ? end : marked
  }
  return start
}
