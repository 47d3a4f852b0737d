import { html } from 'hono/html'
import type { Comparison } from '#shared/contract/comparison.ts'
import type { Series } from '#shared/contract/series.ts'
import type { Unit } from '#shared/measure/measure.ts'
import { limitCurve } from '#shared/stats/limit-curve.ts'
import type { Language } from './language.ts'
import type { Html } from './written.ts'

// Drawings that need no script: both ends of each axis are named, what is missing stays a gap.

const WIDTH = 640
const HEIGHT = 200
const EDGE = { top: 12, bottom: 24 } as const

interface Plot {
  unit: Unit
  /** everything that is drawn, in the unit */
  values: readonly number[]
  sentence: string
  /** what stands below, at both ends */
  ends: readonly [string, string]
  /** the axis begins below the least, where figures lie close together far from zero */
  isZoomed: boolean
  draw(y: (value: number) => number): Html
  /** how it is read */
  notes: readonly string[]
}

function plot(
  { format, t }: Language,
  { unit, values, sentence, ends, isZoomed, draw, notes }: Plot,
): Html | '' {
  if (values.length === 0) return ''
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const bottom = isZoomed ? least - (most - least) * 0.1 : Math.min(0, least)
  const span = most - bottom || 1
  const y = (value: number) =>
    round(HEIGHT - EDGE.bottom - ((value - bottom) / span) * (HEIGHT - EDGE.top - EDGE.bottom))
  const said = [...notes, ...(bottom === 0 ? [] : [t.chart.zoomedAxis])]
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${sentence}">
<line class="axis" x1="0" x2="${WIDTH}" y1="${y(bottom)}" y2="${y(bottom)}"/>
${draw(y)}
<text x="0" y="${HEIGHT - 6}">${ends[0]}</text>
<text x="${WIDTH}" y="${HEIGHT - 6}" text-anchor="end">${ends[1]}</text>
<text x="0" y="${EDGE.top}">${format.value(unit, most)}</text></svg>
${said.length === 0 ? '' : html`<p class="muted">${said.join(' ')}</p>`}`
}

const isCloseTogether = (unit: Unit): boolean => unit === 'index' || unit === 'score'

/** A figure over time: the line, broken where a figure is missing, with its 95% intervals. */
export function lineDrawing(language: Language, { points, unit, sentence }: Series): Html | '' {
  const x = xOf(points.length)
  const last = points.findLastIndex(({ value }) => value !== null)
  return plot(language, {
    unit,
    values: points.flatMap(({ value, low, high }) => [value, low, high].filter((one) => one !== null)),
    sentence,
    ends: endsOf(
      language,
      points.map(({ period }) => period),
    ),
    isZoomed: isCloseTogether(unit),
    draw: (y) => html`${points.map(({ low, high }, i) =>
      low === null || high === null
        ? ''
        : html`<line class="interval" x1="${x(i)}" x2="${x(i)}" y1="${y(low)}" y2="${y(high)}"/>`,
    )}<path class="line" d="${pathOf(
      points.map(({ value }) => value),
      x,
      y,
    )}"/>
${last < 0 ? '' : html`<circle class="point" cx="${x(last)}" cy="${y(points[last]!.value!)}" r="4"/>`}`,
    notes: [language.t.chart.bar],
  })
}

interface DrawnLine {
  label: string
  values: readonly (number | null)[]
  /** dots without a line between them */
  isDots?: boolean
  /** nothing is drawn from the point before this one to it */
  breaksAt?: number
}

/** Several lines over the same periods with what tells them apart. */
export function linesDrawing(
  language: Language,
  of: {
    unit: Unit
    sentence: string
    periods: readonly string[]
    lines: readonly DrawnLine[]
    /** an upright line before this period */
    upright?: { at: number; note: string }
  },
): Html | '' {
  const { unit, sentence, periods, lines, upright } = of
  const x = xOf(periods.length)
  const drawing = plot(language, {
    unit,
    values: lines.flatMap(({ values }) => values.filter((one) => one !== null)),
    sentence,
    ends: endsOf(language, periods),
    isZoomed: isCloseTogether(unit),
    draw: (y) =>
      html`${
        upright
          ? html`<line class="upright" x1="${round(x(upright.at - 0.5))}" x2="${round(x(upright.at - 0.5))}" y1="${EDGE.top}" y2="${HEIGHT - EDGE.bottom}"/>`
          : ''
      }${lines.map(({ values, isDots, breaksAt }, i) => [
        isDots ? '' : html`<path class="line line-${i}" d="${pathOf(values, x, y, breaksAt)}"/>`,
        // Between two gaps a line is a point.
        values.map((value, at) =>
          value === null || !(isDots || isAlone(values, at))
            ? ''
            : html`<circle class="dot dot-${i}" cx="${x(at)}" cy="${y(value)}" r="3"/>`,
        ),
      ])}`,
    notes: upright ? [upright.note] : [],
  })
  if (drawing === '' || lines.length < 2) return drawing
  return html`<ul class="legend">${lines.map(
    ({ label, isDots }, i) =>
      html`<li><svg class="key" viewBox="0 0 28 8" aria-hidden="true">${
        isDots
          ? html`<circle class="dot dot-${i}" cx="14" cy="4" r="3"/>`
          : html`<path class="line line-${i}" d="M0 4L28 4"/>`
      }</svg> ${label}</li>`,
  )}</ul>${drawing}`
}

/** Agencies by number of cases; those outside the limits as triangles that point to their side. `agencies`: with figures,
 *  by rising n. */
export function funnelDrawing(
  language: Language,
  {
    funnel,
    unit,
    sentence,
    agencies,
  }: {
    funnel: NonNullable<Comparison['funnel']>
    unit: Unit
    sentence: string
    agencies: Comparison['agencies']
  },
): Html | '' {
  const { t, format } = language
  const most = agencies.at(-1)?.n ?? 1
  const x = (n: number) => round(8 + (n / most) * (WIDTH - 16))
  const rows = funnel.limits.map(({ n, plain, adjusted }) => ({ n, ...(adjusted ?? plain) }))
  const values = [
    ...agencies.map(({ value }) => value!),
    ...rows.flatMap(({ lower998, upper998 }) => [lower998, upper998]),
  ]
  const limits = ['lower95', 'upper95', 'lower998', 'upper998'] as const
  return plot(language, {
    unit,
    values: agencies.length === 0 ? [] : values,
    sentence,
    ends: [format.number(0), `${t.comparison.n}: ${format.number(most)}`],
    isZoomed: Math.min(...values) > Math.max(...values) / 2,
    draw: (
      y,
    ) => html`<line class="centre" x1="0" x2="${WIDTH}" y1="${y(funnel.centre)}" y2="${y(funnel.centre)}"/>
${limits.map((limit) => {
  const curve = limitCurve(rows.map((row) => [row.n, row[limit]] as const))
  const d = curve.map(([n, value], i) => `${i === 0 ? 'M' : 'L'}${x(n)} ${y(value)}`).join('')
  return html`<path class="${limit.endsWith('95') ? 'inner' : 'outer'}" d="${d}"/>`
})}${agencies.map(({ n, value, funnel: place }) => agencyMark(x(n!), y(value!), place?.adjusted ?? 'as-expected'))}`,
    notes: [t.comparison.funnelNote, ...(funnel.isAdjusted ? [t.comparison.adjusted] : [])],
  })
}

function agencyMark(x: number, y: number, place: string): Html {
  if (place === 'as-expected') return html`<circle class="usual" cx="${x}" cy="${y}" r="4"/>`
  const up = place.endsWith('higher') ? -1 : 1
  return html`<path class="unusual" d="M${x} ${round(y + 6 * up)}L${round(x + 6)} ${round(y - 5 * up)}L${round(x - 6)} ${round(y - 5 * up)}Z"/>`
}

const xOf =
  (count: number) =>
  (i: number): number =>
    round(((i + 0.5) / count) * WIDTH)

const endsOf = ({ format }: Language, periods: readonly string[]): [string, string] => [
  periods.length > 0 ? format.periodShort(periods[0]!) : '',
  periods.length > 0 ? format.periodShort(periods.at(-1)!) : '',
]

/** A line through the points, broken where one is missing. */
function pathOf(
  values: readonly (number | null)[],
  x: (i: number) => number,
  y: (value: number) => number,
  breaksAt = -1,
): string {
  return values
    .flatMap((value, i) => {
      if (value === null) return []
      const isNew = i === 0 || i === breaksAt || values[i - 1] === null
      return [`${isNew ? 'M' : 'L'}${x(i)} ${y(value)}`]
    })
    .join('')
}

const isAlone = (values: readonly (number | null)[], i: number): boolean =>
  (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null

const round = (value: number): number => Math.round(value * 10) / 10
