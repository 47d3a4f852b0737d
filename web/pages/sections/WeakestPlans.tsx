import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { Plan } from '#shared/contract/plan.ts'
import type { SurveyResults } from '#shared/contract/survey-results.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { plansQuery } from '../../api/survey.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { PlanEntry } from '../../parts/PlanEntry.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { Failed } from './Failed.tsx'

/** The weakest elements of a period, each with its plan or the way to one. */
export function WeakestPlans({ results, mayPlan }: { results: SurveyResults; mayPlan: boolean }) {
  const words = useWords({ id, en })
  const { words: names, format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const { agency, service, period, weakest, notClearlyApart, elements } = results
  const { data, error, refetch } = useQuery(plansQuery({ agency, period }))
  const own = (data ?? []).filter((plan) => plan.agency === agency && plan.service === service)
  const planOf = (element: string) => own.find((plan) => plan.element === element)
  const others = own.filter(({ element }) => !weakest.includes(element))
  const link = (element: Plan['element']) =>
    mayPlan && (
      <p>
        <Link
          to="/desk/survey/plan"
          search={{ ...keep(search), agency, service: service ?? undefined, period, indicator: element }}
          className="button"
          aria-label={`${planOf(element) ? words.changePlan : words.makePlan}: ${names.elements[element]}`}
        >
          {planOf(element) ? words.changePlan : words.makePlan}
        </Link>
      </p>
    )
  const scoreOf = (element: Plan['element']): string => {
    const found = elements.find((one) => one.element === element)
    if (!found || found.value === null) return ''
    const range =
      found.low === null || found.high === null ? '' : ` (${format.interval('score', found.low, found.high)})`
    return `${format.value('score', found.value)}${range}`
  }
  const headingOf = (element: Plan['element']) => (
    <h3>
      {names.elements[element]} <span className="muted">· {scoreOf(element)}</span>
    </h3>
  )
  if (weakest.length === 0 && others.length === 0) return null
  return (
    <section aria-labelledby="weakest">
      <h2 id="weakest">{words.weakest}</h2>
      <p>{words.weakestWhy}</p>
      {notClearlyApart.length > 0 && (
        <p>{words.notApart(notClearlyApart.map((element) => names.elements[element]).join('; '))}</p>
      )}
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {data && (
        <ul className="plans">
          {weakest.map((element) => {
            const plan = planOf(element)
            return plan ? (
              <PlanEntry key={element} plan={plan} heading={headingOf(element)}>
                {link(element)}
              </PlanEntry>
            ) : (
              <li key={element} className="plan">
                {headingOf(element)}
                <p>{words.noPlan}</p>
                {link(element)}
              </li>
            )
          })}
        </ul>
      )}
      {others.length > 0 && (
        <>
          <h3>{words.otherPlans}</h3>
          <ul className="plans">
            {others.map((plan) => (
              <PlanEntry key={plan.element} plan={plan} heading={<h4>{names.elements[plan.element]}</h4>}>
                {link(plan.element)}
              </PlanEntry>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
