import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CreatedLink } from '#shared/contract/entry.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { NumberField, TextField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

/** Makes a link by which one person enters one agency's one period; it is shown once. */
export function MakeLink({
  agency,
  name,
  period,
  close,
}: {
  agency: string
  name: string
  period: string
  close: () => void
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { format } = useLanguage()
  const client = useQueryClient()
  const [made, setMade] = useState<CreatedLink | null>(null)
  const title = words.linkFor(name, format.period(period))
  const form = useForm({
    initial: { days: '14', maxUses: '10', sendTo: '' },
    async send({ days, maxUses, sendTo }) {
      const link = await sendJson<CreatedLink>('POST', '/api/v1/entry/links', {
        agency,
        period,
        days: Number(days),
        maxUses: Number(maxUses),
        sendTo: sendTo.trim() || null,
      })
      setMade(link)
      if (sendTo.trim()) say(words.linkSent(sendTo.trim()))
      await client.invalidateQueries({ queryKey: ['entry-links'] })
    },
  })
  if (made) {
    return (
      <div role="status">
        <p>
          <strong>{words.linkMade}</strong>
        </p>
        <p>
          <code className="link-once">{made.url}</code>
        </p>
        <div className="actions">
          <button
            type="button"
            className="primary"
            onClick={() => void navigator.clipboard.writeText(made.url).then(() => say(words.linkCopied))}
          >
            {words.linkCopy}
          </button>
          <button type="button" onClick={close}>
            {words.close}
          </button>
        </div>
      </div>
    )
  }
  return (
    <>
      <p>{words.linkIntro}</p>
      <Form
        label={title}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <NumberField
          name="days"
          label={words.linkDays}
          value={form.values.days}
          onChange={(text) => form.set('days', text)}
        />
        <NumberField
          name="maxUses"
          label={words.linkUses}
          value={form.values.maxUses}
          onChange={(text) => form.set('maxUses', text)}
        />
        <TextField
          name="sendTo"
          type="email"
          label={words.linkTo}
          optional={forms.optional}
          value={form.values.sendTo}
          onChange={(text) => form.set('sendTo', text)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {words.linkMake}
          </SubmitButton>
          <button type="button" onClick={close}>
            {words.cancel}
          </button>
        </div>
      </Form>
    </>
  )
}
