import type { ReadDb, Tx } from '#server/db/database.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { type DemoAgency, demoAgencies } from '#server/db/seeds/demo/agencies.ts'
import { demoActor } from '#server/db/seeds/demo/people.ts'
import type { DemoSpan } from '#server/db/seeds/demo/span.ts'
import {
  EXCUSED,
  EXPLANATIONS,
  NOTES,
  PLAN_DONE,
  PLAN_DROPPED,
  PLANS,
  REASONS,
} from '#server/db/seeds/demo/words.ts'
import { localDate } from '#server/readings/local-date.ts'
import { readSurveyResults } from '#server/readings/read-survey-results.ts'
import { readTargets } from '#server/readings/read-targets.ts'
import { actorText } from '#shared/access.ts'
import { addDays, addMonths, type IsoDate } from '#shared/time/date.ts'
import { spanOf } from '#shared/time/period.ts'
import { instantOf } from '#shared/time/zone.ts'
import type { ActionContext } from '../context.ts'
import { act } from '../define-action.ts'
import { excuse } from '../expectations/excuse.ts'
import { setExpectation } from '../expectations/set.ts'
import { setExplanation } from '../explanations/set.ts'
import { removeDemoWork } from '../imports/remove-demo.ts'
import { verifyInnovation } from '../innovations/verify.ts'
import { closePlan } from '../plans/close.ts'
import { setPlan } from '../plans/set.ts'
import { setProvisional } from '../publication/set-provisional.ts'
import { planRelease } from '../releases/plan.ts'
import { accept } from '../submissions/accept.ts'
import { askForChange } from '../submissions/ask-change.ts'
import { submit } from '../submissions/submit.ts'
import { findDemoSpan } from './demo-state.ts'
import { comingReleases, releasesOf, workInstant } from './schedule.ts'

// What people do with figures, done by the invented people of the demo through the same actions as by real ones: what
// is expected of whom, submissions in every state, the calendar of releases, explanations of misses, follow-up plans.

/** Audited last, as the load is, beside which it stands. */
const WORKED = { action: 'demo.load', subject: 'demo work' } as const
/** So many offices, in the order of their codes, are as far as this with the last month; the rest only delivered. */
const ACCEPTED = 0.5
const SUBMITTED = 0.8
/** Every so manieth of what could be explained, or planned, is. */
const EXPLAINED = 2
const PLANNED = 3

type At = (instant: string, role: Parameters<typeof demoActor>[0], agency?: string | null) => ActionContext

/** Does it where it is not done yet; what was cut short begins anew. @returns whether it did */
export async function workDemo(context: ActionContext, signal?: AbortSignal): Promise<boolean> {
  const { read } = context.world.db
  const span = await findDemoSpan(read)
  if (span === null || (await wasWorked(read))) return false
  const now = context.clock()
  const at: At = (instant, role, agency = null) => ({
    ...context,
    actor: demoActor(role, agency),
    clock: () => (instant < now ? instant : now),
  })
  const offices = demoAgencies().filter(({ kind, story }) => kind !== null && story !== 'stops')
  await context.world.write((tx) => removeDemoWork(tx), { changesFigures: 'not-of-people' })
  for (const step of [expect, announce, plan, explain, submitReleased, submitLast, show]) {
    signal?.throwIfAborted()
    await step({ context, span, now, at, offices })
  }
  await context.world.write((tx) => markWorked(tx, context), { changesFigures: false })
  return true
}

interface Work {
  context: ActionContext
  span: DemoSpan
  now: string
  at: At
  /** those that deliver, in the order of the tree */
  offices: readonly DemoAgency[]
}

async function wasWorked(read: ReadDb): Promise<boolean> {
  const found = await read
    .selectFrom('audit')
    .select('auditId')
    .where('action', '=', WORKED.action)
    .where('subject', '=', WORKED.subject)
    .limit(1)
    .execute()
  return found.length > 0
}

const markWorked = (tx: Tx, { clock, actor }: ActionContext) =>
  insertAudit(tx, {
    actedAt: clock(),
    actor: actorText(actor),
    ...WORKED,
    detail: {},
  })

/** What is waited for, from the first released month on that came month by month. */
async function expect({ span, now, at }: Work): Promise<void> {
  const steward = at(releasesOf(span)[0]!.announcedAt, 'steward')
  for (const dataset of ['cases', 'surveys'])
    await act(steward, setExpectation, {
      agency: null,
      whom: 'leaves',
      dataset,
      every: 'month',
      dueDays: 10,
      validFrom: addMonths(span.end, -3),
    })
  const silent = demoAgencies().find(({ story }) => story === 'stops')!.code
  const period = addMonths(span.end, -1).slice(0, 7)
  await act(at(workInstant(span, 0.5, now), 'steward'), excuse, {
    agency: silent,
    dataset: 'surveys',
    period,
    reason: EXCUSED,
  })
}

/** The calendar: releases that have been, and two that come. */
async function announce({ context, span, now, at }: Work): Promise<void> {
  for (const { month, announcedAt, submitBy, publishAt } of releasesOf(span)) {
    if (publishAt >= now) continue
    await act(at(announcedAt, 'steward'), planRelease, {
      through: month.slice(0, 7),
      publishAt,
      submitBy,
      note: NOTES.next,
    })
  }
  const zone = context.defaultTimezone
  for (const [i, { through, submitBy, publishOn }] of comingReleases(span, localDate(now, zone)).entries())
    await act(at(workInstant(span, 0.1, now), 'steward'), planRelease, {
      through: through.slice(0, 7),
      publishAt: instantOf(`${publishOn}T09:00`, zone),
      submitBy,
      note: i === 0 ? NOTES.next : NOTES.later,
    })
}

/** Follow-up plans of every third office for the weakest elements of the last whole semester; some are done by now. */
async function plan({ context, span, at, offices }: Work): Promise<void> {
  const semester = lastWhole(span, 'semester')
  const made = offices.filter((_, i) => i % PLANNED === 0)
  for (const [i, { code: agency, story }] of made.entries()) {
    const { weakest } = await readSurveyResults(context.world, { agency, service: null, span: semester })
    const contributor = at(`${addDays(semester.endsOn, 12 + (i % 5))}T04:00:00.000Z`, 'contributor', agency)
    const later = at(`${addDays(semester.endsOn, 75 + (i % 9))}T04:00:00.000Z`, 'contributor', agency)
    for (const [place, element] of weakest.slice(0, story === 'small' ? 1 : 3).entries()) {
      const [problem, action, owner] = PLANS[element]
      const key = { agency, service: null, period: semester.period, element }
      await act(contributor, setPlan, {
        ...key,
        problem,
        action,
        owner,
        dueMonth: addMonths(span.end, place + 2).slice(0, 7),
        status: (i + place) % 2 === 0 ? 'ongoing' : 'planned',
      })
      if ((i + place) % 4 === 1) await act(later, closePlan, { ...key, status: 'done', evidence: PLAN_DONE })
      if ((i + place) % 7 === 5)
        await act(later, closePlan, { ...key, status: 'dropped', obstacle: PLAN_DROPPED })
    }
  }
}

/** What was missed of the last whole year, of every second office. */
async function explain({ context, span, at, offices }: Work): Promise<void> {
  const year = lastWhole(span, 'year')
  const { items } = await readTargets(
    context.world,
    { agencies: null, indicator: null, limit: 1000, cursor: null, today: year.endsOn },
    { isAnonymous: false },
  )
  const codes = new Set(offices.filter((_, i) => i % EXPLAINED === 0).map(({ code }) => code))
  const missed = items.filter(
    ({ agency, target, status }) =>
      status === 'not-met' && target.period === year.period && codes.has(agency),
  )
  for (const [i, { agency, indicator, target }] of missed.entries()) {
    const said = EXPLANATIONS[indicator]
    if (!said) continue
    const [text, action] = said[i % said.length]!
    await act(
      at(`${addDays(year.endsOn, 20 + (i % 20))}T03:00:00.000Z`, 'contributor', agency),
      setExplanation,
      {
        agency,
        indicator,
        period: target.period,
        text,
        action,
        dueOn: spanOf(addDays(year.endsOn, 200), 'semester').endsOn,
      },
    )
  }
}

const lastWhole = ({ end }: DemoSpan, grain: 'semester' | 'year') => {
  const begun = spanOf(end, grain)
  return spanOf(addDays(begun.startsOn, -1), grain)
}

/** What led to the releases, but for the first, whose figures came with all that lies back: each government submitted
 *  for its offices, all was accepted. */
async function submitReleased({ span, at, offices }: Work): Promise<void> {
  const above = Map.groupBy(offices, ({ code, region }) =>
    code.startsWith('imigrasi-') ? 'kemenimipas' : `prov-${region!.slice(0, 2)}`,
  )
  for (const { month, submittedAt, acceptedAt } of releasesOf(span).slice(1)) {
    const items = (some: readonly DemoAgency[]) => itemsOf(some, month)
    for (const [government, theirs] of above)
      await act(at(submittedAt, 'approver', government), submit, { items: items(theirs) })
    await act(at(acceptedAt, 'steward'), accept, { items: items(offices) })
  }
}

const itemsOf = (offices: readonly { code: string }[], month: IsoDate) =>
  offices.map(({ code }) => ({ agency: code, month: month.slice(0, 7) }))

/** The last month is on its way: in every state that there is. */
async function submitLast({ span, now, at, offices }: Work): Promise<void> {
  const month = addMonths(span.end, -1)
  // By the clock it is not over where the data go beyond it.
  if (now < `${span.end}T00:00:00.000Z`) return
  const when = (share: number) => workInstant(span, share, now)
  const asked = offices.filter(({ story }) => story === 'declines' || story === 'small')
  const again = offices.find(({ kind }) => kind === 'immigration')!
  const rest = offices.filter((office) => !asked.includes(office) && office !== again)
  const upTo = (share: number) => Math.round(rest.length * share)
  const submitted = [...rest.slice(0, upTo(SUBMITTED)), ...asked, again]
  for (const [i, office] of submitted.entries())
    await act(at(when(0.3 + (0.3 * i) / submitted.length), 'approver', office.code), submit, {
      items: itemsOf([office], month),
    })
  const steward = (share: number) => at(when(share), 'steward')
  await act(steward(0.65), accept, { items: itemsOf(rest.slice(0, upTo(ACCEPTED)), month) })
  for (const office of asked)
    await act(steward(0.68), askForChange, {
      items: itemsOf([office], month),
      reason: office.story === 'declines' ? REASONS.declines : REASONS.incomplete,
    })
  await act(steward(0.7), askForChange, { items: itemsOf([again], month), reason: REASONS.incomplete })
  await act(at(when(0.8), 'approver', again.code), submit, { items: itemsOf([again], month) })
  await act(steward(0.9), accept, { items: itemsOf([again], month) })
}

/** One office shows what it delivered before it is released; a steward has looked at its innovation. */
async function show({ span, now, at, offices }: Work): Promise<void> {
  const { code: agency } = offices.find(({ story }) => story === 'innovates')!
  const { announcedAt } = releasesOf(span)[0]!
  await act(at(announcedAt, 'approver', agency), setProvisional, { agency, showsProvisional: true })
  await act(at(workInstant(span, 0.4, now), 'steward'), verifyInnovation, {
    agency,
    code: 'siap-satu-berkas-satu-pintu',
    verification: 'accepted',
  })
}
