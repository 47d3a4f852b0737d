import { useQuery } from '@tanstack/react-query'
import { readingText } from '#shared/i18n/formats.ts'
import { readingNote } from '#shared/i18n/reading-note.ts'
import { gradeOf } from '#shared/indicators/bands.ts'
import { weakestElements } from '#shared/indicators/weakest-elements.ts'
import { ELEMENTS, type Element } from '#shared/rollups/cell.ts'
import { parsePeriod, periodOf } from '#shared/time/period.ts'
import { readingsQuery } from '../../api/readings.ts'
import { DotPlot } from '../../charts/dots/DotPlot.tsx'
import { Figure } from '../../charts/Figure.tsx'
import { useLanguage } from '../../i18n.tsx'
import { ReadingTable } from '../../parts/ReadingTable.tsx'
import { SourceLine } from '../../parts/SourceLine.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { Scope, View } from '../../view.ts'
import { Failed } from './Failed.tsx'

const HEIGHT = 340
const IDS = ELEMENTS.map((element) => `element-${element}`)
const elementOf = (id: string) => id.slice('element-'.length) as Element

/** Satisfaction by element in the period, with the grade of the index and the three weakest elements. */
export function Elements({ view, scope, scopeName }: { view: View; scope: Scope; scopeName: string }) {
  const language = useLanguage()
  const { t, words, format } = language
  const { data, error, refetch, isPlaceholderData } = useQuery(
    readingsQuery({
      ...scope,
      indicators: ['satisfaction-index', ...IDS].join(','),
      grain: view.grain,
      from: view.span.startsOn,
      to: view.span.endsOn,
    }),
  )
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={HEIGHT + 160} label={t.loading} />
  const period = periodOf(data.asked.to, data.asked.grain)
  const index = data.readings.find((reading) => reading.indicator === 'satisfaction-index')
  const elements = IDS.flatMap((id) => data.readings.filter((reading) => reading.indicator === id))
  const nameOf = (id: string) => words.elements[elementOf(id)]
  const known = elements.filter((reading) => reading.value !== null)
  const { weakest } = weakestElements(
    known.map(({ indicator, value, low, high }) => ({
      element: elementOf(indicator),
      value: value!,
      low,
      high,
    })),
  )
  const grade = index?.value == null ? null : gradeOf(index.value, parsePeriod(period)!.endsOn)
  return (
    <Figure
      title={
        known.length > weakest.length
          ? t.lowest(weakest.map((element) => words.elements[element]).join('; '))
          : t.chart.elements
      }
      subtitle={`${t.chart.elements} · 1–4 · ${scopeName} · ${format.period(period)}`}
      notes={[
        ...(index?.value != null && grade
          ? [
              `${words.list['satisfaction-index']!.name}: ${format.value(index.unit, index.value)}. ${t.grade(grade.grade, grade.rule)}.`,
              readingNote(language, index),
            ]
          : []),
        ...(known.length > 0 ? [t.chart.bar] : []),
      ]}
      source={<SourceLine data={data} parameters={data.asked} />}
      isBusy={isPlaceholderData}
      tableLabel={t.chart.table}
      height={known.length > 0 ? HEIGHT : 0}
      table={
        <ReadingTable
          readings={elements}
          caption={t.chart.elements}
          head={t.chart.element}
          label={(reading) => nameOf(reading.indicator)}
        />
      }
    >
      {known.length === 0 ? (
        <Notice kind="info" title={t.chart.empty}>
          <p>{readingNote(language, elements[0] ?? { value: null, missing: null, flags: [] })}</p>
        </Notice>
      ) : (
        <DotPlot
          domain={[1, 4]}
          dots={elements.map((reading) => ({
            label: nameOf(reading.indicator),
            value: reading.value,
            low: reading.low,
            high: reading.high,
            text: readingText(format, words.missing, reading),
          }))}
        />
      )}
    </Figure>
  )
}
