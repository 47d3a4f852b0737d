import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { addMonths } from '#shared/time/date.ts'
import { wallTime } from '#shared/time/zone.ts'
import { deskReleasesQuery } from '../../../api/release-desk.ts'
import { releaseCalendarQuery } from '../../../api/releases.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { keep, type ViewSearch } from '../../../paths.ts'
import { SelectField } from '../../../ui/fields.tsx'

/** As far back as a first release can be chosen here. */
const MOST = 24

/** The way to freeze any month that has ended and is in no release, announced or not. */
export function FreezeMonth() {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: desk } = useQuery(deskReleasesQuery)
  const { data: calendar } = useQuery(releaseCalendarQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  if (!desk || !calendar) return null
  const waiting = desk.items.find(({ state }) => state === 'frozen')
  if (waiting) return <p className="muted">{words.freezeWaits(waiting.code)}</p>
  const newest = desk.items[0]?.through ?? ''
  const thisMonth = `${wallTime(new Date().toISOString(), calendar.timezone).slice(0, 7)}-01`
  const months = Array.from({ length: MOST }, (_, i) => addMonths(thisMonth, -1 - i).slice(0, 7)).filter(
    (month) => month > newest,
  )
  const month = months.find((one) => one === chosen) ?? months[0]
  if (month === undefined) return <p className="muted">{words.freezeAll}</p>
  return (
    <form className="picker" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        name="freeze-month"
        label={words.freezeMonth}
        value={month}
        choices={months.map((value) => ({ value, label: format.period(value) }))}
        onChange={setChosen}
      />
      <Link
        to={'/admin/releases/freeze' as never}
        search={{ ...keep(search), period: month } as never}
        className="button"
        aria-label={words.checkOf(format.period(month))}
      >
        {words.check}
      </Link>
    </form>
  )
}
