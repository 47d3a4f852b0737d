import { useState } from 'react'
import type { SubmissionItem } from '#shared/contract/submission.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { say } from '../../ui/Toasts.tsx'

/** Whether there is anything to submit of a month; the server has the last word. */
export const canSubmit = ({ state, hasChanged }: SubmissionItem): boolean =>
  state === 'delivered' || state === 'change-requested' || (state !== 'nothing' && hasChanged)

/** What names a month to the server, with the state that was looked at. */
export const keyOf = ({ agency, month, at, state }: SubmissionItem) => ({
  agency,
  month,
  // Of a released month what led there is not told, so it is not held against it.
  ...(state !== 'released' && { seenAt: at }),
})

/** Asks before months of one period are submitted, and does it. */
export function SubmitDialog({
  items,
  close,
  done,
}: {
  items: readonly SubmissionItem[]
  close: () => void
  done: () => void
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const incomplete = items.filter(({ missing }) => missing.length > 0).length
  const submit = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await sendJson('POST', '/api/v1/submissions', { items: items.map(keyOf) })
      say(words.submitted)
      done()
      close()
    } catch (error) {
      setFailure((error as Error).message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      title={words.submitTitle({ n: items.length, month: format.period(items[0]!.month) })}
      confirm={words.submitConfirm}
      cancel={words.cancel}
      isBusy={isBusy}
      onConfirm={() => void submit()}
      onCancel={close}
    >
      <p>{words.submitText}</p>
      {items.length > 1 && incomplete > 0 && <p>{words.submitIncomplete(incomplete)}</p>}
      {failure && (
        <p role="alert" className="form-error">
          {failure}
        </p>
      )}
    </ConfirmDialog>
  )
}
