import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Series } from '#shared/contract/series.ts'
import { changedText } from '#shared/i18n/changed-text.ts'
import { releases as en } from '#shared/i18n/en/releases.ts'
import { releases as id } from '#shared/i18n/id/releases.ts'
import { notesTogether } from '#shared/i18n/reading-note.ts'
import { isOfPart } from '#shared/measure/measure.ts'
import { periodOf } from '#shared/time/period.ts'
import { revisionsQuery } from '../../api/releases.ts'
import { seriesQuery } from '../../api/series.ts'
import { controlSeries } from '../../charts/control/series.ts'
import { Figure } from '../../charts/Figure.tsx'
import { type Language, useLanguage, useWords } from '../../i18n.tsx'
import { EmbedCode } from '../../parts/EmbedCode.tsx'
import { SeriesNotes } from '../../parts/SeriesNotes.tsx'
import { SeriesTable } from '../../parts/SeriesTable.tsx'
import { SourceLine } from '../../parts/SourceLine.tsx'
import { seriesUrl } from '../../paths.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { Scope, View } from '../../view.ts'
import { Failed } from './Failed.tsx'

const ControlChart = lazy(() => import('../../charts/control/ControlChart.tsx'))
const HEIGHT = 240

/** One figure of a scope over time with the limits of its usual variation. */
export function ControlTrend({
  indicator,
  scope,
  scopeName,
  view,
  name: given,
}: {
  indicator: string
  /** of one that is not in the dictionaries: an import created it */
  name?: string
  scope: Scope
  scopeName: string
  view: View
}) {
  const language = useLanguage()
  const { t, words, locale, format } = language
  const question = {
    indicator,
    ...scope,
    grain: view.grain,
    from: view.trendFrom,
    to: view.span.endsOn,
    lang: locale,
  }
  const { data, error, refetch, isPlaceholderData } = useQuery(seriesQuery(question))
  const r = useWords({ id, en })
  const { data: log } = useInfiniteQuery({
    ...revisionsQuery({ ...scope, indicator, exact: 'true' }),
    enabled: data?.release !== undefined,
  })
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={HEIGHT + 160} label={t.loading} />
  const name = given ?? words.list[data.indicator]?.name ?? data.indicator
  const drawn = controlSeries(data)
  // What the release that is shown says otherwise than the one before.
  const changes = (log?.pages[0]?.items ?? []).filter(
    (one) => one.release === data.release && one.grain === data.asked.grain,
  )
  const revised = new Map(
    changes.map((one) => {
      const { old, new: now } = changedText(language, r.absent, one, data.unit)
      return [one.period, r.revised(format.period(one.period), old, now, one.reason ?? '')]
    }),
  )
  const parts = data.points.filter(isOfPart).map(({ period }) => format.period(period))
  return (
    <Figure
      title={data.sentence}
      subtitle={[name, unitOf(language, data, drawn.scale), scopeName].filter(Boolean).join(' · ')}
      notes={
        drawn.isEmpty
          ? []
          : [
              ...noteLines(language, data),
              ...notesTogether(language, data.points),
              ...(drawn.startsAtZero ? [] : [t.chart.zoomedAxis]),
              ...(parts.length > 0 ? [t.chart.partial(parts.join('; '))] : []),
            ]
      }
      {...(!drawn.isEmpty && { hint: t.chart.keyboard })}
      source={
        <>
          <SourceLine
            data={data}
            parameters={{
              ...scope,
              indicators: data.indicator,
              grain: data.asked.grain,
              from: data.asked.from,
              to: data.asked.to,
            }}
            question={seriesUrl(question)}
          />
          <EmbedCode of={{ indicator: data.indicator, ...scope }} title={`${name}, ${scopeName}`} />
        </>
      }
      isBusy={isPlaceholderData}
      tableLabel={t.chart.table}
      height={drawn.isEmpty ? 0 : HEIGHT}
      table={<SeriesTable series={data} caption={name} revised={revised} />}
      below={
        <>
          <SeriesNotes series={data} />
          {revised.size > 0 && (
            <details className="figure-table">
              <summary>
                {r.revisedTitle}: {format.number(revised.size)}
              </summary>
              <p className="figure-notes">{r.revisedMark}</p>
              <ul className="figure-notes">
                {[...revised].map(([period, said]) => (
                  <li key={period}>{said}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      }
    >
      {drawn.isEmpty ? (
        <Notice kind="info" title={t.chart.empty}>
          <p>{words.missingSentence[data.points.at(-1)?.missing ?? 'not-reported']}</p>
        </Notice>
      ) : (
        <Suspense fallback={<Skeleton height={HEIGHT} label={t.loading} />}>
          <ControlChart
            drawn={drawn}
            series={data}
            title={name}
            marked={periodOf(data.asked.to, data.asked.grain)}
            revised={new Set(revised.keys())}
          />
        </Suspense>
      )}
    </Figure>
  )
}

/** The unit of the axis in words. */
const unitOf = ({ format, words }: Language, { unit }: Series, scale: number): string =>
  unit === 'seconds' ? format.duration(scale * 2).replace(/^[\d.,\s]+/, '') : words.units[unit]

/** How to read the drawing, as far as it needs saying. */
function noteLines({ t, format, words }: Language, { points, segments, runs }: Series): string[] {
  const gaps = new Map<string, string[]>()
  for (const { period, missing } of points) {
    if (missing) gaps.set(missing, [...(gaps.get(missing) ?? []), format.periodShort(period)])
  }
  const gapList = [...gaps].map(
    ([reason, periods]) =>
      `${words.missing[reason as keyof typeof words.missing]} (${
        periods.length > 3 ? format.number(periods.length) : periods.join(', ')
      })`,
  )
  return [
    ...(segments.length > 0 ? [t.control.reading] : []),
    ...(segments.some(({ isProvisional }) => isProvisional) ? [t.control.provisional] : []),
    ...(runs.length > 0 ? [t.control.letters] : []),
    ...(gapList.length > 0 ? [t.control.gaps(gapList.join('; '))] : []),
  ]
}
