import { useQueryClient } from '@tanstack/react-query'
import type { ReminderRule } from '#shared/contract/due.ts'
import { due as en } from '#shared/i18n/en/desk/due.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { due as id } from '#shared/i18n/id/desk/due.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { sendJson } from '../../api/send.ts'
import { useWords } from '../../i18n.tsx'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { CheckField, NumberField } from '../../ui/fields.tsx'
import { say } from '../../ui/Toasts.tsx'
import { useForm } from '../../ui/use-form.ts'

/** When people are reminded by mail. */
export function ReminderRuleForm({ rule }: { rule: ReminderRule }) {
  const words = useWords({ id, en }).board
  const forms = useWords({ id: formsId, en: formsEn })
  const client = useQueryClient()
  const form = useForm({
    initial: {
      isOn: rule.isOn,
      daysBefore: String(rule.daysBefore),
      daysAfter: String(rule.daysAfter),
      againAfter: String(rule.againAfter),
    },
    async send({ isOn, ...days }) {
      await sendJson('PUT', '/api/v1/reminders/rule', {
        isOn,
        daysBefore: Number(days.daysBefore),
        daysAfter: Number(days.daysAfter),
        againAfter: Number(days.againAfter),
      })
      say(words.saved)
      await client.invalidateQueries({ queryKey: ['due', 'rule'] })
    },
  })
  return (
    <section aria-labelledby="reminders">
      <h2 id="reminders">{words.rule}</h2>
      <p className="page-meta">{words.quiet}</p>
      <Form
        label={words.rule}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <CheckField
          name="isOn"
          label={words.ruleOn}
          isChecked={form.values.isOn}
          onChange={(isOn) => form.set('isOn', isOn)}
        />
        <div className="form-row">
          {(['daysBefore', 'daysAfter', 'againAfter'] as const).map((name) => (
            <NumberField
              key={name}
              name={name}
              label={words[name]}
              value={form.values[name]}
              onChange={(text) => form.set(name, text)}
            />
          ))}
        </div>
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {words.save}
          </SubmitButton>
        </div>
      </Form>
    </section>
  )
}
