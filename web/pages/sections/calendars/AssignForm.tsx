import { useQuery } from '@tanstack/react-query'
import type { PreviewedChange } from '#shared/contract/preview.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { agencyCalendarsQuery, calendarsQuery } from '../../../api/rules.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { AgencyField } from '../../../parts/AgencyField.tsx'
import { ALWAYS_FROM, spanText } from '../../../parts/since-text.ts'
import { useForm } from '../../../ui/use-form.ts'
import { useOwnAgencies } from '../own-agencies.ts'
import { RuleForm, ValidFromField } from '../RuleForm.tsx'
import { useChange } from '../use-change.tsx'
import type { CalendarFormProps } from './calendar-form.ts'

/** Gives an agency a calendar from a day on. */
export function AssignForm({ calendar, done }: CalendarFormProps) {
  const rules = useWords({ id, en })
  const words = rules.calendars
  const forms = useWords({ id: formsId, en: formsEn })
  const { format, nameOf } = useLanguage()
  const agencies = useOwnAgencies('calendar.assign')?.own ?? []
  const { data: all } = useQuery(calendarsQuery)
  const { data: assigned = [] } = useQuery(agencyCalendarsQuery)
  const { ask, dialog } = useChange()
  const form = useForm({
    initial: { agency: '', validFrom: '' },
    check: ({ agency }): Record<string, string> => (agency ? {} : { agency: forms.required }),
    async send({ agency, validFrom }) {
      const from = validFrom || ALWAYS_FROM
      const before = assigned.find(
        (one) => one.agency === agency && one.validFrom <= from && from <= one.validTo,
      )
      const inverse: PreviewedChange | null = before
        ? { action: 'calendar.assign', input: { agency, calendar: before.calendar, validFrom: from } }
        : null
      const input = { agency, calendar: calendar.code, validFrom: from }
      return ask({ action: 'calendar.assign', input }, inverse, done)
    },
  })
  const { values, set } = form
  const nameOfCalendar = (code: string) => {
    const found = all?.calendars.find((one) => one.code === code)
    return found ? nameOf(found) : code
  }
  const now = assigned.filter(({ agency }) => agency === values.agency)
  return (
    <RuleForm
      title={`${words.assign}: ${nameOf(calendar)}`}
      back={words.back}
      backTo="/admin/calendars"
      form={form}
      dialog={dialog}
    >
      <AgencyField agencies={agencies} value={values.agency} onChange={(code) => set('agency', code)} />
      {now.length > 0 && (
        <div>
          <p className="form-hint">{words.assigned}</p>
          <ul className="desk-list">
            {now.map((one) => (
              <li key={one.validFrom}>
                {nameOfCalendar(one.calendar)}, {spanText(rules, format, one)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <ValidFromField value={values.validFrom} onChange={(day) => set('validFrom', day)} />
    </RuleForm>
  )
}
