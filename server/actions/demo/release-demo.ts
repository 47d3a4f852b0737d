import { listPlans } from '#server/db/queries/planned-releases.ts'
import { listReleases } from '#server/db/queries/release-chain.ts'
import { listSubmissions } from '#server/db/queries/submissions.ts'
import { demoAgencies } from '#server/db/seeds/demo/agencies.ts'
import { demoFacts } from '#server/db/seeds/demo/facts.ts'
import { demoActor } from '#server/db/seeds/demo/people.ts'
import type { DemoSpan } from '#server/db/seeds/demo/span.ts'
import { LATE, revisionReason } from '#server/db/seeds/demo/words.ts'
import { dropWorldSchema } from '#server/db/world-schema.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import type { ActionContext } from '../context.ts'
import { act } from '../define-action.ts'
import { type FreezePlan, planFreeze, planRevision, runFreeze } from '../releases/freeze.ts'
import { prospectOf } from '../releases/prospect.ts'
import { accept } from '../submissions/accept.ts'
import { submit } from '../submissions/submit.ts'
import { makeDelivery } from './demo-delivery.ts'
import { findDemoSpan } from './demo-state.ts'
import { workingDays } from './demo-tree.ts'
import { releasesOf, revisionOf } from './schedule.ts'

// The releases of the invented data: three months, one after the other, and a revision of the last after an office had
// corrected its times. Each is frozen by the same path as real ones, as of an instant of its own.

/** Days that the corrected cases took longer, and until which day of their month they were said to have ended. */
const CORRECTED = { days: 6, latest: 22 } as const

/** Makes those of the demo's releases that are not there yet: a load that was cut short goes on where it was. Does
 *  nothing in an instance with data of its own. @returns how many it made */
export async function releaseDemo(context: ActionContext, signal?: AbortSignal): Promise<number> {
  const read = context.world.db.read
  let made = 0
  const span = await findDemoSpan(read)
  if (span === null) return made
  const steward = demoActor('steward', null)
  const at = (instant: string): ActionContext => ({ ...context, actor: steward, clock: () => instant })
  const isMade = async (code: string) => (await listReleases(read)).some((release) => release.code === code)
  const make = async (instant: string, plan: FreezePlan) => {
    await runFreeze(at(instant), plan, signal ? { signal } : {})
    await forgetOlderWorlds(context)
    made++
  }
  for (const { month, frozenAt } of releasesOf(span)) {
    signal?.throwIfAborted()
    const through = month.slice(0, 7)
    if (await isMade(through)) continue
    const late = (await findLate(context, through, frozenAt)).map((agency) => ({ agency, reason: LATE }))
    const planned = (await listPlans(read)).find((one) => one.through === month && one.cancelledAt === null)
    const planId = planned?.planId ?? null
    await make(frozenAt, await planFreeze(at(frozenAt), { through, late, planId }))
  }
  const revision = revisionOf(span)
  const replaces = revision.month.slice(0, 7)
  if (await isMade(`${replaces}-r1`)) return made
  signal?.throwIfAborted()
  await correctTimes(context, span)
  const reason = revisionReason(revision.month)
  await make(revision.frozenAt, await planRevision(at(revision.frozenAt), { replaces, reason }))
  return made
}

async function findLate(
  { world, defaultTimezone }: ActionContext,
  through: string,
  now: string,
): Promise<string[]> {
  const asked = { through, replaces: null }
  const { late } = await prospectOf(world.db.read, await world.directory(), asked, now, defaultTimezone)
  return late.map(({ agency }) => agency)
}

/** The correction itself: those cases took some days longer than was said at first, and the month, which has changed
 *  since it was released, is submitted and accepted once more. */
async function correctTimes(context: ActionContext, span: DemoSpan): Promise<void> {
  const { month, deliveredAt, submittedAt, acceptedAt } = revisionOf(span)
  const office = demoAgencies().find(({ story }) => story === 'revised')!
  const as = (role: 'contributor' | 'approver' | 'steward', instant: string): ActionContext => ({
    ...context,
    actor: demoActor(role, role === 'steward' ? null : office.code),
    clock: () => instant,
  })
  // Each step asks where it stands: what was cut short goes on there.
  const items = [{ agency: office.code, month: month.slice(0, 7) }]
  const { agencyId } = (await context.world.directory()).agencyByCode.get(office.code)!
  const standing = async () => (await listSubmissions(context.world.db.read, [agencyId], [month]))[0]
  const days = await workingDays(context.world.db.read)
  const latest = addDays(month, CORRECTED.latest - 1)
  const corrected = demoFacts(office, days, span).cases.flatMap((line) => {
    const cells = line.split(',')
    const [submitted, completed] = [cells[3]!.slice(0, 10), cells[4]!.slice(0, 10)]
    if (submitted < month || completed === '' || completed > latest) return []
    return [
      [
        ...cells.slice(0, 4),
        addDays(completed, CORRECTED.days) + cells[4]!.slice(10),
        ...cells.slice(5),
      ].join(),
    ]
  })
  const to = addDays(addMonths(month, 1), -1)
  await makeDelivery(as('contributor', deliveredAt))('cases', corrected, month, to)
  const before = await standing()
  if (before && before.changedAt < deliveredAt) await act(as('approver', submittedAt), submit, { items })
  if ((await standing())?.state === 'submitted') await act(as('steward', acceptedAt), accept, { items })
}

/** Questions are answered from the newest; older ones from what they wrote. */
async function forgetOlderWorlds({ world }: ActionContext): Promise<void> {
  const older = (await listReleases(world.db.read)).slice(0, -1)
  for (const { releaseId, world: schema } of older) {
    if (schema === null) continue
    await world.db.write((tx) =>
      tx.updateTable('release').set({ world: null }).where('releaseId', '=', releaseId).execute(),
    )
    await dropWorldSchema(world.db, schema)
  }
}
