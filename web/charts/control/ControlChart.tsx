import type { Series } from '#shared/contract/series.ts'
import { useLanguage } from '../../i18n.tsx'
import { axisText } from '../axis-text.ts'
import { PointMark } from '../marks/PointMark.tsx'
import { linePath, Plot, type Scale } from '../plot/Plot.tsx'
import { pointLines } from './point-lines.ts'
import type { ControlSeries } from './series.ts'

/** A figure over time with the limits of its usual variation: what leaves them is marked by shape, colour and letter. */
export default function ControlChart({
  drawn,
  series,
  title,
  marked,
  revised,
}: {
  drawn: ControlSeries
  series: Series
  title: string
  /** period to point at */
  marked: string | null
  /** periods whose figure a release corrected */
  revised: ReadonlySet<string>
}) {
  const language = useLanguage()
  const { format, t } = language
  const at = drawn.points.find(({ point }) => point.period === marked)
  return (
    <Plot
      title={title}
      description={series.sentence}
      yTicks={drawn.ticks.map((tick) => ({
        at: (tick - drawn.ticks[0]!) / (drawn.ticks.at(-1)! - drawn.ticks[0]!),
        text: axisText(series.unit, drawn.ticks, tick, format),
      }))}
      xTicks={drawn.points.map(({ x, point }) => ({ at: x, text: format.periodShort(point.period) }))}
      points={drawn.points.map(({ x, y, point }) => ({
        x,
        y,
        title: format.period(point.period),
        lines: pointLines(language, series, point),
      }))}
    >
      {(scale) => (
        <>
          {at && (
            <line
              className="plot-marked"
              x1={scale.x(at.x)}
              x2={scale.x(at.x)}
              y1={scale.top}
              y2={scale.bottom}
            />
          )}
          {drawn.targets.map((step) => (
            <TargetStep key={step.from} step={step} scale={scale} />
          ))}
          {drawn.segments.map((segment) => {
            const dashed = segment.isProvisional ? ' control-provisional' : ''
            return (
              <g key={segment.number}>
                <path className="control-inner" d={linePath(segment.innerLower, scale)} />
                <path className="control-inner" d={linePath(segment.innerUpper, scale)} />
                <path className={`control-limit${dashed}`} d={linePath(segment.lower, scale)} />
                <path className={`control-limit${dashed}`} d={linePath(segment.upper, scale)} />
                <path className={`control-centre${dashed}`} d={linePath(segment.centre, scale)} />
              </g>
            )
          })}
          <path
            className="plot-line"
            d={linePath(
              drawn.points.map(({ x, y }) => (y === null ? null : { x, y })),
              scale,
            )}
          />
          {drawn.points.map(({ x, y, mark, isPart, point }) =>
            y === null ? (
              <path
                key={point.period}
                className="plot-missing"
                d={`M${scale.x(x) - 3} ${scale.bottom - 3}l6 6m0 -6l-6 6`}
              />
            ) : (
              <g key={point.period}>
                {revised.has(point.period) && (
                  <circle className="plot-revised" cx={scale.x(x)} cy={scale.y(y)} r={9} />
                )}
                {isPart ? (
                  <circle className="plot-part" cx={scale.x(x)} cy={scale.y(y)} r={4} />
                ) : (
                  <PointMark kind={mark} x={scale.x(x)} y={scale.y(y)} />
                )}
                {mark !== 'common-cause' && point.centre !== null && (
                  <text
                    className="mark-beside"
                    x={scale.x(x)}
                    y={scale.y(y) + (point.value! >= point.centre ? -9 : 17)}
                    textAnchor="middle"
                  >
                    {point.value! >= point.centre ? t.signal.letters.high : t.signal.letters.low}
                  </text>
                )}
              </g>
            ),
          )}
          {drawn.annotations.map(({ number, x }) => (
            <g key={number}>
              <line className="plot-event" x1={scale.x(x)} x2={scale.x(x)} y1={scale.top} y2={scale.bottom} />
              <circle className="plot-event-disc" cx={scale.x(x)} cy={scale.bottom - 10} r={9} />
              <text
                className="plot-event-number"
                x={scale.x(x)}
                y={scale.bottom - 10}
                dy="0.35em"
                textAnchor="middle"
              >
                {number}
              </text>
            </g>
          ))}
        </>
      )}
    </Plot>
  )
}

/** A dated target: a line at its height for its time, or a band. */
function TargetStep({ step, scale }: { step: ControlSeries['targets'][number]; scale: Scale }) {
  const [left, right] = [scale.x(step.from), scale.x(step.to)]
  if (step.low === step.high) {
    return <line className="target-line" x1={left} x2={right} y1={scale.y(step.low)} y2={scale.y(step.low)} />
  }
  const top = scale.y(step.high)
  return (
    <rect className="target-band" x={left} y={top} width={right - left} height={scale.y(step.low) - top} />
  )
}
