import { useQuery } from '@tanstack/react-query'
import type { Reading } from '#shared/contract/reading.ts'
import { openingSentence } from '#shared/i18n/sentences.ts'
import { type ReadingsParameters, readingsQuery } from '../api/readings.ts'
import { useLanguage } from '../i18n.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import type { View } from '../view.ts'
import { IndicatorCard } from './IndicatorCard.tsx'

const FIGURES = [
  'median-working-days',
  'median-time',
  'p90-time',
  'on-time-rate',
  'satisfaction-index',
  'received',
  'backlog',
  'digital-share',
] as const

const HISTORY = 13

/** The sentence and the key figures of a scope. */
export function KeyFigures({ view, scope }: { view: View; scope: { agency?: string; service?: string } }) {
  const { t, locale, format } = useLanguage()
  const parameters: ReadingsParameters = {
    indicators: FIGURES.join(','),
    ...scope,
    channel: view.channel,
    grain: view.grain,
    from: view.trendFrom,
    to: view.span.endsOn,
  }
  const { data, error, refetch } = useQuery(readingsQuery(parameters))
  if (error && !data) {
    return (
      <Notice kind="error" title={t.failed}>
        <p>{error.message}</p>
        <button type="button" onClick={() => void refetch()}>
          {t.retry}
        </button>
      </Notice>
    )
  }
  if (!data) return <Skeleton height={560} label={t.loading} />
  const of = (indicator: string) => data.readings.filter((reading) => reading.indicator === indicator)
  const at = (indicator: string, period: string | null): Reading | undefined =>
    data.readings.find((reading) => reading.indicator === indicator && reading.period === period)
  const pair = (indicator: string) => ({ current: at(indicator, view.span.period), previous: at(indicator, view.previous) })
  // Working days are what promises are made in; where the calendar has none, elapsed time says it.
  const time = pair('median-working-days').current?.value == null ? pair('median-time') : pair('median-working-days')
  const coverage = time.current?.coverage
  return (
    <>
      <p className="opening">
        {openingSentence(locale, view.span.period, {
          time,
          onTime: pair('on-time-rate'),
          satisfaction: pair('satisfaction-index'),
        })}
      </p>
      <p className="page-meta">
        {t.live}
        {data.asOf && `, ${t.asOf(format.instant(data.asOf))}`}
        {coverage && `; ${t.coverage(format.number(coverage.reporting), format.number(coverage.expected))}`}
      </p>
      <section aria-labelledby="key-figures">
        <h2 id="key-figures">{t.keyFigures}</h2>
        <div className="cards">
          {FIGURES.map((indicator) => (
            <IndicatorCard
              key={indicator}
              indicator={indicator}
              {...pair(indicator)}
              lastYear={at(indicator, view.lastYear)}
              history={of(indicator).slice(-HISTORY)}
            />
          ))}
        </div>
      </section>
    </>
  )
}
