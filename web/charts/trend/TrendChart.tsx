import { useState } from 'react'
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { useLanguage } from '../../i18n.tsx'
import { axisText } from '../axis-text.ts'
import { SpokenTooltip } from '../SpokenTooltip.tsx'
import { pointText } from './point-text.ts'
import { axisWidth, type TrendSeries, tickPeriods } from './series.ts'

export interface TrendChartProps {
  series: TrendSeries
  labels: readonly string[]
  title: string
  description: string
  /** period to point at */
  marked: string | null
}

/** Screens with room for half as many ticks, in px. */
const NARROW = 640
const STROKES = ['var(--ink-strong)', 'var(--muted)']
const DASHES = ['', '5 3']

/** Lines over time with their intervals as a band; gaps where there is no figure. */
export default function TrendChart({ series, labels, title, description, marked }: TrendChartProps) {
  const language = useLanguage()
  const { format } = language
  const [spoken, say] = useState('')
  const rows = series.points.map((point) => ({
    period: point.period,
    ...Object.fromEntries(point.values.map((value, i) => [`v${i}`, value])),
    ...Object.fromEntries(point.bands.map((band, i) => [`b${i}`, band])),
  }))
  const periods = series.points.map((point) => point.period)
  const last = labels.length - 1
  const axisTexts = series.ticks.map((value) => axisText(series.unit, series.ticks, value, format))
  return (
    <>
      {labels.length > 1 && (
        <ul className="legend">
          {labels.map((label, i) => (
            <li key={label}>
              <svg width={28} height={8} aria-hidden="true">
                <line
                  x1={0}
                  x2={28}
                  y1={4}
                  y2={4}
                  stroke={STROKES[i] ?? STROKES[last]!}
                  strokeWidth={2}
                  strokeDasharray={DASHES[i] ?? ''}
                />
              </svg>{' '}
              {label}
            </li>
          ))}
        </ul>
      )}
      <ResponsiveContainer width="100%" height={240} initialDimension={{ width: 560, height: 240 }}>
        <ComposedChart
          data={rows}
          margin={{ top: 8, right: 24, bottom: 0, left: 0 }}
          title={title}
          desc={description}
          accessibilityLayer
        >
          <CartesianGrid vertical={false} syncWithTicks stroke="var(--hairline)" />
          <XAxis
            dataKey="period"
            ticks={tickPeriods(periods, innerWidth < NARROW ? 3 : 6)}
            interval={0}
            tickFormatter={format.periodShort}
            tick={{ fontSize: 12, fill: 'var(--muted)' }}
            tickLine={false}
            axisLine={{ stroke: 'var(--hairline-strong)' }}
          />
          <YAxis
            domain={[series.ticks[0]!, series.ticks.at(-1)!]}
            ticks={series.ticks}
            padding={{ top: 8 }}
            interval={0}
            tickFormatter={(value: number) => axisText(series.unit, series.ticks, value, format)}
            tick={{ fontSize: 12, fill: 'var(--muted)' }}
            tickLine={false}
            axisLine={false}
            width={axisWidth(axisTexts)}
            allowDataOverflow
          />
          {labels.length === 1 && (
            <Area
              dataKey="b0"
              stroke="none"
              fill="var(--band)"
              isAnimationActive={false}
              connectNulls={false}
              activeDot={false}
            />
          )}
          {labels.map((label, i) => (
            <Line
              key={label}
              dataKey={`v${i}`}
              name={label}
              stroke={STROKES[i] ?? STROKES[last]!}
              strokeDasharray={DASHES[i] ?? ''}
              strokeWidth={2}
              dot={({ key, cx, cy, index }) => (
                <TrendDot
                  key={key}
                  cx={cx}
                  cy={cy}
                  r={periods.length > 40 ? 1 : 2}
                  colour={STROKES[i] ?? STROKES[last]!}
                  isPart={series.points[index]?.parts[i] ?? false}
                />
              )}
              connectNulls={false}
              isAnimationActive={false}
            />
          ))}
          {marked && periods.includes(marked) && (
            <ReferenceLine x={marked} stroke="var(--accent)" strokeDasharray="2 2" />
          )}
          <Tooltip
            isAnimationActive={false}
            // A point without a figure says why.
            filterNull={false}
            cursor={{ stroke: 'var(--hairline-strong)' }}
            content={({ active, label }) => {
              const point = active ? series.points.find(({ period }) => period === label) : undefined
              return point ? (
                <SpokenTooltip
                  title={format.period(point.period)}
                  lines={pointText(language, labels, point)}
                  say={say}
                />
              ) : null
            }}
          />
        </ComposedChart>
      </ResponsiveContainer>
      <p className="visually-hidden" role="status">
        {spoken}
      </p>
    </>
  )
}

/** Hollow where the figure is of a part of its period; nothing where there is none. */
function TrendDot({
  cx,
  cy,
  r,
  colour,
  isPart,
}: {
  cx?: number | undefined
  cy?: number | undefined | null
  r: number
  colour: string
  isPart: boolean
}) {
  if (cx == null || cy == null) return null
  return isPart ? (
    <circle className="plot-part" cx={cx} cy={cy} r={4} />
  ) : (
    <circle cx={cx} cy={cy} r={r} fill={colour} />
  )
}
