import { useQuery } from '@tanstack/react-query'
import type { Plan } from '#shared/contract/plan.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { plans as plansEn } from '#shared/i18n/en/plans.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { plans as plansId } from '#shared/i18n/id/plans.ts'
import { planHistoryQuery } from '../../api/survey.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { Failed } from './Failed.tsx'

/** How a plan came to be what it is, latest first. */
export function PlanEvents({ of }: { of: Pick<Plan, 'agency' | 'service' | 'period' | 'element'> }) {
  const words = useWords({ id, en })
  const plans = useWords({ id: plansId, en: plansEn })
  const { format } = useLanguage()
  const { data, error, refetch } = useQuery(planHistoryQuery({ ...of, service: of.service ?? undefined }))
  return (
    <section aria-labelledby="history">
      <h2 id="history">{words.history}</h2>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      <ol className="plans" reversed>
        {(data ?? []).map(({ at, actor, after }) => (
          <li key={at} className="plan">
            <p>{words.historyLine(plans.statuses[after.status], actor, format.instant(at))}</p>
            <p className="muted">{after.action}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
