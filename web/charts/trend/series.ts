import type { Reading } from '#shared/contract/reading.ts'
import { durationUnit } from '#shared/i18n/formats.ts'
import { isOfPart, type Unit } from '#shared/measure/measure.ts'

// From readings to what a trend draws. Pure: a missing figure stays a gap, nothing is computed anew.

export interface TrendPoint {
  period: string
  /** per line: value and interval in the unit of the axis; null where there is no figure */
  values: (number | null)[]
  bands: ([number, number] | null)[]
  /** per line: the figure is of a part of its period */
  parts: boolean[]
  /** what stands behind each line here */
  readings: (Reading | undefined)[]
}

export interface TrendSeries {
  points: TrendPoint[]
  /** what a reading's value is divided by to stand on the axis */
  scale: number
  unit: Unit
  /** rising, from one end of the axis to the other */
  ticks: number[]
  startsAtZero: boolean
  isEmpty: boolean
}

/** Where figures of a unit lie close together far from zero, an axis from zero would flatten them all. */
const ZOOMED: ReadonlySet<Unit> = new Set(['index'])

/** `lines`: readings of each line over the same periods. */
export function trendSeries(lines: readonly (readonly Reading[])[]): TrendSeries {
  const unit = lines[0]?.[0]?.unit ?? 'count'
  const all = lines.flat().flatMap((reading) => (reading.value === null ? [] : [reading.value]))
  const scale = unit === 'seconds' ? durationUnit(Math.max(1, ...all) / 2)[1] : 1
  const periods = lines[0]?.map((reading) => reading.period) ?? []
  const points = periods.map((period, i) => ({
    period,
    values: lines.map((line) => scaled(line[i]?.value, scale)),
    bands: lines.map((line) => band(line[i], scale)),
    parts: lines.map((line) => line[i] !== undefined && isOfPart(line[i])),
    readings: lines.map((line) => line[i]),
  }))
  const shown = points
    .flatMap((point) => [...point.values, ...point.bands.flat()])
    .filter((value) => value !== null)
  const startsAtZero = !ZOOMED.has(unit)
  const [low, high] = shown.length > 0 ? [Math.min(...shown), Math.max(...shown)] : [0, 1]
  return {
    points,
    scale,
    unit,
    startsAtZero,
    isEmpty: all.length === 0,
    ticks: niceTicks(startsAtZero ? 0 : low, high, unit === 'count' ? 1 : 0),
  }
}

const scaled = (value: number | null | undefined, scale: number): number | null =>
  value === null || value === undefined ? null : value / scale

function band(reading: Reading | undefined, scale: number): [number, number] | null {
  return reading?.low == null || reading.high == null ? null : [reading.low / scale, reading.high / scale]
}

/** Round numbers that enclose a span, at most seven of them: the ticks of an axis, whose ends are its domain. */
export function niceTicks(low: number, high: number, smallest = 0): number[] {
  const rough = Math.max((high - low) / 5, smallest, 1e-9)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999)!
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9))
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Room for the longest text of an axis in px, at the 12 px that axes are written in. */
export const axisWidth = (texts: readonly string[]): number =>
  12 + 7.5 * Math.max(1, ...texts.map((text) => text.length))

/** At most `count` ticks, evenly spaced, the last period included. */
export function tickPeriods(periods: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.ceil(periods.length / count))
  return periods.filter((_, i) => (periods.length - 1 - i) % step === 0)
}
