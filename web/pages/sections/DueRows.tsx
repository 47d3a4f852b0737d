import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { DueItem } from '#shared/contract/due.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { daysBetween } from '#shared/time/date.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { DueState } from '../../parts/DueState.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { MakeLink } from './MakeLink.tsx'

/** Deliveries that are waited for, each with the ways to deliver it. */
export function DueRows({
  items,
  today,
  names,
  mayDeliver,
}: {
  items: readonly DueItem[]
  today: string
  names: ReadonlyMap<string, string>
  mayDeliver: (agency: string) => boolean
}) {
  return (
    <ul className="desk-rows">
      {items.map((item) => (
        <DueRow
          key={`${item.agency}|${item.dataset}|${item.period}`}
          item={item}
          today={today}
          name={names.get(item.agency) ?? item.agency}
          mayDeliver={mayDeliver(item.agency)}
        />
      ))}
    </ul>
  )
}

function DueRow({
  item,
  today,
  name,
  mayDeliver,
}: {
  item: DueItem
  today: string
  name: string
  mayDeliver: boolean
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const [isMaking, setMaking] = useState(false)
  const { agency, period, dataset, dueOn } = item
  const days = daysBetween(dueOn, today)
  const here = { ...keep(search), agency, period }
  const about = `${name}, ${words.datasets[dataset]}, ${format.period(period)}`
  const close = () => setMaking(false)
  return (
    <li className="desk-row">
      <p>
        <strong>{words.datasets[dataset]}</strong>, {format.period(period)} — {name}
        <br />
        <DueState item={item} />, {words.dueOn(format.date(dueOn))} (
        {days > 0 ? words.daysLate(days) : words.daysLeft(-days)})
      </p>
      {mayDeliver && (
        <div className="actions">
          <Link
            to={'/desk/import' as never}
            search={here as never}
            className="button"
            aria-label={`${words.byFile}: ${about}`}
          >
            {words.byFile}
          </Link>
          {dataset === 'values' && (
            <>
              <Link
                to="/desk/enter"
                search={here}
                className="button primary"
                aria-label={`${words.byForm}: ${about}`}
              >
                {words.byForm}
              </Link>
              <button
                type="button"
                aria-expanded={isMaking}
                aria-label={`${words.byLink}: ${about}`}
                onClick={() => setMaking(!isMaking)}
              >
                {words.byLink}
              </button>
            </>
          )}
        </div>
      )}
      {isMaking && <MakeLink agency={agency} name={name} period={period} close={close} />}
    </li>
  )
}
