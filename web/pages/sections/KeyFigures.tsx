import { useQuery } from '@tanstack/react-query'
import { openingSentence } from '#shared/i18n/sentences.ts'
import { partNote } from '#shared/i18n/so-far.ts'
import { stateOf } from '#shared/i18n/state-of.ts'
import { findIndicator } from '#shared/indicators/registry.ts'
import { readingsQuery } from '../../api/readings.ts'
import { explanationsQuery } from '../../api/targets.ts'
import { useLanguage } from '../../i18n.tsx'
import { IndicatorCard } from '../../parts/IndicatorCard.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import {
  BESIDE,
  channelOf,
  compareFigures,
  KEY_FIGURES,
  keyFigures,
  type Scope,
  type View,
} from '../../view.ts'
import { Failed } from './Failed.tsx'

const HISTORY = 12

/** The sentence and the key figures of a scope. */
export function KeyFigures({ view, scope }: { view: View; scope: Scope }) {
  const { t, locale, format } = useLanguage()
  const { data, error, refetch, isPlaceholderData } = useQuery(readingsQuery(keyFigures(view, scope)))
  // Limits rest on the whole past of a scope, so marks and targets come a moment after the figures. They know nothing
  // of channels.
  const marks = useQuery({
    ...readingsQuery({ ...keyFigures(view, scope), from: view.span.startsOn, include: BESIDE }),
    enabled: !view.channel,
  })
  const { data: said } = useQuery({
    ...explanationsQuery({ agency: scope.agency }),
    enabled: !!scope.agency && !view.channel,
  })
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={620} label={t.loading} />
  const { period, now, of, time } = compareFigures(data, data.asked)
  const part = partNote(locale, period, now)
  const channel = channelOf(data.asked)
  const marked = (indicator: string) =>
    view.channel
      ? undefined
      : marks.data?.readings.find((one) => one.indicator === indicator && one.period === period)
  return (
    <div aria-busy={isPlaceholderData}>
      <p className="opening">
        {openingSentence(locale, period, {
          time,
          onTime: of('on-time-rate'),
          satisfaction: of('satisfaction-index'),
          channel,
        })}
      </p>
      {part && <p className="part">{part}</p>}
      <p className="page-meta">
        {stateOf(t, data)}
        {data.asOf && `, ${t.asOf(format.instant(data.asOf))}`}
      </p>
      <section aria-labelledby="key-figures">
        <h2 id="key-figures">{t.keyFigures}</h2>
        <div className="cards">
          {KEY_FIGURES.map((indicator) => (
            <IndicatorCard
              key={indicator}
              indicator={indicator}
              {...of(indicator)}
              unavailable={
                channel && findIndicator(indicator)?.dataset === 'surveys' ? t.surveyNoChannel : undefined
              }
              history={data.readings.filter((one) => one.indicator === indicator).slice(-HISTORY)}
              marked={marked(indicator)}
              explanation={said?.find(
                (one) =>
                  one.agency === scope.agency &&
                  one.service === (scope.service ?? null) &&
                  one.indicator === indicator &&
                  one.period === (marked(indicator)?.target?.period ?? period),
              )}
            />
          ))}
        </div>
      </section>
    </div>
  )
}
