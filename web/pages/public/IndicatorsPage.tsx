import { Link, useSearch } from '@tanstack/react-router'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { useLanguage } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'

const GROUPS = ['speed', 'volume', 'satisfaction', 'complaints', 'cost', 'result'] as const

/** Every figure with its definition. */
export function IndicatorsPage() {
  const { t, words } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  useTitle(t.indicators)
  return (
    <>
      <h1>{t.indicators}</h1>
      {GROUPS.map((group) => (
        <section key={group} aria-labelledby={group}>
          <h2 id={group}>{words.groups[group]}</h2>
          <dl className="definitions">
            {INDICATORS.filter((indicator) => indicator.group === group).map(({ id, direction }) => (
              <div key={id}>
                <dt>
                  <Link to="/indicators/$id" params={{ id }} search={keep(search)}>
                    {words.list[id]!.name}
                  </Link>
                </dt>
                <dd>
                  {words.list[id]!.definition} <span className="muted">({words.directions[direction]})</span>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  )
}
