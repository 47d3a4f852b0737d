import { useQueryClient } from '@tanstack/react-query'
import type { SurveyFormItem } from '#shared/contract/survey-results.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { sendJson } from '../../api/send.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { NumberField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

/** One survey form: where it is, what came in, and what its agency may decide. */
export function SurveyFormRow({
  form,
  agency,
  mayChange,
}: {
  form: SurveyFormItem
  /** name of its agency, where it is another than the page's */
  agency: string | null
  mayChange: boolean
}) {
  const words = useWords({ id, en })
  const { locale, format, nameOf } = useLanguage()
  const client = useQueryClient()
  const name = nameOf({ name: form.serviceName, nameEn: form.serviceNameEn })
  const { counted, incomplete, refused } = form.lastThirtyDays
  const lang = locale === 'en' ? '?lang=en' : ''
  const put = async (isOpen: boolean) => {
    const { service, dailyCap } = form
    await sendJson('PUT', '/api/v1/survey/forms', { agency: form.agency, service, isOpen, dailyCap })
    await client.invalidateQueries({ queryKey: ['survey-forms'] })
  }
  const turn = () =>
    put(!form.isOpen)
      .then(() => say(form.isOpen ? words.shut : words.opened))
      .catch((error: Error) => say(error.message))
  return (
    <li className="desk-row">
      <h3>
        {name} <span className="muted">· {form.isOpen ? words.open : words.closed}</span>
      </h3>
      {agency && <p className="muted">{agency}</p>}
      <p className="muted address">{form.path}</p>
      <p>
        {words.thirtyDays}: {words.answers(format.number(counted), format.number(incomplete))}
        {refused > 0 && <strong>, {words.turnedAway(format.number(refused))}</strong>}
      </p>
      <div className="actions">
        {form.isOpen && (
          <>
            <a className="button" href={`${form.path}/poster${lang}`} aria-label={`${words.poster}: ${name}`}>
              {words.poster}
            </a>
            <a className="button" href={`${form.path}${lang}`} aria-label={`${words.form}: ${name}`}>
              {words.form}
            </a>
          </>
        )}
        {mayChange && (
          <button
            type="button"
            aria-label={`${form.isOpen ? words.close : words.reopen}: ${name}`}
            onClick={() => void turn()}
          >
            {form.isOpen ? words.close : words.reopen}
          </button>
        )}
      </div>
      {mayChange && form.isOpen && (
        <details className="desk-more">
          <summary>
            {words.cap}: {format.number(form.dailyCap)}
          </summary>
          <DailyCap key={form.dailyCap} form={form} />
        </details>
      )}
    </li>
  )
}

function DailyCap({ form: of }: { form: SurveyFormItem }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const client = useQueryClient()
  const form = useForm({
    initial: { dailyCap: String(of.dailyCap) },
    check: ({ dailyCap }): Record<string, string> =>
      /^[1-9]\d{0,5}$/.test(dailyCap.trim()) && Number(dailyCap) <= 100_000
        ? {}
        : { dailyCap: words.capWrong },
    async send({ dailyCap }) {
      const { agency, service, isOpen } = of
      await sendJson('PUT', '/api/v1/survey/forms', { agency, service, isOpen, dailyCap: Number(dailyCap) })
      say(words.saved)
      await client.invalidateQueries({ queryKey: ['survey-forms'] })
    },
  })
  return (
    <Form
      label={words.cap}
      summary={forms.summary}
      errors={form.errors}
      failure={form.failure}
      isBusy={form.isBusy}
      onSubmit={() => void form.submit()}
    >
      <NumberField
        name="dailyCap"
        label={words.cap}
        hint={words.capHint}
        value={form.values.dailyCap}
        onChange={(dailyCap) => form.set('dailyCap', dailyCap)}
      />
      <div className="actions">
        <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
          {words.saveCap}
        </SubmitButton>
      </div>
    </Form>
  )
}
