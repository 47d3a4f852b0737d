export interface IntervalTrackProps {
  value: number | null
  low: number | null
  high: number | null
  /** a place to compare with, such as the figure of all together */
  centre?: number | undefined
  /** both ends of the scale */
  domain: readonly [number, number]
}

/** A figure as a dot with its interval on a scale. Its numbers stand beside it in words. */
export function IntervalTrack({ value, low, high, domain, centre }: IntervalTrackProps) {
  const at = (one: number) => `${(100 * (one - domain[0])) / (domain[1] - domain[0])}%`
  return (
    <span className="dots-track" aria-hidden="true">
      {centre !== undefined && <span className="dots-centre" style={{ left: at(centre) }} />}
      {low !== null && high !== null && (
        <span className="dots-interval" style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />
      )}
      {value !== null && <span className="dots-dot" style={{ left: at(value) }} />}
    </span>
  )
}
