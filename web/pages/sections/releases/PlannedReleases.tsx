import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { PlannedRelease } from '#shared/contract/release.ts'
import { releases as en } from '#shared/i18n/en/desk/releases.ts'
import { releases as id } from '#shared/i18n/id/desk/releases.ts'
import { wallTime } from '#shared/time/zone.ts'
import { isOfReleases } from '../../../api/release-desk.ts'
import { releaseCalendarQuery } from '../../../api/releases.ts'
import { sendJson } from '../../../api/send.ts'
import { useLanguage, useWords } from '../../../i18n.tsx'
import { keep, type ViewSearch } from '../../../paths.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { say } from '../../../ui/Toasts.tsx'
import { Failed } from '../Failed.tsx'
import { PlanForm } from './PlanForm.tsx'

/** When releases come, and what can be done about each. */
export function PlannedReleases({ mayPlan }: { mayPlan: boolean }) {
  const words = useWords({ id, en })
  const { t, format } = useLanguage()
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(releaseCalendarQuery)
  const [edited, setEdited] = useState<PlannedRelease | null>(null)
  const [cancelled, setCancelled] = useState<PlannedRelease | null>(null)
  const changed = () => void client.invalidateQueries({ predicate: isOfReleases })
  const cancel = async ({ id: planId }: PlannedRelease) => {
    try {
      await sendJson('DELETE', '/api/v1/release-calendar', { planId })
      say(words.planCancelled)
      changed()
    } catch (failure) {
      say((failure as Error).message)
    }
    setCancelled(null)
  }
  return (
    <section aria-labelledby="release-calendar">
      <h2 id="release-calendar">{words.calendar}</h2>
      <p className="page-meta">{words.calendarHint}</p>
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} label={t.loading} />}
      {data?.items.length === 0 && <p>{words.calendarNone}</p>}
      <ul className="desk-rows">
        {data?.items.map((plan) => (
          <Planned
            key={plan.id}
            plan={plan}
            isOver={plan.through < wallTime(new Date().toISOString(), data.timezone).slice(0, 7)}
            mayPlan={mayPlan}
            edit={() => setEdited(plan)}
            cancel={() => setCancelled(plan)}
          />
        ))}
      </ul>
      {data && mayPlan && (
        <PlanForm
          key={edited?.id ?? 'new'}
          plan={edited}
          zone={data.timezone}
          done={() => {
            setEdited(null)
            changed()
          }}
        />
      )}
      {cancelled && (
        <ConfirmDialog
          title={words.cancelPlanOf(format.period(cancelled.through))}
          confirm={words.cancelPlanConfirm}
          cancel={words.keep}
          onConfirm={() => void cancel(cancelled)}
          onCancel={() => setCancelled(null)}
        >
          <p>{words.cancelPlanText}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

function Planned({
  plan,
  isOver,
  mayPlan,
  edit,
  cancel,
}: {
  plan: PlannedRelease
  /** its last month has ended */
  isOver: boolean
  mayPlan: boolean
  edit: () => void
  cancel: () => void
}) {
  const words = useWords({ id, en })
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const through = format.period(plan.through)
  const isOpen = mayPlan && (plan.state === 'announced' || plan.state === 'overdue')
  return (
    <li className="desk-row">
      <p>
        <strong>{words.planned({ through, at: format.instant(plan.publishAt) })}</strong>:{' '}
        {words.planStates[plan.state]}
        {plan.code && ` (${plan.code})`}.{' '}
        {plan.submitBy && plan.state !== 'published' && words.submitBy(format.date(plan.submitBy))}
        {plan.note && (
          <>
            <br />
            {plan.note}
          </>
        )}
        {isOpen && !isOver && (
          <>
            <br />
            {words.notOver(through)}
          </>
        )}
      </p>
      {isOpen && (
        <div className="actions">
          <Link
            to={'/admin/releases/freeze' as never}
            search={{ ...keep(search), period: plan.through } as never}
            className={isOver ? 'button primary' : 'button'}
            aria-label={isOver ? words.checkOf(through) : words.lookAheadOf(through)}
          >
            {isOver ? words.check : words.lookAhead}
          </Link>
          <button type="button" aria-label={words.changePlan(through)} onClick={edit}>
            {words.change}
          </button>
          <button type="button" className="quiet" aria-label={words.cancelPlanOf(through)} onClick={cancel}>
            {words.cancelPlan}
          </button>
        </div>
      )}
    </li>
  )
}
