import type { ASSURANCES } from '#shared/contract/signal.ts'
import { type MarkKind, PointMark } from './PointMark.tsx'

/** A signal the size of a letter: shape and colour say good or bad, the letter says high or low. Words stand beside it. */
export function SignalMark({ kind, letter }: { kind: MarkKind; letter: string }) {
  return (
    <svg className="mark" width={22} height={22} viewBox="0 0 22 22" aria-hidden="true">
      {kind === 'common-cause' ? (
        <circle cx={11} cy={11} r={8} fill="none" stroke="var(--muted)" strokeWidth={1.5} />
      ) : (
        <PointMark kind={kind} x={11} y={11} r={kind === 'concern' ? 8.5 : 9} />
      )}
      <text
        className={kind === 'common-cause' ? 'mark-letter' : 'mark-letter mark-letter-on'}
        x={11}
        y={11}
        dy="0.36em"
        textAnchor="middle"
      >
        {letter}
      </text>
    </svg>
  )
}

const ASSURANCE_COLOURS = {
  'consistently-meets': 'var(--better)',
  'consistently-misses': 'var(--worse)',
  'hit-or-miss': 'var(--muted)',
} as const

const ASSURANCE_LETTERS = {
  'consistently-meets': 'P',
  'consistently-misses': 'F',
  'hit-or-miss': '?',
} as const

/** Whether the target can be met as things work now: P, F or ? in a frame. Words stand beside it. */
export function AssuranceMark({ kind }: { kind: (typeof ASSURANCES)[number] }) {
  return (
    <svg className="mark" width={22} height={22} viewBox="0 0 22 22" aria-hidden="true">
      <rect
        x={2}
        y={2}
        width={18}
        height={18}
        rx={2}
        fill="none"
        stroke={ASSURANCE_COLOURS[kind]}
        strokeWidth={1.5}
        strokeDasharray={kind === 'hit-or-miss' ? '3 2' : undefined}
      />
      <text className="mark-letter" x={11} y={11} dy="0.36em" textAnchor="middle">
        {ASSURANCE_LETTERS[kind]}
      </text>
    </svg>
  )
}
