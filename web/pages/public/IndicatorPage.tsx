import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { IndicatorItem } from '#shared/contract/indicator.ts'
import { agencyRows } from '#shared/i18n/agency-rows.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { indicatorsQuery } from '../../api/indicators.ts'
import { useLanguage } from '../../i18n.tsx'
import { IndicatorDetails } from '../../parts/IndicatorDetails.tsx'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { View } from '../../view.ts'
import { ControlTrend } from '../sections/ControlTrend.tsx'
import { Explanations } from '../sections/Explanations.tsx'
import { Failed } from '../sections/Failed.tsx'
import { GivenSpans } from '../sections/GivenSpans.tsx'
import { League } from '../sections/League.tsx'
import { Trend } from '../sections/Trend.tsx'
import { WithView } from '../sections/WithView.tsx'
import { LostPage } from './LostPage.tsx'

/** One figure: what it means, how it is computed, where it comes from, what it does not say; then its values now. */
export function IndicatorPage() {
  const { t } = useLanguage()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error, refetch } = useQuery(indicatorsQuery)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton height={720} label={t.loading} />
  const card = data.find((one) => one.id === id)
  return card ? <Indicator key={id} card={card} all={data} /> : <LostPage />
}

function Indicator({ card, all }: { card: IndicatorItem; all: readonly IndicatorItem[] }) {
  const { t, words, locale } = useLanguage()
  const name = card.name[locale]
  useTitle(name)
  return (
    <>
      <h1>{name}</h1>
      <p className="page-meta">
        {words.groups[card.group]} · {words.units[card.unit]} · {words.directions[card.direction]}
      </p>
      <p className="opening">{card.definition[locale]}</p>
      <h2>{t.values}</h2>
      {card.group === 'result' && <p className="page-meta">{t.card.besideOthers}</p>}
      <WithView indicator={card} hasChannel={card.classification.some(({ code }) => code === 'channel')}>
        {(view) => (
          <>
            {card.group !== 'result' && <OverTime card={card} view={view} />}
            <Comparison card={card} view={view} />
          </>
        )}
      </WithView>
      <Explanations indicator={card.id} />
      <section aria-labelledby="card">
        <h2 id="card">{t.card.title}</h2>
        <IndicatorDetails card={card} all={all} />
      </section>
    </>
  )
}

/** The figure of the nation over time; spans that agencies gave themselves overlap, and stand in a table. */
function OverTime({ card, view }: { card: IndicatorItem; view: View }) {
  const { t, locale } = useLanguage()
  const name = card.name[locale]
  if (view.grain === 'given') return <GivenSpans card={card} view={view} />
  if (!view.channel) {
    return <ControlTrend indicator={card.id} name={name} scope={{}} scopeName={t.nation} view={view} />
  }
  return (
    <Trend
      subject={name}
      scope={t.nation}
      indicators={[card.id]}
      parameters={{
        channel: view.channel,
        grain: view.grain,
        from: view.trendFrom,
        to: view.span.endsOn,
      }}
    />
  )
}

/** The figure of each agency, with its interval on one scale. */
function Comparison({ card, view }: { card: IndicatorItem; view: View }) {
  const { t, nameOf } = useLanguage()
  const { data: agencies, error, refetch } = useQuery(agenciesQuery)
  if (error && !agencies) return <Failed error={error} retry={() => void refetch()} />
  if (!agencies) return <Skeleton height={480} label={t.loading} />
  return (
    <section aria-labelledby="by-agency">
      <h2 id="by-agency">{t.byAgency}</h2>
      <League
        kind="agency"
        rows={agencyRows(agencies, agencies, nameOf)}
        scope={{}}
        view={view}
        label={t.byAgency}
        indicator={card}
      />
    </section>
  )
}
