import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { TargetItem } from '#shared/contract/target.ts'
import { targets as en } from '#shared/i18n/en/desk/targets.ts'
import { targets as id } from '#shared/i18n/id/desk/targets.ts'
import { StatusMark } from '../charts/marks/StatusMark.tsx'
import { useLanguage, useWords } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'
import { Said } from './Said.tsx'
import { targetText } from './target-text.ts'

/** A target with how it stands, what is said of it, and what can be done. `agency`, `service`: names to show. */
export function TargetRow({
  item,
  indicator,
  agency,
  service,
  mayChange,
  children,
}: {
  item: TargetItem
  indicator: string
  agency: string | null
  service: string | null
  mayChange: boolean
  children?: ReactNode
}) {
  const words = useWords({ id, en })
  const language = useLanguage()
  const { t, format } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const { target, status, actual, achievement, explanation, unit } = item
  const of = {
    ...keep(search),
    agency: item.agency,
    service: item.service ?? undefined,
    indicator: item.indicator,
    period: target.period,
  }
  const said = [
    `${t.control.target.toLowerCase()} ${targetText(language, unit, target)}`,
    actual !== null && (status === 'future' ? words.soFar : words.actual)(format.value(unit, actual)),
    achievement?.value != null && t.achievement(format.value('percent', achievement.value)),
    target.cumulative && t.control.cumulative,
    target.provenance === 'placeholder' && t.control.placeholder,
  ].filter(Boolean)
  const name = [indicator, format.period(target.period), agency, service].filter(Boolean).join(', ')
  return (
    <li className="desk-row">
      <h3>
        {indicator} <span className="muted">· {format.period(target.period)}</span>
      </h3>
      {(agency || service) && <p className="muted">{[agency, service].filter(Boolean).join(' · ')}</p>}
      <p className="held">
        {status && <StatusMark status={status} />}
        <span>
          {status && <strong>{t.status[status]}: </strong>}
          {said.join('; ')}
        </span>
      </p>
      {explanation && <Said explanation={explanation} />}
      <div className="actions">
        {mayChange && (status === 'not-met' || explanation) && (
          <Link
            to="/desk/targets/explain"
            search={of}
            className="button"
            aria-label={`${explanation ? words.changeExplanation : words.explain}: ${name}`}
          >
            {explanation ? words.changeExplanation : words.explain}
          </Link>
        )}
        {mayChange && (
          <Link
            to="/desk/targets/edit"
            search={of}
            className="button"
            aria-label={`${words.change}: ${name}`}
          >
            {words.change}
          </Link>
        )}
      </div>
      {children}
    </li>
  )
}
