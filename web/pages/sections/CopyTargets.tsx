import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { targets as en } from '#shared/i18n/en/desk/targets.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { targets as id } from '#shared/i18n/id/desk/targets.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { TextField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

/** A year's targets as those of the next, behind a fold: once a year is how often it is needed. */
export function CopyTargets({ agency, done }: { agency: string; done: () => void }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const year = new Date().getFullYear()
  const form = useForm({
    initial: { from: String(year - 1), to: String(year) },
    check: (values) =>
      Object.fromEntries(
        Object.entries(values)
          .filter(([, text]) => !/^\d{4}$/.test(text))
          .map(([name]) => [name, forms.fourDigits]),
      ),
    async send({ from, to }) {
      const { copied, kept } = await sendJson<{ copied: number; kept: number }>(
        'POST',
        '/api/v1/targets/copies',
        { agency, from: Number(from), to: Number(to) },
      )
      say(words.copied(copied, kept))
      done()
    },
  })
  return (
    <details className="desk-more">
      <summary>{words.copy}</summary>
      <Form
        label={words.copy}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <p className="form-hint">{words.copyHint}</p>
        <div className="form-row">
          <TextField
            name="from"
            label={words.copyFrom}
            value={form.values.from}
            maxLength={4}
            onChange={(from) => form.set('from', from)}
          />
          <TextField
            name="to"
            label={words.copyTo}
            value={form.values.to}
            maxLength={4}
            onChange={(to) => form.set('to', to)}
          />
        </div>
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {words.copy}
          </SubmitButton>
        </div>
      </Form>
    </details>
  )
}
