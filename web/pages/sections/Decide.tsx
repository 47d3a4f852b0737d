import { useState } from 'react'
import type { SubmissionItem } from '#shared/contract/submission.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { submissions as en } from '#shared/i18n/en/desk/submissions.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { submissions as id } from '#shared/i18n/id/desk/submissions.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { TextField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useOwnAgencies } from './own-agencies.ts'
import { keyOf } from './SubmitDialog.tsx'

/** What a steward does with a month that was submitted: accept it, or send it back with the reason. */
export function Decide({ item, changed }: { item: SubmissionItem; changed: () => void }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const may = useOwnAgencies('submission.accept')
  const [failure, setFailure] = useState<string | null>(null)
  const form = useForm({
    initial: { reason: '' },
    draft: `ask-change:${item.agency}:${item.month}`,
    async send({ reason }) {
      await sendJson('POST', '/api/v1/submissions/change-requests', { items: [keyOf(item)], reason })
      say(words.asked)
      changed()
    },
  })
  if (!may?.mayAt(item.agency)) return null
  if (item.state !== 'submitted' && item.state !== 'accepted') return null
  const accept = async () => {
    setFailure(null)
    try {
      await sendJson('POST', '/api/v1/submissions/acceptances', { items: [keyOf(item)] })
      say(words.accepted)
      changed()
    } catch (error) {
      setFailure((error as Error).message)
    }
  }
  return (
    <>
      {item.state === 'submitted' && !item.hasChanged && (
        <div className="actions">
          <button type="button" className="primary" onClick={() => void accept()}>
            {words.accept}
          </button>
        </div>
      )}
      {failure && (
        <p role="alert" className="form-error">
          {failure}
        </p>
      )}
      <details className="desk-more" open={form.isRestored}>
        <summary>{words.ask}</summary>
        <Form
          label={words.ask}
          summary={forms.summary}
          errors={form.errors}
          failure={form.failure}
          isBusy={form.isBusy}
          onSubmit={() => void form.submit()}
        >
          <TextField
            name="reason"
            label={words.askReason}
            hint={words.askHint}
            rows={3}
            maxLength={1000}
            value={form.values.reason}
            onChange={(reason) => form.set('reason', reason)}
          />
          <div className="actions">
            <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
              {words.ask}
            </SubmitButton>
          </div>
        </Form>
      </details>
    </>
  )
}
