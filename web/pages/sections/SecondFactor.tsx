import { useEffect, useRef, useState } from 'react'
import { account as en } from '#shared/i18n/en/desk/account.ts'
import { account as id } from '#shared/i18n/id/desk/account.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { TextField } from '../../ui/fields.tsx'
import { useForm } from '../../ui/use-form.ts'

/** The second step of signing in: a code of the app on the phone, or one of the codes kept for when it is lost. */
export function SecondFactor({ onDone, onAgain }: { onDone: () => Promise<void>; onAgain: () => void }) {
  const all = useWords({ id, en })
  const words = all.secondFactor
  const [isBackup, setBackup] = useState(false)
  const page = useRef<HTMLDivElement>(null)
  // The form before it is gone, and the focus with it; the code is what is asked for next.
  useEffect(() => page.current?.querySelector('input')?.focus(), [])
  useTitle(words.title)
  const form = useForm({
    initial: { code: '' },
    check: ({ code }): Record<string, string> => (code.trim() === '' ? { code: all.signIn.required } : {}),
    async send({ code }) {
      await sendJson('POST', '/api/v1/session/second-factor', { code, isBackup })
      await onDone()
    },
  })
  return (
    <div className="account-page" ref={page}>
      <h1>{words.title}</h1>
      <Form
        label={words.title}
        errors={form.errors}
        failure={form.failure}
        summary={words.title}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          key={String(isBackup)}
          name="code"
          label={isBackup ? words.backupCode : words.code}
          hint={isBackup ? words.backupHint : words.hint}
          autoComplete="one-time-code"
          value={form.values.code}
          onChange={(value) => form.set('code', value)}
        />
        <SubmitButton isBusy={form.isBusy} busy={all.signIn.busy}>
          {words.submit}
        </SubmitButton>
      </Form>
      <p>
        <button type="button" className="form-link" onClick={() => setBackup(!isBackup)}>
          {isBackup ? words.useApp : words.useBackup}
        </button>
      </p>
      <p>
        <button type="button" className="form-link" onClick={onAgain}>
          {words.again}
        </button>
      </p>
    </div>
  )
}
