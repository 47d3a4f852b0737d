import { useQueryClient } from '@tanstack/react-query'
import type { CalendarList } from '#shared/contract/calendar.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { sendJson } from '../../../api/send.ts'
import { useWords } from '../../../i18n.tsx'
import { SelectField, TextField } from '../../../ui/fields.tsx'
import { say } from '../../../ui/Toasts.tsx'
import { useForm } from '../../../ui/use-form.ts'
import { RuleForm } from '../RuleForm.tsx'
import { WeekFields } from './WeekFields.tsx'

/** A calendar that no agency keeps yet: nothing is worked out anew. */
export function NewCalendarForm({ sets, done }: { sets: CalendarList['holidaySets']; done: () => void }) {
  const words = useWords({ id, en }).calendars
  const forms = useWords({ id: formsId, en: formsEn })
  const client = useQueryClient()
  const form = useForm({
    initial: {
      code: '',
      name: '',
      nameEn: '',
      holidaySet: sets[0]?.code ?? '',
      weekdays: [true, true, true, true, true, false, false],
      worksJointLeave: false,
    },
    check: ({ code, name }) => ({
      ...(!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) && { code: words.codeHint }),
      ...(!name.trim() && { name: forms.required }),
    }),
    async send({ nameEn, holidaySet, ...calendar }) {
      await sendJson('POST', '/api/v1/calendars', {
        ...calendar,
        nameEn: nameEn.trim() || null,
        holidaySet: holidaySet || null,
      })
      say(words.created)
      await client.invalidateQueries()
      done()
    },
  })
  const { values, set } = form
  return (
    <RuleForm title={words.add} back={words.back} backTo="/admin/calendars" form={form} save={forms.save}>
      <TextField name="name" label={words.name} value={values.name} onChange={(name) => set('name', name)} />
      <TextField
        name="code"
        label={words.code}
        hint={words.codeHint}
        value={values.code}
        onChange={(code) => set('code', code)}
      />
      <SelectField
        name="holidaySet"
        label={words.holidaySet}
        value={values.holidaySet}
        empty={words.noSet}
        choices={sets.map(({ code }) => ({ value: code, label: words.setName(code) }))}
        onChange={(code) => set('holidaySet', code)}
      />
      <WeekFields
        weekdays={values.weekdays}
        worksJointLeave={values.worksJointLeave}
        onWeekdays={(weekdays) => set('weekdays', weekdays)}
        onJointLeave={(works) => set('worksJointLeave', works)}
      />
    </RuleForm>
  )
}
