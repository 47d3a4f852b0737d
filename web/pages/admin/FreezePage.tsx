import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { releaseCheckQuery } from '../../api/release-desk.ts'
import { releaseCalendarQuery } from '../../api/releases.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from '../sections/Failed.tsx'
import { CheckList } from '../sections/releases/CheckList.tsx'
import { FreezeForm } from '../sections/releases/FreezeForm.tsx'
import { FreezeMonth } from '../sections/releases/FreezeMonth.tsx'

/** What a release would be, and freezing it: of the month in the address, or in the place of the release `q`. */
export function FreezePage() {
  const words = useWords({ id, en }).freeze
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { period, q: replaces } = search
  const isMonth = period !== undefined && parsePeriod(period)?.grain === 'month'
  const title = replaces
    ? words.revise(replaces)
    : isMonth
      ? words.title(format.period(period))
      : words.choose
  useTitle(title)
  return (
    <>
      <h1>{title}</h1>
      <p>
        <Link to={'/admin/releases' as never} search={{ ...keep(search), period: undefined } as never}>
          {words.back}
        </Link>
      </p>
      {replaces || isMonth ? (
        <Checked asked={replaces ? { replaces } : { through: period! }} />
      ) : (
        <>
          <p className="page-meta">{words.chooseHint}</p>
          <FreezeMonth />
        </>
      )}
    </>
  )
}

function Checked({ asked }: { asked: { through: string } | { replaces: string } }) {
  const words = useWords({ id, en }).freeze
  const { t, format } = useLanguage()
  const { data: check, error, refetch } = useQuery(releaseCheckQuery(asked))
  const { data: calendar } = useQuery(releaseCalendarQuery)
  if (error && !check) return <Failed error={error} retry={() => void refetch()} />
  if (!check || !calendar) {
    return (
      <>
        <p role="status">{words.looking}</p>
        <Skeleton height={480} label={t.loading} />
      </>
    )
  }
  const plan = calendar.items.find(
    ({ through, state }) => through === check.through && (state === 'announced' || state === 'overdue'),
  )
  return (
    <>
      <p className="page-meta">{words.intro}</p>
      {check.stops.length > 0 && (
        <Notice kind="error" title={words.stops}>
          <ul className="desk-list">
            {check.stops.map(({ code, says }) => (
              <li key={code}>{says ?? words.stop[code]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {check.asOf && <p>{words.called({ code: check.code, asOf: format.instant(check.asOf) })}</p>}
      <CheckList check={check} />
      {check.stops.length === 0 && (
        <FreezeForm check={check} plan={check.replaces ? null : (plan ?? null)} zone={calendar.timezone} />
      )}
    </>
  )
}
