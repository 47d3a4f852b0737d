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
  const at = (value: number) => `${(100 * (value - domain[0])) / (domain[1] - domain[0])}%`
  return (
    <ul className="dots">
      {dots.map((dot) => (
        <li key={dot.label}>
          <span className="dots-label">{dot.label}</span>
          <span className="dots-track" aria-hidden="true">
            {dot.low !== null && dot.high !== null && (
              <span
                className="dots-interval"
                style={{ left: at(dot.low), right: `calc(100% - ${at(dot.high)})` }}
              />
            )}
            {dot.value !== null && <span className="dots-dot" style={{ left: at(dot.value) }} />}
          </span>
          <span className="dots-value">{dot.text}</span>
        </li>
      ))}
    </ul>
  )
}
