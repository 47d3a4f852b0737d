import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { AgencyItem } from '#shared/contract/reading.ts'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { periodOf } from '#shared/time/period.ts'
import { coverageQuery } from '../../api/coverage.ts'
import { StatusMark } from '../../charts/marks/StatusMark.tsx'
import { useLanguage } from '../../i18n.tsx'
import { type FreshnessRow, freshnessRows, lateDeliveries } from '../../parts/freshness-rows.ts'
import { TakeAlong } from '../../parts/TakeAlong.tsx'
import { coverageUrl, keep, type ViewSearch } from '../../paths.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { View } from '../../view.ts'
import { Failed } from './Failed.tsx'

/** How complete and how fresh the data of a scope are: up to when, what is expected next, and who is late. */
export function Freshness({
  agencies,
  agency,
  view,
}: {
  agencies: readonly AgencyItem[]
  /** with all below it; absent: everything */
  agency?: string
  view: View
}) {
  const { t, locale, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const to = view.span.endsOn
  const question = { agency, from: `${to.slice(0, 7)}-01`, to, lang: locale }
  const { data, error, refetch, isPlaceholderData } = useQuery(coverageQuery(question))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={240} label={t.loading} />
  const rows = freshnessRows(data, agency)
  const late = lateDeliveries(data).filter((one) => one.agency !== agency)
  const names = fullNames(agencies, nameOf)
  return (
    <section aria-labelledby="freshness" aria-busy={isPlaceholderData}>
      <h2 id="freshness">{t.freshness.title}</h2>
      {rows.length === 0 ? (
        <Notice kind="info" title={t.freshness.none} />
      ) : (
        <>
          <p>{data.sentence}</p>
          <FreshnessTable rows={rows} month={format.period(periodOf(data.to, 'month'))} />
          {rows.map(
            ({ dataset, factsGoneTo }) =>
              factsGoneTo && (
                <p key={dataset} className="page-meta">
                  {t.freshness.gone(
                    t.freshness.datasets[dataset as keyof typeof t.freshness.datasets],
                    format.date(factsGoneTo),
                  )}
                </p>
              ),
          )}
          <TakeAlong question={coverageUrl(question)} data={data} withCsv />
        </>
      )}
      {late.length > 0 && (
        <>
          <h3 className="late-title">{t.freshness.late}</h3>
          <ul className="late">
            {late.map(({ agency: code, late: datasets }) => (
              <li key={code}>
                <Link to="/agencies/$code" params={{ code }} search={keep(search)}>
                  {names.get(code) ?? code}
                </Link>
                {': '}
                {datasets
                  .map(({ dataset, coveredTo, expectedNext }) =>
                    t.freshness.lateWith(
                      t.freshness.datasets[dataset as keyof typeof t.freshness.datasets],
                      coveredTo ? format.date(coveredTo) : '–',
                      expectedNext ? format.date(expectedNext) : '–',
                    ),
                  )
                  .join('; ')}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function FreshnessTable({ rows, month }: { rows: readonly FreshnessRow[]; month: string }) {
  const { t, format } = useLanguage()
  const { freshness } = t
  return (
    <section className="table-scroll folded" aria-labelledby="freshness" tabIndex={0}>
      <table className="numbers freshness" data-columns={2}>
        <caption className="visually-hidden">{freshness.title}</caption>
        <thead>
          <tr>
            <th scope="col">{freshness.dataset}</th>
            <th scope="col">{freshness.state}</th>
            <th scope="col">{freshness.coveredTo}</th>
            <th scope="col">{freshness.expectedNext}</th>
            <th scope="col">{freshness.reporting(month)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ dataset, coveredTo, expectedNext, isLate, coverage }) => (
            <tr key={dataset}>
              <th scope="row">{freshness.datasets[dataset as keyof typeof freshness.datasets]}</th>
              <td>
                <span className="class-mark">
                  <StatusMark status={isLate ? 'not-met' : expectedNext ? 'met' : 'not-available'} />{' '}
                  {isLate ? freshness.isLate : expectedNext ? freshness.onTime : freshness.silent}
                </span>
              </td>
              <td>{coveredTo ? format.date(coveredTo) : '–'}</td>
              <td>{expectedNext ? freshness.upTo(format.date(expectedNext)) : freshness.notExpected}</td>
              <td>
                {coverage.expected === 0
                  ? '–'
                  : freshness.of(format.number(coverage.reporting), format.number(coverage.expected))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
