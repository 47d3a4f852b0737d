import { IntervalTrack } from './IntervalTrack.tsx'

export interface Dot {
  label: string
  value: number | null
  low: number | null
  high: number | null
  /** the figure, or the reason why there is none */
  text: string
}

/** Figures on one scale with their intervals, one row each: for comparing without a podium. */
export function DotPlot({ dots, domain }: { dots: readonly Dot[]; domain: readonly [number, number] }) {
  return (
    <ul className="dots">
      {dots.map(({ label, value, low, high, text }) => (
        <li key={label}>
          <span className="dots-label">{label}</span>
          <IntervalTrack value={value} low={low} high={high} domain={domain} />
          <span className="dots-value">{text}</span>
        </li>
      ))}
    </ul>
  )
}
