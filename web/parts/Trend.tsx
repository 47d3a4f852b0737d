import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Reading } from '#shared/contract/reading.ts'
import { changePhrase } from '#shared/i18n/sentences.ts'
import { type ReadingsParameters, readingsQuery } from '../api/readings.ts'
import { Figure } from '../charts/Figure.tsx'
import { trendSeries } from '../charts/trend/series.ts'
import { type Language, useLanguage } from '../i18n.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { ReadingTable } from './ReadingTable.tsx'
import { SourceLine } from './SourceLine.tsx'

const TrendChart = lazy(() => import('../charts/trend/TrendChart.tsx'))
const HEIGHT = 240

export interface TrendProps {
  /** what the chart is about */
  subject: string
  scope: string
  indicators: readonly string[]
  parameters: Omit<ReadingsParameters, 'indicators'>
  /** period looked at */
  marked: string
}

/** Indicators of one unit over time, for one scope. */
export function Trend({ subject, scope, indicators, parameters, marked }: TrendProps) {
  const language = useLanguage()
  const { t, format, words } = language
  const asked: ReadingsParameters = { ...parameters, indicators: indicators.join(',') }
  const { data, error, refetch } = useQuery(readingsQuery(asked))
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
  if (!data) return <Skeleton height={HEIGHT + 140} label={t.loading} />
  const lines = indicators.map((id) => data.readings.filter((reading) => reading.indicator === id))
  const labels = indicators.map((id) => words.list[id]!.name)
  const series = trendSeries(lines)
  const title = sayTrend(language, labels[0]!, lines[0]!, marked) ?? subject
  const hasGap = lines.some((line) => line.some((reading) => reading.value === null))
  const notes = [
    ...(indicators.length === 1 && lines[0]!.some((reading) => reading.low !== null) ? [t.chart.band] : []),
    ...(series.startsAtZero ? [] : [t.chart.zoomedAxis]),
    ...(hasGap ? [t.chart.gap] : []),
    t.chart.keyboard,
  ]
  return (
    <Figure
      title={title}
      subtitle={`${subject} · ${unitOf(language, series)} · ${scope}`}
      notes={series.isEmpty ? [] : notes}
      source={<SourceLine data={data} parameters={asked} />}
      tableLabel={t.chart.table}
      height={HEIGHT}
      table={lines.map((line, i) => (
        <ReadingTable
          key={indicators[i]}
          readings={[...line].reverse()}
          caption={labels[i]!}
          {...(lines.length > 1 && { label: (reading: Reading) => `${labels[i]}, ${format.period(reading.period)}` })}
        />
      ))}
    >
      {series.isEmpty ? (
        <Notice kind="info" title={t.chart.empty}>
          <p>{words.missingSentence[lines[0]!.at(-1)?.missing ?? 'not-reported']}</p>
        </Notice>
      ) : (
        <Suspense fallback={<Skeleton height={HEIGHT} label={t.loading} />}>
          <TrendChart series={series} labels={labels} format={format} title={subject} description={title} marked={marked} />
        </Suspense>
      )}
    </Figure>
  )
}

/** What the chart says about the period looked at, or the last one with a figure. */
function sayTrend({ locale, t, format }: Language, label: string, line: readonly Reading[], marked: string): string | null {
  const index = line.findIndex((reading) => reading.period === marked && reading.value !== null)
  const at = index >= 0 ? index : line.findLastIndex((reading) => reading.value !== null)
  const reading = line[at]
  if (!reading || reading.value === null) return null
  const change = changePhrase(locale, { current: reading, previous: line[at - 1] })
  const said = t.chart.lastPoint(label, format.period(reading.period), format.value(reading.unit, reading.value))
  return change ? `${said.slice(0, -1)}, ${change}.` : said
}

function unitOf({ locale, format }: Language, series: { unit: string; scale: number }): string {
  if (series.unit === 'seconds') return format.duration(series.scale).replace(/^[\d.,]+\s*/, '')
  const names: Record<string, [string, string]> = {
    count: ['jumlah', 'count'],
    ratio: ['persen', 'per cent'],
    days: ['hari kerja', 'working days'],
    index: ['indeks', 'index'],
    score: ['nilai 1–4', 'score 1–4'],
  }
  return names[series.unit]?.[locale === 'en' ? 1 : 0] ?? series.unit
}
