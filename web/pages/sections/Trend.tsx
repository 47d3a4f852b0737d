import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { Reading } from '#shared/contract/reading.ts'
import { notesTogether, readingNote } from '#shared/i18n/reading-note.ts'
import { trendSentence } from '#shared/i18n/trend-sentence.ts'
import { isOfPart, type Unit } from '#shared/measure/measure.ts'
import { periodOf } from '#shared/time/period.ts'
import { readingsQuery } from '../../api/readings.ts'
import { Figure } from '../../charts/Figure.tsx'
import { trendSeries } from '../../charts/trend/series.ts'
import { type Language, useLanguage } from '../../i18n.tsx'
import { EmbedCode } from '../../parts/EmbedCode.tsx'
import { ReadingTable } from '../../parts/ReadingTable.tsx'
import { SourceLine } from '../../parts/SourceLine.tsx'
import type { ReadingsParameters } from '../../paths.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { channelOf } from '../../view.ts'
import { Failed } from './Failed.tsx'

const TrendChart = lazy(() => import('../../charts/trend/TrendChart.tsx'))
const HEIGHT = 240

export interface TrendProps {
  /** what the chart is about */
  subject: string
  scope: string
  indicators: readonly string[]
  parameters: Omit<ReadingsParameters, 'indicators'>
}

/** Indicators of one unit over time, for one scope. */
export function Trend({ subject, scope, indicators, parameters }: TrendProps) {
  const language = useLanguage()
  const { t, format, words } = language
  const asked: ReadingsParameters = { ...parameters, indicators: indicators.join(',') }
  const { data, error, refetch, isPlaceholderData } = useQuery(readingsQuery(asked))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={HEIGHT + 140} label={t.loading} />
  const lines = indicators.map((id) => data.readings.filter((reading) => reading.indicator === id))
  const labels = indicators.map((id) => words.list[id]!.name)
  const series = trendSeries(lines)
  const marked = periodOf(data.asked.to, data.asked.grain)
  const title = trendSentence(language, labels[0]!, lines[0]!, marked) ?? subject
  const channel = channelOf(data.asked)
  const parts = new Set(lines.flat().flatMap((reading) => (isOfPart(reading) ? [reading.period] : [])))
  const hasGap = lines.some((line) => line.some((reading) => reading.value === null))
  const notes = [
    ...(indicators.length === 1 && lines[0]!.some((reading) => reading.low !== null) ? [t.chart.band] : []),
    ...(series.startsAtZero ? [] : [t.chart.zoomedAxis]),
    ...(hasGap ? [t.chart.gap] : []),
    ...notesTogether(language, lines.flat()),
    ...(parts.size > 0 ? [t.chart.partial([...parts].map(format.period).join('; '))] : []),
  ]
  return (
    <Figure
      title={title}
      subtitle={[
        subject,
        unitOf(language, series),
        scope,
        channel && t.throughChannel(words.channels[channel]),
      ]
        .filter(Boolean)
        .join(' · ')}
      notes={series.isEmpty ? [] : notes}
      {...(!series.isEmpty && { hint: t.chart.keyboard })}
      source={
        <>
          <SourceLine data={data} parameters={data.asked} />
          <EmbedCode
            of={{
              indicator: asked.indicators,
              agency: parameters.agency,
              service: parameters.service,
              channel: parameters.channel,
            }}
            title={`${subject}, ${scope}`}
          />
        </>
      }
      isBusy={isPlaceholderData}
      tableLabel={t.chart.table}
      height={series.isEmpty ? 0 : HEIGHT}
      table={lines.map((line, i) => (
        <ReadingTable
          key={indicators[i]}
          readings={[...line].reverse()}
          caption={labels[i]!}
          {...(lines.length > 1 && {
            head: t.chart.line,
            label: (reading: Reading) => `${labels[i]}, ${format.period(reading.period)}`,
          })}
        />
      ))}
    >
      {series.isEmpty ? (
        <Notice kind="info" title={t.chart.empty}>
          <p>{readingNote(language, lines[0]!.at(-1) ?? { value: null, missing: null, flags: [] })}</p>
        </Notice>
      ) : (
        <Suspense fallback={<Skeleton height={HEIGHT} label={t.loading} />}>
          <TrendChart series={series} labels={labels} title={subject} description={title} marked={marked} />
        </Suspense>
      )}
    </Figure>
  )
}

/** The unit of the axis in words. */
function unitOf({ format, words }: Language, { unit, scale }: { unit: Unit; scale: number }): string {
  return unit === 'seconds' ? format.duration(scale * 2).replace(/^[\d.,\s]+/, '') : words.units[unit]
}
