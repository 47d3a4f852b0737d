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

/** From so many agencies on, what is due of all of them alike is one row. */
const MANY = 5

/** Deliveries in the order given; those of many agencies that are alike together, each other one alone. */
export function withGroups(items: readonly DueItem[]): DueItem[][] {
  const alike = Map.groupBy(items, ({ dataset, period, state }) => `${dataset}|${period}|${state}`)
  return [...alike.values()].flatMap((group) => (group.length < MANY ? group.map((item) => [item]) : [group]))
}

/** Deliveries that are waited for, each with the ways to deliver it. */
export function DueRows({
  groups,
  today,
  names,
  mayDeliver,
}: {
  /** as of withGroups */
  groups: readonly (readonly DueItem[])[]
  today: string
  names: ReadonlyMap<string, string>
  mayDeliver: (agency: string) => boolean
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  return (
    <ul className="desk-rows">
      {groups.map((group) => {
        const item = group[0]!
        const key = `${item.agency}|${item.dataset}|${item.period}`
        if (group.length > 1)
          return (
            <li key={key} className="desk-row">
              <details>
                <summary>
                  <strong>{words.datasets[item.dataset]}</strong>, {format.period(item.period)} —{' '}
                  {words.agencies(group.length)}
                  <br />
                  <DueDay item={item} today={today} />
                </summary>
                <DueRows groups={group.map((one) => [one])} {...{ today, names, mayDeliver }} />
              </details>
            </li>
          )
        const name = names.get(item.agency) ?? item.agency
        return <DueRow key={key} {...{ item, today, name, mayDeliver: mayDeliver(item.agency) }} />
      })}
    </ul>
  )
}

function DueDay({ item, today }: { item: DueItem; today: string }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const days = daysBetween(item.dueOn, today)
  return (
    <>
      <DueState item={item} />, {words.dueOn(format.date(item.dueOn))} (
      {days > 0 ? words.daysLate(days) : words.daysLeft(-days)})
    </>
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
  const { agency, period, dataset } = item
  const here = { ...keep(search), agency, period }
  const about = `${name}, ${words.datasets[dataset]}, ${format.period(period)}`
  const close = () => setMaking(false)
  return (
    <li className="desk-row">
      <p>
        <strong>{words.datasets[dataset]}</strong>, {format.period(period)} — {name}
        <br />
        <DueDay item={item} today={today} />
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
