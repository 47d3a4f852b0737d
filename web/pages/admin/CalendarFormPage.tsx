import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { calendarsQuery } from '../../api/rules.ts'
import { useLanguage } from '../../i18n.tsx'
import type { ViewSearch } from '../../paths.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { LostPage } from '../public/LostPage.tsx'
import { AssignForm } from '../sections/calendars/AssignForm.tsx'
import { ExceptionForm } from '../sections/calendars/ExceptionForm.tsx'
import { NewCalendarForm } from '../sections/calendars/NewCalendarForm.tsx'
import { PatternForm } from '../sections/calendars/PatternForm.tsx'

/** The form that the address names by its kind, of the calendar that it names. */
export function CalendarFormPage() {
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const { data } = useQuery(calendarsQuery)
  if (!data) return <Skeleton height={480} label={t.loading} />
  const done = () =>
    void navigate({ to: '/admin/calendars', search: { lang: search.lang }, ignoreBlocker: true })
  if (search.kind === 'new') return <NewCalendarForm sets={data.holidaySets} done={done} />
  const calendar = data.calendars.find(({ code }) => code === search.calendar)
  if (!calendar) return <LostPage />
  switch (search.kind) {
    case 'pattern':
      return <PatternForm calendar={calendar} done={done} />
    case 'exception':
      return <ExceptionForm calendar={calendar} done={done} />
    case 'agency':
      return <AssignForm calendar={calendar} done={done} />
    default:
      return <LostPage />
  }
}
