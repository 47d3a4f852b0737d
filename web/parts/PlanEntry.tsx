import type { ReactNode } from 'react'
import type { Plan } from '#shared/contract/plan.ts'
import { plans as en } from '#shared/i18n/en/plans.ts'
import { plans as id } from '#shared/i18n/id/plans.ts'
import { useLanguage, useWords } from '../i18n.tsx'
import './plans.css'

/** A follow-up plan in words: what is wrong, what is done, by whom and by when, and what became of it. */
export function PlanEntry({
  plan,
  heading,
  about,
  children,
}: {
  plan: Plan
  heading: ReactNode
  /** agency, service and period, as far as they are not told around it */
  about?: string
  children?: ReactNode
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const isOpen = plan.status === 'planned' || plan.status === 'ongoing'
  const isLate = isOpen && plan.dueMonth < new Date().toISOString().slice(0, 7)
  const said = [
    words.statuses[plan.status],
    plan.closedOn && words.closed(format.date(plan.closedOn)),
    isOpen && words.due(format.period(plan.dueMonth)),
    isLate && words.late,
  ].filter(Boolean)
  return (
    <li className="plan">
      {heading}
      {about && <p className="muted">{about}</p>}
      <p>
        <strong>{said.join(' · ')}</strong>
      </p>
      <dl>
        {(
          [
            [words.problem, plan.problem],
            [words.action, plan.action],
            [words.owner, plan.owner],
            [words.evidence, plan.evidence],
            [words.obstacle, plan.obstacle],
          ] as const
        ).map(
          ([term, text]) =>
            text && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
      {children}
    </li>
  )
}
