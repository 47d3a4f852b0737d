/** What a mark says, whatever it stands on: which way a figure left the usual, and whether that is good. */
export type MarkKind = 'improvement' | 'concern' | 'high' | 'low' | 'common-cause'

const COLOURS: Record<MarkKind, string> = {
  improvement: 'var(--better)',
  concern: 'var(--worse)',
  high: 'var(--neutral)',
  low: 'var(--neutral)',
  'common-cause': 'var(--muted)',
}

/** A point by kind: a disc, a diamond, a square, or a small dot for the usual; never by colour alone. */
export function PointMark({ kind, x, y, r = 5 }: { kind: MarkKind; x: number; y: number; r?: number }) {
  const fill = COLOURS[kind]
  if (kind === 'common-cause') return <circle cx={x} cy={y} r={r * 0.5} fill={fill} />
  if (kind === 'improvement') return <circle cx={x} cy={y} r={r} fill={fill} />
  if (kind === 'concern') {
    const d = r * 1.25
    return <path d={`M${x} ${y - d}L${x + d} ${y}L${x} ${y + d}L${x - d} ${y}Z`} fill={fill} />
  }
  return <rect x={x - r * 0.85} y={y - r * 0.85} width={r * 1.7} height={r * 1.7} fill={fill} />
}
