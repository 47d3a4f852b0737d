import { useQuery } from '@tanstack/react-query'
import { fullNames } from '#shared/i18n/agency-rows.ts'
import { plans as en } from '#shared/i18n/en/plans.ts'
import { plans as id } from '#shared/i18n/id/plans.ts'
import { agenciesQuery, servicesQuery } from '../../api/entities.ts'
import { plansQuery } from '../../api/survey.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { PlanEntry } from '../../parts/PlanEntry.tsx'
import { Failed } from './Failed.tsx'

/** As many as a reader takes in; the rest is in the open data. */
const SHOWN = 6

/** What an agency will do about what its survey told, for everybody to see. */
export function Plans({ agency }: { agency: string }) {
  const words = useWords({ id, en })
  const { words: names, format, nameOf } = useLanguage()
  const { data, error, refetch } = useQuery(plansQuery({ agency }))
  const { data: agencies = [] } = useQuery(agenciesQuery)
  const { data: services = [] } = useQuery(servicesQuery)
  const agencyNames = fullNames(agencies, nameOf)
  const serviceNames = new Map(services.map((service) => [service.code, nameOf(service)]))
  const done = data?.filter(({ status }) => status === 'done').length ?? 0
  return (
    <section aria-labelledby="plans">
      <h2 id="plans">{words.title}</h2>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {data && data.length === 0 && <p>{words.none}</p>}
      {data && data.length > 0 && (
        <>
          <p>
            {words.intro} {words.doneOf(done, data.length)}
          </p>
          <ul className="plans">
            {data.slice(0, SHOWN).map((plan) => (
              <PlanEntry
                key={`${plan.agency}|${plan.service}|${plan.period}|${plan.element}`}
                plan={plan}
                heading={<h3>{names.elements[plan.element]}</h3>}
                about={[
                  plan.agency === agency ? null : (agencyNames.get(plan.agency) ?? plan.agency),
                  plan.service && (serviceNames.get(plan.service) ?? plan.service),
                  format.period(plan.period),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              />
            ))}
          </ul>
          {data.length > SHOWN && <p className="muted">{words.shown(SHOWN, data.length)}</p>}
        </>
      )}
    </section>
  )
}
