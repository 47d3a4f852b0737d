import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { CalendarList } from '#shared/contract/calendar.ts'
import { rules as en } from '#shared/i18n/en/desk/rules.ts'
import { rules as id } from '#shared/i18n/id/desk/rules.ts'
import { meQuery } from '../../api/me.ts'
import { calendarsQuery, holidaysQuery } from '../../api/rules.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { spanText } from '../../parts/since-text.ts'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Field } from '../../ui/Field.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { mayEverywhere } from '../sections/own-agencies.ts'
import { useChange } from '../sections/use-change.tsx'

type Calendar = CalendarList['calendars'][number]

/** Calendars are of the whole instance; who keeps which, also a steward of some agencies says of those. */
const useMaySet = (): boolean => {
  const { data: me } = useQuery(meQuery)
  return mayEverywhere(me, 'calendar.set-pattern')
}

/** The calendars that service times are counted in, and the holidays of each year. */
export function CalendarsPage() {
  const words = useWords({ id, en }).calendars
  const { t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(calendarsQuery)
  const maySet = useMaySet()
  useTitle(words.title)
  return (
    <>
      <h1>{words.title}</h1>
      <p className="page-meta">{words.intro}</p>
      {maySet && (
        <div className="actions">
          <Link
            to="/admin/calendars/edit"
            search={{ ...keep(search), kind: 'new' }}
            className="button primary"
          >
            {words.add}
          </Link>
        </div>
      )}
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={480} label={t.loading} />}
      {data?.calendars.map((calendar) => (
        <OneCalendar key={calendar.code} calendar={calendar} />
      ))}
      {data?.holidaySets.map((set) => (
        <Holidays key={set.code} set={set} />
      ))}
    </>
  )
}

function OneCalendar({ calendar }: { calendar: Calendar }) {
  const rules = useWords({ id, en })
  const words = rules.calendars
  const { format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { askAside, dialog } = useChange()
  const maySet = useMaySet()
  const name = nameOf(calendar)
  const { code, patterns, exceptions } = calendar
  const link = (kind: string, label: string) => (
    <Link
      to="/admin/calendars/edit"
      search={{ ...keep(search), kind, calendar: code }}
      className="button"
      aria-label={`${label}: ${name}`}
    >
      {label}
    </Link>
  )
  const heading = `calendar-${code}`
  return (
    <section aria-labelledby={heading} className="desk-row">
      <h2 id={heading} className="signal-head">
        {name}
      </h2>
      <p className="muted">
        {words.kept(format.number(calendar.agencies))} ·{' '}
        {calendar.holidaySet ? words.holidays(calendar.holidaySet) : words.noHolidays}
      </p>
      <p>{words.pattern}</p>
      <ul className="desk-list">
        {patterns.map(({ validFrom, weekdays, worksJointLeave }) => (
          <li key={validFrom}>
            {words.weekdays.filter((_, i) => weekdays[i]).join(', ')}
            {worksJointLeave && `; ${words.jointLeave}`} ({spanText(rules, format, { validFrom })})
          </li>
        ))}
      </ul>
      <p>{words.exceptions}</p>
      {exceptions.length === 0 ? (
        <p className="muted">{words.noExceptions}</p>
      ) : (
        <ul className="desk-list">
          {exceptions.map((exception) => {
            const { day } = exception
            const said = `${format.date(day)}: ${exception.works ? words.works : words.rests} (${exception.name})`
            return (
              <li key={day}>
                {said}{' '}
                {maySet && (
                  <button
                    type="button"
                    className="quiet"
                    aria-label={`${rules.remove}: ${said}`}
                    onClick={() =>
                      askAside(
                        { action: 'calendar.remove-exception', input: { calendar: code, day } },
                        { action: 'calendar.set-exception', input: { calendar: code, ...exception } },
                      )
                    }
                  >
                    {rules.remove}
                  </button>
                )}
              </li>
            )
          })}
        </ul>
      )}
      <div className="actions">
        {maySet && link('pattern', words.changePattern)}
        {maySet && link('exception', words.addException)}
        {link('agency', words.assign)}
      </div>
      {dialog}
    </section>
  )
}

/** The holidays of a year, which is in the address. */
function Holidays({ set }: { set: CalendarList['holidaySets'][number] }) {
  const words = useWords({ id, en }).calendars
  const { format, locale, t } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const years = Array.from({ length: set.to - set.from + 1 }, (_, i) => String(set.to - i))
  const year = years.find((one) => one === search.period) ?? years[0]!
  const { data } = useQuery(holidaysQuery(set.code, year))
  const maySet = useMaySet()
  const heading = `holidays-${set.code}`
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{words.yearsOf(set.code)}</h2>
      <p>{words.covered(set.from, set.to)}</p>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={words.year}>
          {(field) => (
            <select
              id={field}
              value={year}
              onChange={(event) =>
                void navigate({
                  to: '.',
                  search: { ...search, period: event.target.value } as never,
                  replace: true,
                  resetScroll: false,
                })
              }
            >
              {years.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          )}
        </Field>
      </form>
      {data ? (
        <ul className="desk-list">
          {data.map(({ day, kind, name, nameEn }) => (
            <li key={day}>
              {format.date(day)}: {locale === 'en' ? (nameEn ?? name) : name}{' '}
              <span className="muted">({kind === 'national' ? words.national : words.joint})</span>
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton height={320} label={t.loading} />
      )}
      {maySet && (
        <div className="actions">
          {[
            [year, words.changeYear(year)],
            [String(set.to + 1), words.addYear(set.to + 1)],
          ].map(([period, label]) => (
            <Link
              key={period}
              to="/admin/calendars/holidays"
              search={{ lang: search.lang, calendar: set.code, period }}
              className="button"
            >
              {label}
            </Link>
          ))}
        </div>
      )}
    </section>
  )
}
