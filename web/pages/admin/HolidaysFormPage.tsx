import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { HolidayList } from '#shared/contract/calendar.ts'
import type { PreviewedChange } from '#shared/contract/preview.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { readHolidays } from '#shared/i18n/read-holidays.ts'
import { holidaysQuery } from '../../api/rules.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import type { ViewSearch } from '../../paths.ts'
import { TextField } from '../../ui/fields.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useForm } from '../../ui/use-form.ts'
import { RuleForm } from '../sections/RuleForm.tsx'
import { useChange } from '../sections/use-change.tsx'

/** The holidays of a year, pasted as the decree lists them; what stands there now is to begin with. */
export function HolidaysFormPage() {
  const { t } = useLanguage()
  const { calendar = 'id', period = '' } = useSearch({ strict: false }) as ViewSearch
  const year = /^\d{4}$/.test(period) ? period : String(new Date().getFullYear())
  const { data } = useQuery(holidaysQuery(calendar, year))
  if (!data) return <Skeleton height={480} label={t.loading} />
  return <HolidaysForm key={year} set={calendar} year={year} before={data} />
}

function HolidaysForm({ set, year, before }: { set: string; year: string; before: HolidayList['items'] }) {
  const words = useWords({ id, en }).calendars
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { ask, dialog } = useChange()
  const form = useForm({
    draft: `holidays/${set}/${year}`,
    initial: { days: before.map(({ day, name }) => `${day} ${name}`).join('\n') },
    check({ days: text }): Record<string, string> {
      const { days, wrong } = readHolidays(text)
      if (wrong.length > 0) {
        return { days: words.unread(wrong.map(({ line, text }) => `${line} “${text}”`).join(', ')) }
      }
      if (days.length === 0) return { days: words.empty }
      const outside = days.filter(({ day }) => !day.startsWith(`${year}-`))
      if (outside.length > 0)
        return { days: words.outside(outside.map(({ day }) => format.date(day)).join(', ')) }
      const twice = days.filter(({ day }, i) => days[i + 1]?.day === day)
      return twice.length > 0
        ? { days: words.twice(twice.map(({ day }) => format.date(day)).join(', ')) }
        : {}
    },
    async send({ days: text }) {
      const of = { holidaySet: set, year: Number(year) }
      const known = new Map(before.map((one) => [`${one.day} ${one.name}`, one]))
      // A day that stays as it is keeps its English name and its status.
      const days = readHolidays(text).days.map(
        (one) => known.get(`${one.day} ${one.name}`) ?? { ...one, nameEn: null, status: 'set' },
      )
      const inverse: PreviewedChange | null =
        before.length > 0
          ? { action: 'calendar.set-holidays', input: { ...of, days: before.map((one) => ({ ...one })) } }
          : null
      return ask(
        { action: 'calendar.set-holidays', input: { ...of, days } },
        inverse,
        () =>
          void navigate({
            to: '/admin/calendars',
            search: { lang: search.lang, period: year },
            ignoreBlocker: true,
          }),
      )
    },
  })
  const { days } = readHolidays(form.values.days)
  return (
    <RuleForm
      title={before.length > 0 ? words.changeYear(year) : words.addYear(Number(year))}
      back={words.back}
      backTo="/admin/calendars"
      form={form}
      dialog={dialog}
    >
      <TextField
        name="days"
        label={words.paste}
        hint={words.pasteHint}
        echo={words.read(days.length)}
        rows={18}
        value={form.values.days}
        onChange={(text) => form.set('days', text)}
      />
    </RuleForm>
  )
}
