import type { ReactNode } from 'react'
import { useLanguage } from '../../i18n.tsx'
import type { ReadingsParameters } from '../../paths.ts'
import type { Scope, View } from '../../view.ts'
import { ControlTrend } from './ControlTrend.tsx'
import { Trend } from './Trend.tsx'

/** Two lines that are read together. */
const TOGETHER = [
  ['volume', ['received', 'completed']],
  ['times', ['median-time', 'p90-time']],
] as const

/** Each with the limits of its usual variation; by channel, where nothing is known of limits, as a plain line. */
const ALONE = [
  ['onTime', 'on-time-rate'],
  ['satisfaction', 'satisfaction-index'],
  ['speed', 'median-working-days'],
  ['backlog', 'backlog'],
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
        {TOGETHER.map(([subject, indicators]) => (
          <Trend
            key={subject}
            subject={t.chart[subject]}
            scope={scopeName}
            indicators={indicators}
            parameters={parameters}
          />
        ))}
        {ALONE.map(([subject, indicator]) => {
          if (!view.channel) {
            return (
              <ControlTrend
                key={subject}
                indicator={indicator}
                scope={scope}
                scopeName={scopeName}
                view={view}
              />
            )
          }
          return subject === 'satisfaction' ? null : (
            <Trend
              key={subject}
              subject={t.chart[subject]}
              scope={scopeName}
              indicators={[indicator]}
              parameters={parameters}
            />
          )
        })}
        {children}
      </div>
    </section>
  )
}
