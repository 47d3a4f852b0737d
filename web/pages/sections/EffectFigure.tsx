import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { InnovationEffect } from '#shared/contract/innovation.ts'
import { stateOf } from '#shared/i18n/state-of.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { effectQuery } from '../../api/innovations.ts'
import { effectSeries } from '../../charts/effect/series.ts'
import { Figure } from '../../charts/Figure.tsx'
import { type Language, useLanguage } from '../../i18n.tsx'
import { EmbedCode } from '../../parts/EmbedCode.tsx'
import { TakeAlong } from '../../parts/TakeAlong.tsx'
import { effectUrl, type ViewSearch } from '../../paths.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Failed } from './Failed.tsx'

const EffectChart = lazy(() => import('../../charts/effect/EffectChart.tsx'))
const HEIGHT = 240
const LINES = ['fitted', 'expected', 'peers'] as const

/** A figure before and after an innovation, and what can be said of the difference. */
export function EffectFigure({
  innovation,
  figures,
  scopeName,
}: {
  innovation: string
  /** offered to look at; without a choice the one of which more is known */
  figures: readonly string[]
  scopeName: string
}) {
  const language = useLanguage()
  const { t, words, format, locale } = language
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const indicator = findIndicator(search.indicator ?? '')?.id
  const { data, error, refetch, isPlaceholderData } = useQuery(
    effectQuery({ innovation, indicator, lang: locale }),
  )
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={HEIGHT + 200} label={t.loading} />
  const series = effectSeries(data)
  const subject = words.list[data.indicator]?.name ?? data.indicator
  const said = (value: number | null) => (value === null ? '–' : format.value(data.unit, value))
  const drawn = LINES.filter((line) => data.points.some((point) => point[line] !== null))
  return (
    <>
      <p className="opening">{data.sentence}</p>
      <form className="picker" onSubmit={(event) => event.preventDefault()}>
        <Field label={t.innovations.whichFigure}>
          {(id) => (
            <select
              id={id}
              value={indicator ?? data.indicator}
              onChange={(event) =>
                void navigate({
                  to: '.',
                  search: { ...search, indicator: event.target.value } as never,
                  replace: true,
                  resetScroll: false,
                })
              }
            >
              {[...new Set([...figures, data.indicator])].map((one) => (
                <option key={one} value={one}>
                  {words.list[one]?.name ?? one}
                </option>
              ))}
            </select>
          )}
        </Field>
      </form>
      <Figure
        title={`${subject}: ${t.innovations.verdicts[data.verdict]}`}
        subtitle={[subject, words.units[data.unit], scopeName].join(' · ')}
        notes={
          series.isEmpty ? [] : [t.innovations.start, ...(series.startsAtZero ? [] : [t.chart.zoomedAxis])]
        }
        {...(!series.isEmpty && { hint: t.chart.keyboard })}
        source={
          <>
            <span className="source-said">
              {t.source}: Terukur, {stateOf(t, data)}
              {data.asOf && `, ${t.asOf(format.instant(data.asOf))}`}.
            </span>
            <TakeAlong question={effectUrl({ innovation, indicator, lang: locale })} data={data} withCsv />
            <EmbedCode of={{ innovation, indicator: data.indicator }} title={`${subject}, ${scopeName}`} />
          </>
        }
        isBusy={isPlaceholderData}
        tableLabel={t.chart.table}
        height={series.isEmpty ? 0 : HEIGHT}
        below={
          <>
            <ul className="legend">
              {drawn.map((line) => (
                <li key={line}>
                  <svg width={28} height={8} aria-hidden="true">
                    <line className={`effect-${line}`} x1={0} x2={28} y1={4} y2={4} />
                  </svg>{' '}
                  {t.innovations[line]}
                </li>
              ))}
            </ul>
            <Estimates data={data} language={language} />
          </>
        }
        table={
          <table className="numbers">
            <caption className="visually-hidden">{subject}</caption>
            <thead>
              <tr>
                <th scope="col">{t.period}</th>
                <th scope="col">{t.value}</th>
                <th scope="col">{t.innovations.fitted}</th>
                <th scope="col">{t.innovations.expected}</th>
                <th scope="col">{t.innovations.peers}</th>
              </tr>
            </thead>
            <tbody>
              {[...data.points].reverse().map((point) => (
                <tr key={point.period}>
                  <th scope="row">{format.period(point.period)}</th>
                  <td>{said(point.value)}</td>
                  <td>{said(point.fitted)}</td>
                  <td>{said(point.expected)}</td>
                  <td>{said(point.peers)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        }
      >
        {series.isEmpty ? (
          <Notice kind="info" title={t.chart.empty} />
        ) : (
          <Suspense fallback={<Skeleton height={HEIGHT} label={t.loading} />}>
            <EffectChart
              series={series}
              unit={data.unit}
              title={subject}
              description={data.sentence}
              lines={(period) => {
                const point = data.points.find((one) => one.period === period)!
                return [
                  said(point.value),
                  ...drawn
                    .filter((line) => point[line] !== null)
                    .map((line) => `${t.innovations[line]}: ${said(point[line])}`),
                ]
              }}
            />
          </Suspense>
        )}
      </Figure>
    </>
  )
}

/** The sizes behind the verdict, each with its interval. */
function Estimates({ data, language: { t, format } }: { data: InnovationEffect; language: Language }) {
  const rows = [
    [t.innovations.level, data.level],
    [t.innovations.slope, data.slope],
    [t.innovations.atEnd, data.atEnd],
    [t.innovations.difference, data.comparison?.difference ?? null],
  ] as const
  const say = (value: number) => format.difference(data.unit, value)
  return (
    <ul className="estimates">
      {rows.map(([name, estimate]) =>
        estimate ? (
          <li key={name}>
            {name}: <strong>{say(estimate.value)}</strong>
            {estimate.low !== null && estimate.high !== null && (
              <span className="muted">
                {' '}
                ({t.interval}: {say(estimate.low)} … {say(estimate.high)})
              </span>
            )}
          </li>
        ) : null,
      )}
    </ul>
  )
}
