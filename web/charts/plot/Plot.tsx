import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { SpokenTooltip } from '../SpokenTooltip.tsx'
import { axisWidth } from '../trend/series.ts'

/** A place on the drawing: both ways from 0 (left, bottom) to 1. */
export interface Place {
  x: number
  y: number
}

/** A point that one can walk to: where it lies, and what it says. `y` is null where there is no figure. */
export interface WalkPoint {
  x: number
  y: number | null
  title: string
  lines: readonly string[]
}

export interface Tick {
  at: number
  text: string
}

/** From a place to pixels, within a drawing of this width and height. */
export interface Scale {
  x: (x: number) => number
  y: (y: number) => number
  left: number
  right: number
  top: number
  bottom: number
}

export interface PlotProps {
  title: string
  description: string
  height?: number
  xTicks: readonly Tick[]
  yTicks: readonly Tick[]
  /** in the order in which one walks them */
  points: readonly WalkPoint[]
  children: (scale: Scale) => ReactNode
}

const TOP = 20
const BOTTOM = 24
const RIGHT = 12
const LETTER = 7

/** Axes, grid, and a way through the points by mouse, finger and arrow keys; the marks are the caller's. */
export function Plot({ title, description, height = 240, xTicks, yTicks, points, children }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const [at, setAt] = useState<number | null>(null)
  const [spoken, say] = useState('')
  const left = axisWidth(yTicks.map(({ text }) => text))
  const right = width - RIGHT
  const bottom = height - BOTTOM
  const scale: Scale = {
    x: (x) => left + x * (right - left),
    y: (y) => bottom - y * (bottom - TOP),
    left,
    right,
    top: TOP,
    bottom,
  }
  const walk = (event: KeyboardEvent) => {
    const last = points.length - 1
    const steps: Record<string, number> = {
      ArrowRight: at === null ? 0 : Math.min(last, at + 1),
      ArrowLeft: at === null ? last : Math.max(0, at - 1),
      Home: 0,
      End: last,
    }
    const next = steps[event.key]
    if (event.key === 'Escape') setAt(null)
    else if (next !== undefined && last >= 0) {
      event.preventDefault()
      setAt(next)
    }
  }
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const [x, y] = [event.clientX - box.left, event.clientY - box.top]
    // Nearest across first: on a line one means the period; where points crowd, height decides.
    const distance = ({ x: px, y: py }: WalkPoint) =>
      Math.hypot(scale.x(px) - x, py === null ? 0 : (scale.y(py) - y) / 3)
    setAt(points.reduce((best, one, i) => (distance(one) < distance(points[best]!) ? i : best), 0))
  }
  const here = at === null ? undefined : points[at]
  return (
    <div className="plot" ref={frame}>
      <svg
        className="plot-drawing"
        width={width}
        height={height}
        role="application"
        aria-label={title}
        aria-description={description}
        tabIndex={0}
        onKeyDown={walk}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
      >
        {yTicks.map((tick) => (
          <g key={tick.at}>
            <line
              className={tick.at === 0 ? 'plot-base' : 'plot-grid'}
              x1={left}
              x2={right}
              y1={scale.y(tick.at)}
              y2={scale.y(tick.at)}
            />
            <text className="plot-tick" x={left - 8} y={scale.y(tick.at)} dy="0.35em" textAnchor="end">
              {tick.text}
            </text>
          </g>
        ))}
        {thin(xTicks, right - left).map((tick) => {
          const x = scale.x(tick.at)
          const half = (tick.text.length * LETTER) / 2
          return (
            <text
              key={tick.at}
              className="plot-tick"
              x={Math.min(Math.max(x, left + half), width - half)}
              y={height - 6}
              textAnchor="middle"
            >
              {tick.text}
            </text>
          )
        })}
        {children(scale)}
        {here && (
          <line className="plot-cursor" x1={scale.x(here.x)} x2={scale.x(here.x)} y1={TOP} y2={bottom} />
        )}
        {here && here.y !== null && (
          <circle className="plot-here" cx={scale.x(here.x)} cy={scale.y(here.y)} r={9} />
        )}
      </svg>
      {here && (
        <div
          className="plot-tooltip"
          style={
            here.x < 0.5
              ? { left: Math.max(0, scale.x(here.x) + 16) }
              : { right: Math.max(0, width - scale.x(here.x) + 16) }
          }
        >
          <SpokenTooltip title={here.title} lines={here.lines} say={say} />
        </div>
      )}
      <p className="visually-hidden" role="status">
        {spoken}
      </p>
    </div>
  )
}

/** As many ticks as there is room for, evenly spaced, the last one kept. */
function thin(ticks: readonly Tick[], width: number): readonly Tick[] {
  const longest = Math.max(1, ...ticks.map(({ text }) => text.length)) * LETTER + 16
  const step = Math.max(1, Math.ceil((ticks.length * longest) / width))
  return ticks.filter((_, i) => (ticks.length - 1 - i) % step === 0)
}

/** Width of an element, kept as it changes; on paper too. */
function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(560)
  useEffect(() => {
    const measure = () => setWidth(Math.max(240, element.current?.clientWidth ?? 560))
    measure()
    const observer = new ResizeObserver(measure)
    if (element.current) observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** The path of a line through places, with gaps where there is none. */
export function linePath(places: readonly (Place | null)[], { x, y }: Scale): string {
  let path = ''
  let isDown = false
  for (const place of places) {
    if (place) path += `${isDown ? 'L' : 'M'}${x(place.x).toFixed(1)} ${y(place.y).toFixed(1)}`
    isDown = place !== null
  }
  return path
}
