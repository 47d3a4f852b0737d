import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { SubmissionItem } from '#shared/contract/submission.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { submissionsQuery } from '../../api/submissions.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useOwnAgencies } from './own-agencies.ts'
import { canSubmit } from './SubmitDialog.tsx'

/** Whoever shows this asks for as many first, so that it is there with the rest. */
export const WAITING_MONTHS = 3
/** Sent back, each with its reason. */
const SHOWN = 5

/** On the first page of the desk: which months wait for whom on their way to a release. Nothing where none does. */
export function WaitingSubmissions({ names }: { names: ReadonlyMap<string, string> }) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: board } = useQuery(submissionsQuery(WAITING_MONTHS))
  const submitting = useOwnAgencies('submission.submit')
  const accepting = useOwnAgencies('submission.accept')
  if (!board || !submitting || !accepting) return null
  const sentBack = board.items.filter(({ state }) => state === 'change-requested')
  const ready = board.items.filter(
    (item) => canSubmit(item) && item.state !== 'change-requested' && submitting.mayAt(item.agency),
  )
  const undecided = board.items.filter(
    ({ state, hasChanged, agency }) => state === 'submitted' && !hasChanged && accepting.mayAt(agency),
  )
  if (sentBack.length + ready.length + undecided.length === 0) return null
  const months = (items: readonly SubmissionItem[]) =>
    [...new Set(items.map(({ month }) => month))]
      .sort()
      .map((month) => format.period(month))
      .join(', ')
  return (
    <section aria-labelledby="submissions-waiting">
      <h2 id="submissions-waiting">{words.title}</h2>
      <ul className="desk-rows">
        {sentBack.slice(0, SHOWN).map((item) => (
          <li key={`${item.agency}|${item.month}`} className="desk-row">
            <p>
              <strong>{words.states['change-requested']}</strong>, {format.period(item.month)} —{' '}
              <Link
                to="/desk/submissions"
                search={{ ...keep(search), agency: item.agency, period: item.month }}
              >
                {names.get(item.agency) ?? item.agency}
              </Link>
              {item.reason && (
                <>
                  <br />
                  {item.reason}
                </>
              )}
            </p>
          </li>
        ))}
        {ready.length > 0 && (
          <li className="desk-row">
            <Link to="/desk/submissions" search={keep(search)}>
              {words.waitingReady({ n: ready.length, months: months(ready) })}
            </Link>
          </li>
        )}
        {undecided.length > 0 && (
          <li className="desk-row">
            <Link to="/admin/releases" search={keep(search)}>
              {words.waitingDecision({ n: undecided.length, months: months(undecided) })}
            </Link>
          </li>
        )}
      </ul>
      {sentBack.length > SHOWN && <p className="muted">{words.waitingMore(sentBack.length - SHOWN)}</p>}
    </section>
  )
}
