import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { ALWAYS_FROM } from '../../../parts/since-text.ts'
import { useForm } from '../../../ui/use-form.ts'
import { RuleForm, ValidFromField } from '../RuleForm.tsx'
import { useChange } from '../use-change.tsx'
import type { CalendarFormProps } from './calendar-form.ts'
import { WeekFields } from './WeekFields.tsx'

/** The days of the week that a calendar works from a day on. */
export function PatternForm({ calendar, done }: CalendarFormProps) {
  const words = useWords({ id, en }).calendars
  const { nameOf } = useLanguage()
  const { ask, dialog } = useChange()
  const latest = calendar.patterns.at(-1)
  const form = useForm({
    initial: {
      weekdays: latest?.weekdays ?? [true, true, true, true, true, false, false],
      worksJointLeave: latest?.worksJointLeave ?? false,
      validFrom: '',
    },
    async send({ weekdays, worksJointLeave, validFrom }) {
      const from = validFrom || ALWAYS_FROM
      const of = { calendar: calendar.code, validFrom: from }
      // What held on that day until now.
      const before = calendar.patterns.findLast((one) => one.validFrom <= from)
      return ask(
        { action: 'calendar.set-pattern', input: { ...of, weekdays, worksJointLeave } },
        before
          ? {
              action: 'calendar.set-pattern',
              input: { ...of, weekdays: before.weekdays, worksJointLeave: before.worksJointLeave },
            }
          : null,
        done,
      )
    },
  })
  const { values, set } = form
  return (
    <RuleForm
      title={`${words.changePattern}: ${nameOf(calendar)}`}
      back={words.back}
      backTo="/admin/calendars"
      form={form}
      dialog={dialog}
    >
      <WeekFields
        weekdays={values.weekdays}
        worksJointLeave={values.worksJointLeave}
        onWeekdays={(weekdays) => set('weekdays', weekdays)}
        onJointLeave={(works) => set('worksJointLeave', works)}
      />
      <ValidFromField value={values.validFrom} onChange={(day) => set('validFrom', day)} />
    </RuleForm>
  )
}
