import { useEffect, useRef } from 'react'
import type { PlannedRelease } from '#shared/contract/release.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { addMonths } from '#shared/time/date.ts'
import { wallTime } from '#shared/time/zone.ts'
import { sendJson } from '../../../api/send.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { Form, SubmitButton } from '../../../ui/Form.tsx'
import { DateField, SelectField, TextField } from '../../../ui/fields.tsx'
import { say } from '../../../ui/Toasts.tsx'
import { useForm } from '../../../ui/use-form.ts'

/** Months that can be announced: back for who catches up, ahead for a year's calendar. */
const BACK = 6
const AHEAD = 14
export const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/** Announces a release, or changes one. */
export function PlanForm({
  plan,
  zone,
  done,
}: {
  plan: PlannedRelease | null
  zone: string
  done: () => void
}) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const { format } = useLanguage()
  const details = useRef<HTMLDetailsElement>(null)
  const thisMonth = `${wallTime(new Date().toISOString(), zone).slice(0, 7)}-01`
  const months = Array.from({ length: BACK + AHEAD }, (_, i) => addMonths(thisMonth, i - BACK).slice(0, 7))
  const wall = plan ? wallTime(plan.publishAt, zone) : ''
  const form = useForm({
    initial: {
      through: plan?.through ?? months[BACK - 1]!,
      publishAt: wall.slice(0, 10),
      time: wall.slice(11) || '09:00',
      submitBy: plan?.submitBy ?? '',
      note: plan?.note ?? '',
    },
    draft: `plan-release:${plan?.id ?? 'new'}`,
    check: ({ publishAt, time }) => ({
      ...(publishAt === '' && { publishAt: forms.required }),
      ...(!TIME.test(time) && { time: words.timeWrong }),
    }),
    async send({ through, publishAt, time, submitBy, note }) {
      await sendJson('PUT', '/api/v1/release-calendar', {
        ...(plan && { planId: plan.id }),
        through,
        publishAt: `${publishAt}T${time}`,
        submitBy: submitBy || null,
        note: note.trim() || null,
      })
      say(words.planSaved)
      done()
    },
  })
  useEffect(() => {
    if (!plan || !details.current) return
    details.current.open = true
    details.current.querySelector('select')?.focus()
  }, [plan])
  const title = plan ? words.changePlan(format.period(plan.through)) : words.plan
  return (
    <details className="desk-more" ref={details} open={form.isRestored}>
      <summary>{title}</summary>
      <Form
        label={title}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <SelectField
          name="through"
          label={words.through}
          value={form.values.through}
          choices={[...new Set([...(plan ? [plan.through] : []), ...months])].sort().map((month) => ({
            value: month,
            label: format.period(month),
          }))}
          onChange={(through) => form.set('through', through)}
        />
        <div className="form-row">
          <DateField
            name="publishAt"
            label={words.publishOn}
            value={form.values.publishAt}
            echo={form.values.publishAt && format.date(form.values.publishAt)}
            onChange={(day) => form.set('publishAt', day)}
          />
          <TextField
            name="time"
            label={words.publishTime}
            hint={words.timeHint(zone)}
            maxLength={5}
            value={form.values.time}
            onChange={(time) => form.set('time', time)}
          />
        </div>
        <DateField
          name="submitBy"
          label={words.submitByLabel}
          hint={words.submitByHint}
          optional={forms.optional}
          value={form.values.submitBy}
          echo={form.values.submitBy && format.date(form.values.submitBy)}
          onChange={(day) => form.set('submitBy', day)}
        />
        <TextField
          name="note"
          label={words.note}
          optional={forms.optional}
          maxLength={500}
          value={form.values.note}
          onChange={(note) => form.set('note', note)}
        />
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {plan ? words.change : words.plan}
          </SubmitButton>
          {plan && (
            <button type="button" onClick={done}>
              {words.keep}
            </button>
          )}
        </div>
      </Form>
    </details>
  )
}
