import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { AgencyItem } from '#shared/contract/reading.ts'
import { readingsQuery } from '../../api/readings.ts'
import { useLanguage } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { View } from '../../view.ts'
import { Failed } from './Failed.tsx'
import { leagueQuestion } from './League.tsx'

/** Who was expected to deliver for the period and has not. */
export function NotReported({ agencies, view }: { agencies: readonly AgencyItem[]; view: View }) {
  const { t, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data, error, refetch } = useQuery(readingsQuery(leagueQuestion('agency', {}, view)))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={80} label={t.loading} />
  const parents = new Set(agencies.map((agency) => agency.parent))
  const silent = new Set(
    data.readings
      .filter(
        ({ indicator, coverage }) =>
          indicator === 'received' && coverage.expected > 0 && coverage.reporting === 0,
      )
      .map((reading) => reading.agency),
  )
  const named = agencies.filter((agency) => silent.has(agency.code) && !parents.has(agency.code))
  return (
    <section aria-labelledby="not-reported" aria-busy={data.asked.to !== view.span.endsOn}>
      <h2 id="not-reported">
        {t.notReported}: {format.period(view.span.period)}
      </h2>
      {named.length === 0 ? (
        <p>{t.allReported}</p>
      ) : (
        <>
          <p>{t.notReportedIntro(format.number(named.length))}</p>
          <ul className="columns">
            {named.map((agency) => (
              <li key={agency.code}>
                <Link to="/agencies/$code" params={{ code: agency.code }} search={keep(search)}>
                  {nameOf(agency)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
