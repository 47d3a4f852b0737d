import type { SubmissionState as State, SubmissionItem } from '#shared/contract/submission.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { useWords } from '../i18n.tsx'
import './due.css'

/** Shapes that differ without their colour, and the tone of a delivery that stands alike. */
const MARKS: Record<State, [mark: string, tone: string]> = {
  nothing: ['✕', 'missing'],
  delivered: ['◐', 'not-yet-due'],
  submitted: ['→', 'not-yet-due'],
  accepted: ['✓', 'delivered'],
  'change-requested': ['!', 'late'],
  released: ['●', 'delivered'],
}

/** How far a month is, as a mark and a word. */
export function SubmissionState({ item }: { item: Pick<SubmissionItem, 'state' | 'hasChanged'> }) {
  const words = useWords({ id, en })
  const [mark, tone] = MARKS[item.state]
  return (
    <span className={`due-state due-${tone}`}>
      <span aria-hidden="true">{mark} </span>
      {words.states[item.state]}
      {item.hasChanged && <span className="due-after">, {words.changed}</span>}
    </span>
  )
}
