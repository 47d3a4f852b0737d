import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { explanationsQuery } from '../../api/targets.ts'
import { useLanguage } from '../../i18n.tsx'
import { Said } from '../../parts/Said.tsx'
import { keep, type ViewSearch } from '../../paths.ts'

/** What agencies say of targets that they missed, in a scope; nothing where nobody said anything. */
export function Explanations({ agency, indicator }: { agency?: string; indicator?: string }) {
  const { t, words, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { data: said = [] } = useQuery(explanationsQuery({ agency, indicator }))
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { data: services = [] } = useQuery(servicesQuery)
  if (said.length === 0) return null
  const names = fullNames(agencies, nameOf)
  return (
    <section aria-labelledby="explanations">
      <h2 id="explanations">{t.said.title}</h2>
      <ul className="signals">
        {said.map((one) => {
          const view = { ...keep(search), period: one.period }
          const service = services.find(({ code }) => code === one.service)
          return (
            <li key={`${one.agency}|${one.service}|${one.indicator}|${one.period}`} className="signal">
              <p className="signal-when muted">
                {one.agency !== agency && (
                  <>
                    <Link to="/agencies/$code" params={{ code: one.agency }} search={view}>
                      {names.get(one.agency) ?? one.agency}
                    </Link>
                    {' · '}
                  </>
                )}
                {one.indicator !== indicator && (
                  <>
                    <Link to="/indicators/$id" params={{ id: one.indicator }} search={view}>
                      {words.list[one.indicator]?.name ?? one.indicator}
                    </Link>
                    {' · '}
                  </>
                )}
                {service && `${nameOf(service)} · `}
                {format.period(one.period)}
              </p>
              <Said explanation={one} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
