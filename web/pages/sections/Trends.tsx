import type { ReactNode } from 'react'
import { useLanguage } from '../../i18n.tsx'
import type { ReadingsParameters } from '../../paths.ts'
import type { Scope, View } from '../../view.ts'
import { Trend } from './Trend.tsx'

const CHARTS = [
  ['volume', ['received', 'completed']],
  ['times', ['median-time', 'p90-time']],
  ['speed', ['median-working-days']],
  ['onTime', ['on-time-rate']],
  ['satisfaction', ['satisfaction-index']],
  ['backlog', ['backlog']],
] as const

/** Volume, speed and satisfaction of a scope over time. */
export function Trends({
  view,
  scope,
  scopeName,
  children,
}: {
  view: View
  scope: Scope
  scopeName: string
  children?: ReactNode
}) {
  const { t } = useLanguage()
  const parameters: Omit<ReadingsParameters, 'indicators'> = {
    ...scope,
    channel: view.channel,
    grain: view.grain,
    from: view.trendFrom,
    to: view.span.endsOn,
  }
  return (
    <section aria-labelledby="trends">
      <h2 id="trends">{t.trends}</h2>
      <div className="figures">
        {CHARTS.filter(([subject]) => subject !== 'satisfaction' || !view.channel).map(
          ([subject, indicators]) => (
            <Trend
              key={subject}
              subject={t.chart[subject]}
              scope={scopeName}
              indicators={indicators}
              parameters={parameters}
              first={view.first}
            />
          ),
        )}
        {children}
      </div>
    </section>
  )
}
