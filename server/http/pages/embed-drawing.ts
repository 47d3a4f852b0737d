import { html } from 'hono/html'
import type { Series } from '#shared/contract/series.ts'
import type { Language } from './language.ts'
import type { Html } from './written.ts'

const WIDTH = 640
const HEIGHT = 200
const EDGE = { top: 12, bottom: 24 } as const

/** A figure over time as a drawing that needs no script: the line, broken where a figure is missing, with its 95%
 *  intervals; both ends of each axis are named. */
export function embedDrawing({ format, t }: Language, { points, unit, sentence }: Series): Html | '' {
  const known = points.flatMap(({ value, low, high }) => [value, low, high].filter((one) => one !== null))
  if (known.length === 0) return ''
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const bottom = unit === 'index' || unit === 'score' ? least - (most - least) * 0.1 : Math.min(0, least)
  const span = most - bottom || 1
  const x = (i: number) => round(((i + 0.5) / points.length) * WIDTH)
  const y = (value: number) =>
    round(HEIGHT - EDGE.bottom - ((value - bottom) / span) * (HEIGHT - EDGE.top - EDGE.bottom))
  const lines: string[] = []
  points.forEach(({ value }, i) => {
    if (value === null) return
    const isNew = i === 0 || points[i - 1]!.value === null
    lines.push(`${isNew ? 'M' : 'L'}${x(i)} ${y(value)}`)
  })
  const last = points.findLastIndex(({ value }) => value !== null)
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${sentence}">
<line class="axis" x1="0" x2="${WIDTH}" y1="${y(bottom)}" y2="${y(bottom)}"/>
${points.map(({ low, high }, i) =>
  low === null || high === null
    ? ''
    : html`<line class="interval" x1="${x(i)}" x2="${x(i)}" y1="${y(low)}" y2="${y(high)}"/>`,
)}<path class="line" d="${lines.join('')}"/>
<circle class="point" cx="${x(last)}" cy="${y(points[last]!.value!)}" r="4"/>
<text x="0" y="${HEIGHT - 6}">${format.periodShort(points[0]!.period)}</text>
<text x="${WIDTH}" y="${HEIGHT - 6}" text-anchor="end">${format.periodShort(points.at(-1)!.period)}</text>
<text x="0" y="${EDGE.top}">${format.value(unit, most)}</text></svg>
<p class="muted">${t.chart.bar}${bottom === 0 ? '' : ` ${t.chart.zoomedAxis}`}</p>`
}

const round = (value: number): number => Math.round(value * 10) / 10
