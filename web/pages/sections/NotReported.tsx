import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { AgencyItem } from '#shared/contract/reading.ts'
import { agencyRows } from '#shared/i18n/agency-rows.ts'
import { periodOf } from '#shared/time/period.ts'
import { readingsQuery } from '../../api/readings.ts'
import { releasesQuery } from '../../api/releases.ts'
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
  const { data, error, refetch, isPlaceholderData } = useQuery(
    readingsQuery(leagueQuestion('agency', {}, view)),
  )
  const { data: releases = [] } = useQuery(releasesQuery)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={80} label={t.loading} />
  const parents = new Set(agencies.map((agency) => agency.parent))
  const units = data.readings.filter(
    ({ indicator, agency }) => indicator === 'received' && !parents.has(agency ?? ''),
  )
  const expected = units.filter(({ coverage }) => coverage.expected > 0)
  const silent = expected.filter(({ coverage }) => coverage.reporting === 0)
  const isOver = units.every(({ missing }) => missing !== 'not-yet-due')
  const late = new Set(isOver ? silent.map(({ agency }) => agency) : [])
  const reasons = new Map(
    releases.find(({ code }) => code === data.release)?.late.map((one) => [one.agency, one.reason]),
  )
  const named = agencyRows(
    agencies.filter((agency) => late.has(agency.code)),
    agencies,
    nameOf,
  )
  return (
    <section aria-labelledby="not-reported" aria-busy={isPlaceholderData}>
      <h2 id="not-reported">
        {t.notReported}: {format.period(periodOf(data.asked.to, data.asked.grain))}
      </h2>
      {named.length === 0 ? (
        <p>{!isOver ? t.notOver : expected.length === 0 ? t.noneExpected : t.allReported}</p>
      ) : (
        <>
          <p>{t.notReportedIntro(format.number(named.length))}</p>
          <ul className="columns">
            {named.map((agency) => (
              <li key={agency.code}>
                <Link to="/agencies/$code" params={{ code: agency.code }} search={keep(search)}>
                  {agency.name}
                </Link>
                {agency.note && ` (${agency.note})`}
                {reasons.has(agency.code) && `: ${reasons.get(agency.code)}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
