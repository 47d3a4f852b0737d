import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { SubmissionItem } from '#shared/contract/submission.ts'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { submissions as submissionsEn } from '#shared/i18n/en/desk/submissions.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { submissions as submissionsId } from '#shared/i18n/id/desk/submissions.ts'
import { sendJson } from '../../../api/send.ts'
import { submissionsQuery } from '../../../api/submissions.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { SubmissionTable } from '../../../parts/SubmissionTable.tsx'
import type { ViewSearch } from '../../../paths.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { SelectField } from '../../../ui/fields.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { say } from '../../../ui/Toasts.tsx'
import { Failed } from '../Failed.tsx'
import { useOwnAgencies } from '../own-agencies.ts'
import { keyOf } from '../SubmitDialog.tsx'

const MONTHS = 3

/** All agencies by the newest months, and those that can be accepted in one go. Month and state are in the address. */
export function AcceptBoard() {
  const words = useWords({ id, en })
  const { states } = useWords({ id: submissionsId, en: submissionsEn })
  const { t, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data: board, error, refetch } = useQuery(submissionsQuery(MONTHS))
  const agencies = useOwnAgencies('submission.accept')
  const [asked, setAsked] = useState<readonly SubmissionItem[] | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const go = (change: ViewSearch) =>
    void navigate({ to: '.', search: { ...search, ...change } as never, replace: true, resetScroll: false })
  const month = board?.months.find((one) => one === search.period) ?? board?.months[0]
  const items = board?.items.filter((item) => item.month === month) ?? []
  const count = (...of: SubmissionItem['state'][]) => items.filter(({ state }) => of.includes(state)).length
  const ready = items.filter(
    ({ agency, state, hasChanged }) => state === 'submitted' && !hasChanged && agencies?.mayAt(agency),
  )
  const shows = (item: SubmissionItem) => item.month === month && (!search.kind || item.state === search.kind)
  const accept = async (of: readonly SubmissionItem[]) => {
    setBusy(true)
    setFailure(null)
    try {
      await sendJson('POST', '/api/v1/submissions/acceptances', { items: of.map(keyOf) })
      say(words.acceptedMany(of.length))
      setAsked(null)
    } catch (problem) {
      setFailure((problem as Error).message)
    } finally {
      setBusy(false)
      void client.invalidateQueries({ queryKey: ['submissions'] })
    }
  }
  return (
    <section aria-labelledby="submission-board">
      <h2 id="submission-board">{words.board}</h2>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!board && !error && <Skeleton height={320} label={t.loading} />}
      {board && month && (
        <>
          <form className="picker" onSubmit={(event) => event.preventDefault()}>
            <SelectField
              name="month"
              label={words.boardMonth}
              value={month}
              choices={board.months.map((one) => ({ value: one, label: format.period(one) }))}
              onChange={(period) => go({ period })}
            />
            <SelectField
              name="state"
              label={words.boardState}
              value={search.kind ?? ''}
              empty={words.all}
              choices={Object.entries(states).map(([value, label]) => ({ value, label }))}
              onChange={(kind) => go({ kind: kind || undefined })}
            />
          </form>
          <p role="status">
            {words.boardSummary({
              accepted: count('accepted', 'released'),
              submitted: count('submitted'),
              open: count('delivered', 'change-requested'),
              nothing: count('nothing'),
            })}
          </p>
          {ready.length > 0 && (
            <div className="actions">
              <button type="button" className="primary" onClick={() => setAsked(ready)}>
                {words.acceptAll(ready.length)}
              </button>
            </div>
          )}
          {board.items.some(shows) ? (
            <SubmissionTable board={board} shows={shows} />
          ) : (
            <p>{words.boardNone}</p>
          )}
        </>
      )}
      {asked && month && (
        <ConfirmDialog
          title={words.acceptTitle({ n: asked.length, month: format.period(month) })}
          confirm={words.acceptConfirm}
          cancel={words.keep}
          isBusy={isBusy}
          onConfirm={() => void accept(asked)}
          onCancel={() => setAsked(null)}
        >
          <p>{words.acceptText}</p>
          {failure && (
            <p role="alert" className="form-error">
              {failure}
            </p>
          )}
        </ConfirmDialog>
      )}
    </section>
  )
}
