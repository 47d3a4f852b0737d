/** A trend the size of a word, with gaps where there is no figure. Its numbers stand elsewhere in words. */
export function Sparkline({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const width = 96
  const height = 24
  const shown = values.filter((value) => value !== null)
  if (shown.length === 0) return <span className="muted">–</span>
  const [low, high] = [Math.min(...shown), Math.max(...shown)]
  const x = (i: number) => 2 + (i / Math.max(1, values.length - 1)) * (width - 4)
  const y = (value: number) => height - 3 - ((value - low) / (high - low || 1)) * (height - 6)
  const runs: string[] = []
  let run = ''
  values.forEach((value, i) => {
    if (value === null) {
      if (run) runs.push(run)
      run = ''
    } else run += `${run ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`
  })
  if (run) runs.push(run)
  const lastIndex = values.findLastIndex((value) => value !== null)
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {runs.map((path) => (
        <path key={path} d={path} fill="none" stroke="var(--muted)" strokeWidth={1.5} />
      ))}
      <circle cx={x(lastIndex)} cy={y(values[lastIndex]!)} r={2.5} fill="var(--ink-strong)" />
    </svg>
  )
}
