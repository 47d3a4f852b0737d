import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TargetItem } from '#shared/contract/target.ts'
import { targets as en } from '#shared/i18n/en/desk/targets.ts'
import { targets as id } from '#shared/i18n/id/desk/targets.ts'
import { targetHistoryQuery } from '../../api/targets.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { targetText } from '../../parts/target-text.ts'

/** How a target came to be what it is; asked for when it is opened. */
export function TargetEvents({ item }: { item: TargetItem }) {
  const words = useWords({ id, en })
  const language = useLanguage()
  const { format } = language
  const [isOpen, setOpen] = useState(false)
  const { agency, service, indicator, target, unit } = item
  const { data, error } = useQuery({
    ...targetHistoryQuery({ agency, service, indicator, period: target.period }),
    enabled: isOpen,
  })
  return (
    <details className="desk-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.history}</summary>
      {error && <p>{error.message}</p>}
      {data?.length === 0 && <p>{words.noHistory}</p>}
      {data && data.length > 0 && (
        <ul>
          {data.map(({ at, actor, before, after, reason }) => (
            <li key={at}>
              {format.instant(at)}: {words.events[after ? (before ? 'changed' : 'set') : 'removed']}{' '}
              {words.by(actor)}
              {after && ` – ${targetText(language, unit, after)}`}
              {reason && ` – ${reason}`}
            </li>
          ))}
        </ul>
      )}
      {target.source && target.source !== 'form' && <p className="muted">{words.from(target.source)}</p>}
    </details>
  )
}
