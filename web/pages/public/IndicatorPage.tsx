import { useParams } from '@tanstack/react-router'
import { findIndicator } from '#shared/indicators/registry.ts'
import { useLanguage } from '../../i18n.tsx'
import { useTitle } from '../../title.ts'
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
  const { group, direction, unit } = findIndicator(id)!
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
      <WithView>
        {(view) => (
          <div className="figures">
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
              marked={view.span.period}
            />
          </div>
        )}
      </WithView>
    </>
  )
}
