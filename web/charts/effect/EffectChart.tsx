import type { Unit } from '#shared/measure/measure.ts'
import { useLanguage } from '../../i18n.tsx'
import { axisText } from '../axis-text.ts'
import { PointMark } from '../marks/PointMark.tsx'
import { linePath, Plot } from '../plot/Plot.tsx'
import type { EffectSeries } from './series.ts'

/** A figure before and after the start of an innovation, beside the line it was on and its peers. */
export default function EffectChart({
  series,
  unit,
  title,
  description,
  lines,
}: {
  series: EffectSeries
  unit: Unit
  title: string
  description: string
  lines: (period: string) => readonly string[]
}) {
  const { format } = useLanguage()
  const { points, fitted, expected, peers, start, ticks } = series
  return (
    <Plot
      title={title}
      description={description}
      yTicks={ticks.map((tick) => ({
        at: (tick - ticks[0]!) / (ticks.at(-1)! - ticks[0]!),
        text: axisText(unit, ticks, tick, format),
      }))}
      xTicks={points.map(({ x, period }) => ({ at: x, text: format.periodShort(period) }))}
      points={points.map(({ x, y, period }) => ({
        x,
        y,
        title: format.period(period),
        lines: lines(period),
      }))}
    >
      {(scale) => (
        <>
          {start !== null && (
            <line
              className="plot-event"
              x1={scale.x(start)}
              x2={scale.x(start)}
              y1={scale.top}
              y2={scale.bottom}
            />
          )}
          <path className="effect-peers" d={linePath(peers, scale)} />
          <path className="effect-expected" d={linePath(expected, scale)} />
          <path className="effect-fitted" d={linePath(fitted, scale)} />
          {points.map(
            ({ x, y, period }) =>
              y !== null && (
                <PointMark key={period} kind="common-cause" x={scale.x(x)} y={scale.y(y)} r={6} />
              ),
          )}
        </>
      )}
    </Plot>
  )
}
