import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Plan } from '#shared/contract/plan.ts'
import { forms as formsEn } from '#shared/i18n/en/desk/forms.ts'
import { survey as en } from '#shared/i18n/en/desk/survey.ts'
import { plans as plansEn } from '#shared/i18n/en/plans.ts'
import { forms as formsId } from '#shared/i18n/id/desk/forms.ts'
import { survey as id } from '#shared/i18n/id/desk/survey.ts'
import { plans as plansId } from '#shared/i18n/id/plans.ts'
import { ELEMENTS, type Element } from '#shared/rollups/cell.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { agenciesQuery } from '../../api/entities.ts'
import { sendJson } from '../../api/send.ts'
import { plansQuery } from '../../api/survey.ts'
import { useLanguage, useWords } from '../../i18n.tsx'
import { keep, type ViewSearch } from '../../paths.ts'
import { useTitle } from '../../title.ts'
import { Form, SubmitButton } from '../../ui/Form.tsx'
import { SelectField, TextField } from '../../ui/fields.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { say } from '../../ui/Toasts.tsx'
import { UnsavedGuard } from '../../ui/UnsavedGuard.tsx'
import { useForm } from '../../ui/use-form.ts'
import { ClosePlan } from '../sections/ClosePlan.tsx'
import { PlanEvents } from '../sections/PlanEvents.tsx'

/** What a plan is of: the element comes as `indicator` in the address. */
export interface PlanOf {
  agency: string
  service: string | null
  period: string
  element: Element
}

const isMonth = (text: string) => parsePeriod(text)?.grain === 'month'

function planOf(search: ViewSearch): PlanOf | null {
  const element = ELEMENTS.find((one) => one === search.indicator)
  const { agency, service = null, period } = search
  return agency && period && parsePeriod(period) && element ? { agency, service, period, element } : null
}

/** Says what will be done about one element, and what became of it. */
export function PlanPage() {
  const words = useWords({ id, en })
  const { t, words: names, format, nameOf } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const of = planOf(search)
  const { data } = useQuery({
    ...plansQuery({ agency: of?.agency, period: of?.period }),
    enabled: of !== null,
  })
  const { data: agencies = [] } = useQuery(agenciesQuery)
  useTitle(words.planTitle)
  if (!of) {
    return (
      <>
        <h1>{words.planTitle}</h1>
        <Notice kind="info" title={words.notThere}>
          <p>{words.notThereHint}</p>
          <p>
            <Link to="/desk/survey" search={keep(search)}>
              {words.title}
            </Link>
          </p>
        </Notice>
      </>
    )
  }
  const agency = agencies.find(({ code }) => code === of.agency)
  const plan = data?.find(
    (one) => one.agency === of.agency && one.service === of.service && one.element === of.element,
  )
  return (
    <>
      <h1>
        {words.planTitle}: {names.elements[of.element]}
      </h1>
      <p className="page-meta">
        {[agency ? nameOf(agency) : of.agency, of.service, format.period(of.period)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {data ? <PlanForms of={of} plan={plan} /> : <Skeleton height={480} label={t.loading} />}
    </>
  )
}

function PlanForms({ of, plan }: { of: PlanOf; plan: Plan | undefined }) {
  const words = useWords({ id, en })
  const forms = useWords({ id: formsId, en: formsEn })
  const plans = useWords({ id: plansId, en: plansEn })
  const { format } = useLanguage()
  const search = useSearch({ strict: false }) as ViewSearch
  const navigate = useNavigate()
  const client = useQueryClient()
  const list = { ...keep(search), agency: of.agency, service: of.service ?? undefined, period: of.period }
  const back = async () => {
    await client.invalidateQueries()
    await navigate({ to: '/desk/survey', search: list, ignoreBlocker: true })
  }
  const form = useForm({
    draft: `plan/${of.agency}/${of.service}/${of.element}/${of.period}`,
    initial: {
      problem: plan?.problem ?? '',
      action: plan?.action ?? '',
      owner: plan?.owner ?? '',
      dueMonth: plan?.dueMonth ?? '',
      status: plan?.status === 'ongoing' ? 'ongoing' : 'planned',
    },
    check: ({ problem, action, owner, dueMonth }): Record<string, string> => ({
      ...(problem.trim().length < 10 && { problem: words.tooShort }),
      ...(action.trim().length < 10 && { action: words.tooShort }),
      ...(owner.trim().length < 2 && { owner: words.tooShortOwner }),
      ...(!isMonth(dueMonth.trim()) && { dueMonth: words.badMonth }),
    }),
    async send({ dueMonth, ...values }) {
      await sendJson('PUT', '/api/v1/plans', { ...of, ...values, dueMonth: dueMonth.trim() })
      say(words.planSaved)
      await back()
    },
  })
  const { values, set } = form
  const month = values.dueMonth.trim()
  return (
    <>
      {form.isRestored && <p>{forms.restored}</p>}
      <Form
        label={words.planTitle}
        summary={forms.summary}
        errors={form.errors}
        failure={form.failure}
        isBusy={form.isBusy}
        onSubmit={() => void form.submit()}
      >
        <TextField
          name="problem"
          label={words.planProblem}
          hint={words.planProblemHint}
          rows={3}
          maxLength={1000}
          value={values.problem}
          onChange={(problem) => set('problem', problem)}
        />
        <TextField
          name="action"
          label={words.planAction}
          rows={3}
          maxLength={1000}
          value={values.action}
          onChange={(action) => set('action', action)}
        />
        <TextField
          name="owner"
          label={words.planOwner}
          hint={words.planOwnerHint}
          maxLength={200}
          value={values.owner}
          onChange={(owner) => set('owner', owner)}
        />
        <TextField
          name="dueMonth"
          label={words.planDue}
          hint={words.planDueHint}
          echo={isMonth(month) && format.period(month)}
          maxLength={10}
          value={values.dueMonth}
          onChange={(dueMonth) => set('dueMonth', dueMonth)}
        />
        <SelectField
          name="status"
          label={words.planStatus}
          value={values.status}
          choices={(['planned', 'ongoing'] as const).map((value) => ({
            value,
            label: plans.statuses[value],
          }))}
          onChange={(status) => set('status', status)}
        />
        <p className="muted">{words.published}</p>
        <div className="actions">
          <SubmitButton isBusy={form.isBusy} busy={forms.saving}>
            {forms.save}
          </SubmitButton>
          <Link to="/desk/survey" search={list} className="button">
            {forms.cancel}
          </Link>
        </div>
      </Form>
      {plan && plan.closedOn === null && <ClosePlan of={of} done={back} />}
      {plan && <PlanEvents of={of} />}
      <UnsavedGuard isDirty={form.isDirty} words={forms.leave} />
    </>
  )
}
