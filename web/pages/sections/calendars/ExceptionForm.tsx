import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { DateField, SelectField, TextField } from '../../../ui/fields.tsx'
import { useForm } from '../../../ui/use-form.ts'
import { RuleForm } from '../RuleForm.tsx'
import { useChange } from '../use-change.tsx'
import type { CalendarFormProps } from './calendar-form.ts'

/** One day that a calendar works, or not, against its week and holidays. */
export function ExceptionForm({ calendar, done }: CalendarFormProps) {
  const words = useWords({ id, en }).calendars
  const forms = useWords({ id: formsId, en: formsEn })
  const { format, nameOf } = useLanguage()
  const { ask, dialog } = useChange()
  const form = useForm({
    initial: { day: '', works: 'no', name: '' },
    check: ({ day, name }) => ({
      ...(!day && { day: forms.required }),
      ...(!name.trim() && { name: forms.required }),
    }),
    async send({ day, works, name }) {
      const before = calendar.exceptions.find((one) => one.day === day)
      const of = { calendar: calendar.code, day }
      return ask(
        {
          action: 'calendar.set-exception',
          input: { ...of, works: works === 'yes', name: name.trim() },
        },
        before
          ? { action: 'calendar.set-exception', input: { ...of, works: before.works, name: before.name } }
          : { action: 'calendar.remove-exception', input: of },
        done,
      )
    },
  })
  const { values, set } = form
  return (
    <RuleForm
      title={`${words.addException}: ${nameOf(calendar)}`}
      back={words.back}
      backTo="/admin/calendars"
      form={form}
      dialog={dialog}
    >
      <DateField
        name="day"
        label={words.day}
        value={values.day}
        echo={values.day && format.date(values.day)}
        onChange={(day) => set('day', day)}
      />
      <SelectField
        name="works"
        label={words.dayIs}
        value={values.works}
        choices={[
          { value: 'no', label: words.rests },
          { value: 'yes', label: words.works },
        ]}
        onChange={(works) => set('works', works)}
      />
      <TextField
        name="name"
        label={words.reason}
        hint={words.reasonHint}
        maxLength={200}
        value={values.name}
        onChange={(name) => set('name', name)}
      />
    </RuleForm>
  )
}
