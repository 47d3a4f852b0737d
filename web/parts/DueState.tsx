import type { DueItem } from '#shared/contract/due.ts'
import type { DueState as State } from '#shared/contract/due-words.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { useWords } from '../i18n.tsx'
import './due.css'

/** Shapes that differ without their colour. */
const MARKS: Record<State, string> = {
  delivered: '✓',
  partial: '◐',
  late: '!',
  missing: '✕',
  'not-yet-due': '·',
  excused: '–',
}

/** How a delivery stands, as a mark and a word. */
export function DueState({ item }: { item: Pick<DueItem, 'state' | 'isLate'> }) {
  const words = useWords({ id, en })
  return (
    <span className={`due-state due-${item.state}`}>
      <span aria-hidden="true">{MARKS[item.state]} </span>
      {words.states[item.state]}
      {item.isLate && <span className="due-after">, {words.lateMark}</span>}
    </span>
  )
}
