import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { findIndicator } from '#shared/indicators/registry.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { useLanguage } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import type { View } from '../../view.ts'
import { agencyRows } from '../sections/agency-rows.ts'
import { ControlTrend } from '../sections/ControlTrend.tsx'
import { Failed } from '../sections/Failed.tsx'
import { League } from '../sections/League.tsx'
import { Trend } from '../sections/Trend.tsx'
import { WithView } from '../sections/WithView.tsx'
import { LostPage } from './LostPage.tsx'

/** One figure: what it means, how it is computed, where it comes from, what it does not say; then its values now. */
export function IndicatorPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  return findIndicator(id) ? <Definition key={id} id={id} /> : <LostPage />
}

function Definition({ id }: { id: string }) {
  const { t, words } = useLanguage()
  const { group, direction, unit, dataset } = findIndicator(id)!
  const texts = words.list[id]!
  useTitle(texts.name)
  return (
    <>
      <h1>{texts.name}</h1>
      <p className="page-meta">
        {words.groups[group]} · {words.directions[direction]} · <code>{id}</code>
      </p>
      <p className="opening">{texts.definition}</p>
      <dl className="definitions">
        {(
          [
            [t.formula, texts.formula],
            [t.unit, words.units[unit]],
            [t.source, texts.source],
            [t.limits, texts.limits],
          ] as const
        ).map(([term, meaning]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h2>{t.values}</h2>
      <WithView hasChannel={dataset !== 'surveys'}>
        {(view) => (
          <>
            {view.channel ? (
              <Trend
                subject={texts.name}
                scope={t.nation}
                indicators={[id]}
                parameters={{
                  channel: view.channel,
                  grain: view.grain,
                  from: view.trendFrom,
                  to: view.span.endsOn,
                }}
                first={view.first}
              />
            ) : (
              <ControlTrend indicator={id} scope={{}} scopeName={t.nation} view={view} />
            )}
            <Comparison id={id} view={view} />
          </>
        )}
      </WithView>
    </>
  )
}

/** The figure of each agency, with its interval on one scale. */
function Comparison({ id, view }: { id: string; view: View }) {
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
        indicator={id}
      />
    </section>
  )
}
