import type { Plan } from '#shared/contract/plan.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { plans as plansEn } from '#shared/i18n/en/plans.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { plans as plansId } from '#shared/i18n/id/plans.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { SelectField, TextField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

/** Says that a plan is done, with what shows it, or dropped, with what was in the way. */
export function ClosePlan({
  of,
  done,
}: {
  of: Pick<Plan, 'agency' | 'service' | 'period' | 'element'>
  done: () => Promise<void>
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const plans = useWords({ id: plansId, en: plansEn })
  const form = useForm({
    draft: `close-plan/${of.agency}/${of.service}/${of.element}/${of.period}`,
    initial: { status: 'done', why: '' },
    check: ({ why }): Record<string, string> => (why.trim().length < 10 ? { why: words.tooShort } : {}),
    async send({ status, why }) {
      const said = status === 'done' ? { evidence: why } : { obstacle: why }
      await sendJson('POST', '/api/v1/plans/closings', { ...of, status, ...said })
      say(words.planClosed)
      await done()
    },
  })
  const { values, set } = form
  return (
    <section aria-labelledby="closing">
      <h2 id="closing">{words.closing}</h2>
      <Form
        label={words.closing}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <SelectField
          name="status"
          label={words.closingAs}
          value={values.status}
          choices={(['done', 'dropped'] as const).map((value) => ({ value, label: plans.statuses[value] }))}
          onChange={(status) => set('status', status)}
        />
        <TextField
          name="why"
          label={values.status === 'done' ? words.closingEvidence : words.closingObstacle}
          rows={3}
          maxLength={1000}
          value={values.why}
          onChange={(why) => set('why', why)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {words.closeButton}
          </SubmitButton>
        </div>
      </Form>
    </section>
  )
}
