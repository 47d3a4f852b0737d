import { Link, useSearch } from '@tanstack/react-router'
import type { SubmissionBoard, SubmissionItem } from '#shared/contract/submission.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { useLanguage, useWords } from '../i18n.tsx'
import { keep, type ViewSearch } from '../paths.ts'
import { SubmissionState } from './SubmissionState.tsx'

/** Agencies by their newest months: each state in a word that leads to all that is known of it. */
export function SubmissionTable({
  board,
  shows = () => true,
}: {
  board: SubmissionBoard
  /** agencies with one such month are shown */
  shows?: (item: SubmissionItem) => boolean
}) {
  const words = useWords({ id, en })
  const { format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const items = Map.groupBy(board.items, ({ agency }) => agency)
  return (
    <section className="table-scroll" aria-label={words.table} tabIndex={0}>
      <table className="due-table">
        <caption className="visually-hidden">{words.table}</caption>
        <thead>
          <tr>
            <th scope="col">{words.agency}</th>
            {board.months.map((month) => (
              <th key={month} scope="col">
                {format.periodShort(month)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.agencies
            .filter(({ code }) => items.get(code)?.some(shows))
            .map((agency) => (
              <tr key={agency.code}>
                <th scope="row">{nameOf(agency)}</th>
                {board.months.map((month) => {
                  const item = items.get(agency.code)?.find((one) => one.month === month)
                  return (
                    <td key={month}>
                      {item && (
                        <Link
                          to={'/desk/submissions' as never}
                          search={{ ...keep(search), agency: agency.code, period: month } as never}
                          aria-label={words.cell({
                            agency: nameOf(agency),
                            month: format.period(month),
                            state: words.states[item.state] + (item.hasChanged ? `, ${words.changed}` : ''),
                          })}
                        >
                          <SubmissionState item={item} />
                        </Link>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
