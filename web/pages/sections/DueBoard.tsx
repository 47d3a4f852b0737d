import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DueItem } from '#shared/contract/due.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { DueState } from '../../parts/DueState.tsx'
import { dueTable, isOpen, separated } from '../../parts/due-table.ts'
import { say } from '../../ui/Toasts.tsx'
import { DueDetail } from './DueDetail.tsx'

/** Agencies by periods of one dataset: every state in a word, what can be done about it behind it. */
export function DueBoard({
  dataset,
  items,
  state,
  names,
}: {
  dataset: string
  items: readonly DueItem[]
  state: string | undefined
  names: ReadonlyMap<string, string>
}) {
  const all = useWords({ id, en })
  const words = all.board
  const { format } = useLanguage()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<DueItem | null>(null)
  const { periods, rows } = dueTable(items, state)
  const open = rows.flatMap(({ cells }) => [...cells.values()].filter(isOpen))
  const late = new Set(open.map(({ agency }) => agency))
  const nameOf = (agency: string) => names.get(agency) ?? agency
  const title = words.table(all.datasets[dataset] ?? dataset)
  const lines = () => [
    [all.agency, ...periods.map((period) => format.period(period))],
    ...rows.map(({ agency, cells }) => [
      nameOf(agency),
      ...periods.map((period) => {
        const item = cells.get(period)
        return item ? all.states[item.state] : ''
      }),
    ]),
  ]
  const remind = async () => {
    try {
      const asked = open.map(({ agency, period }) => ({ agency, dataset, period }))
      await sendJson('POST', '/api/v1/reminders', { items: asked })
      say(words.reminded)
    } catch (error) {
      say((error as Error).message)
    }
  }
  if (rows.length === 0) return <p>{words.noMatch}</p>
  return (
    <section aria-label={title}>
      <p role="status">{words.summary({ agencies: rows.length, open: open.length })}</p>
      <div className="actions">
        {late.size > 0 && (
          <button type="button" className="primary" onClick={() => void remind()}>
            {words.remind(late.size)}
          </button>
        )}
        <button
          type="button"
          onClick={() =>
            void navigator.clipboard.writeText(separated(lines(), '\t')).then(() => say(words.copied))
          }
        >
          {words.copy}
        </button>
        <a
          className="button"
          download={`${dataset}.csv`}
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(`\uFEFF${separated(lines(), ',')}`)}`}
        >
          {words.csv}
        </a>
      </div>
      <div className="table-scroll">
        <table className="due-table">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{all.agency}</th>
              {periods.map((period) => (
                <th key={period} scope="col">
                  {format.periodShort(period)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ agency, cells }) => (
              <tr key={agency}>
                <th scope="row">{nameOf(agency)}</th>
                {periods.map((period) => {
                  const item = cells.get(period)
                  return (
                    <td key={period}>
                      {item && (
                        <button
                          type="button"
                          className="form-link"
                          aria-label={`${words.detail(nameOf(agency), format.period(period))}: ${all.states[item.state]}`}
                          onClick={() => setChosen(item)}
                        >
                          <DueState item={item} />
                        </button>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chosen && (
        <DueDetail
          item={chosen}
          name={nameOf(chosen.agency)}
          close={() => setChosen(null)}
          changed={() => void client.invalidateQueries({ queryKey: ['due'] })}
        />
      )}
    </section>
  )
}
