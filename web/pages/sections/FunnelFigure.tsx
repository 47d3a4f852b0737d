import { lazy, Suspense } from 'react'
import type { Comparison } from '#shared/contract/comparison.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { Figure } from '../../charts/Figure.tsx'
import { funnelSeries } from '../../charts/funnel/series.ts'
import { useLanguage } from '../../i18n.tsx'
import { classText, rankText } from '../../parts/compared-text.ts'
import { EmbedCode } from '../../parts/EmbedCode.tsx'
import { SourceLine } from '../../parts/SourceLine.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

const FunnelChart = lazy(() => import('../../charts/funnel/FunnelChart.tsx'))
const HEIGHT = 320

/** Agencies at their number of cases, between the limits that chance alone would keep. */
export function FunnelFigure({
  data,
  subject,
  name,
  question,
}: {
  data: Comparison
  /** what the indicator is called */
  subject: string
  name: (code: string) => string
  /** address of the comparison */
  question: string
}) {
  const language = useLanguage()
  const { t, format } = language
  const series = funnelSeries(data)
  if (!series || !data.funnel) return null
  const { funnel, unit } = data
  const span = parsePeriod(data.period)!
  const byCode = new Map(data.agencies.map((one) => [one.agency, one]))
  return (
    <Figure
      title={`${subject}, ${format.period(data.period)}`}
      subtitle={`${t.comparison.funnel} · ${t.comparison.n} → · ${t.comparison.centre(format.value(unit, funnel.centre))}`}
      notes={[
        t.comparison.funnelNote,
        ...(funnel.isAdjusted ? [t.comparison.adjusted] : []),
        ...(series.startsAtZero ? [] : [t.chart.zoomedAxis]),
      ]}
      hint={t.chart.keyboard}
      source={
        <>
          <SourceLine
            data={data}
            parameters={{
              indicators: data.indicator,
              agency: data.agencies.map(({ agency }) => agency).join(','),
              service: data.service ?? undefined,
              grain: span.grain,
              from: span.startsOn,
              to: span.endsOn,
            }}
            question={question}
          />
          <EmbedCode
            of={{
              indicator: data.indicator,
              ...(data.peers ? { peers: data.peers.of } : { level: data.level ?? undefined }),
            }}
            title={`${t.comparison.funnel}: ${subject}`}
          />
        </>
      }
      tableLabel={t.chart.table}
      height={HEIGHT}
      table={
        <table className="numbers">
          <caption className="visually-hidden">{subject}</caption>
          <thead>
            <tr>
              <th scope="col">{t.agency}</th>
              <th scope="col">{t.n}</th>
              <th scope="col">{t.value}</th>
              <th scope="col">{t.comparison.class}</th>
              <th scope="col">{t.comparison.classAdjusted}</th>
            </tr>
          </thead>
          <tbody>
            {series.points.map(({ agency }) => {
              const one = byCode.get(agency)!
              return (
                <tr key={agency}>
                  <th scope="row">{name(agency)}</th>
                  <td>{format.number(one.n!)}</td>
                  <td>{format.value(unit, one.value!)}</td>
                  <td>{one.funnel ? t.comparison.classes[one.funnel.plain] : '–'}</td>
                  <td>{one.funnel ? t.comparison.classes[one.funnel.adjusted] : '–'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      }
    >
      <Suspense fallback={<Skeleton height={HEIGHT} label={t.loading} />}>
        <FunnelChart
          series={series}
          unit={unit}
          title={`${t.comparison.funnel}: ${subject}`}
          description={data.sentence}
          lines={(code) => {
            const one = byCode.get(code)!
            return {
              title: name(code),
              lines: [
                `${format.value(unit, one.value!)} (n = ${format.number(one.n!)})`,
                classText(language, one),
                rankText(language, one),
              ].filter(Boolean),
            }
          }}
        />
      </Suspense>
    </Figure>
  )
}
