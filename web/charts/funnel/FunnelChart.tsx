import type { Unit } from '#shared/measure/measure.ts'
import { useLanguage } from '../../i18n.tsx'
import { axisText } from '../axis-text.ts'
import { PointMark } from '../marks/PointMark.tsx'
import { linePath, Plot } from '../plot/Plot.tsx'
import type { FunnelSeries } from './series.ts'

/** Agencies between the limits of chance. `lines`: what each says. */
export default function FunnelChart({
  series,
  unit,
  title,
  description,
  lines,
}: {
  series: FunnelSeries
  unit: Unit
  title: string
  description: string
  lines: (agency: string) => { title: string; lines: readonly string[] }
}) {
  const { format } = useLanguage()
  const { points, centre, limits, xTicks, yTicks } = series
  return (
    <Plot
      title={title}
      description={description}
      height={320}
      xTicks={xTicks.map((tick) => ({ at: tick / xTicks.at(-1)!, text: format.number(tick) }))}
      yTicks={yTicks.map((tick) => ({
        at: (tick - yTicks[0]!) / (yTicks.at(-1)! - yTicks[0]!),
        text: axisText(unit, yTicks, tick, format),
      }))}
      points={points.map(({ agency, x, y }) => ({ x, y, ...lines(agency) }))}
    >
      {(scale) => (
        <>
          <line
            className="control-centre"
            x1={scale.left}
            x2={scale.right}
            y1={scale.y(centre)}
            y2={scale.y(centre)}
          />
          <path className="funnel-inner" d={linePath(limits.lower95, scale)} />
          <path className="funnel-inner" d={linePath(limits.upper95, scale)} />
          <path className="control-limit" d={linePath(limits.lower998, scale)} />
          <path className="control-limit" d={linePath(limits.upper998, scale)} />
          {points.map(({ agency, x, y, mark, isFar }) => (
            <PointMark key={agency} kind={mark} x={scale.x(x)} y={scale.y(y)} r={isFar ? 7 : 5} />
          ))}
        </>
      )}
    </Plot>
  )
}
