import type { TargetStatus } from '#shared/contract/target.ts'

const COLOURS = {
  met: 'var(--better)',
  'not-met': 'var(--worse)',
  'not-available': 'var(--muted)',
  future: 'var(--muted)',
} as const

const GLYPHS = {
  met: 'M6.5 11.5l3 3l6 -7',
  'not-met': 'M8 8l6 6m0 -6l-6 6',
  'not-available': 'M7.5 11h7',
  future: 'M11 6.5v4.5l3 2',
} as const

/** Whether a promise is kept: a check in a disc, a cross in a diamond, a dash or a clock in a dashed disc. Words stand
 *  beside it. */
export function StatusMark({ status }: { status: TargetStatus }) {
  const stroke = COLOURS[status]
  const isOpen = status === 'not-available' || status === 'future'
  return (
    <svg className="mark" width={22} height={22} viewBox="0 0 22 22" fill="none" aria-hidden="true">
      {status === 'not-met' ? (
        <path d="M11 1l10 10l-10 10l-10 -10Z" stroke={stroke} strokeWidth={1.5} />
      ) : (
        <circle
          cx={11}
          cy={11}
          r={9}
          stroke={stroke}
          strokeWidth={1.5}
          strokeDasharray={isOpen ? '3 2' : undefined}
        />
      )}
      <path d={GLYPHS[status]} stroke="var(--ink-strong)" strokeWidth={1.75} />
    </svg>
  )
}
