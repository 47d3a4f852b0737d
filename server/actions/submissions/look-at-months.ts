import type { Tx } from '#server/db/database.ts'
import type { SubmissionTable } from '#server/db/tables/releases.ts'
import type { DirectoryAgency } from '#server/readings/directory.ts'
import { monthKey } from '#server/readings/month-figures.ts'
import { findStandings } from '#server/readings/read-submissions.ts'
import { judgeSubmission, type MonthStanding } from '#server/readings/submission-state.ts'
import { actorText } from '#shared/access.ts'
import type { Submit } from '#shared/contract/submission.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ActionContext } from '../context.ts'

export interface LookedAt extends MonthStanding, ReturnType<typeof judgeSubmission> {
  agency: DirectoryAgency
  /** first day */
  month: string
}

/** The months that an action is about as they stand in its transaction.
 *  @throws Refusal `not_found` for an unknown agency, `conflict` where one has changed since it was looked at */
export async function lookAtMonths(
  tx: Tx,
  items: Submit['items'],
  { world, clock }: ActionContext,
): Promise<LookedAt[]> {
  const { agencyByCode } = await world.directory()
  const asked = items.map((item) => {
    const agency = agencyByCode.get(item.agency)
    if (!agency) throw new Refusal('not_found', 'no-agency', { code: item.agency })
    return { ...item, agency, month: `${item.month}-01` }
  })
  const standings = await findStandings(
    tx,
    [...new Set(asked.map(({ agency }) => agency))],
    [...new Set(asked.map(({ month }) => month))],
    clock(),
  )
  const unique = new Map(asked.map((one) => [monthKey(one.agency.agencyId, one.month), one]))
  return Array.from(unique, ([key, { agency, month, seenAt }]) => {
    const standing = standings.get(key)!
    const own = standing.row?.changedAt ?? null
    if (seenAt !== undefined && (seenAt === null ? null : new Date(seenAt).toISOString()) !== own) {
      throw new Refusal('conflict', 'submission-moved', { agency: agency.code, month: month.slice(0, 7) })
    }
    return { agency, month, ...standing, ...judgeSubmission(standing) }
  })
}

/** A month in its new state. */
export const inState = (
  { agency, month, figures, deliveredAt, row }: LookedAt,
  state: SubmissionTable['state'],
  { actor, clock }: ActionContext,
  reason: string | null = null,
): SubmissionTable => ({
  agencyId: agency.agencyId,
  month,
  state,
  // What is accepted or sent back is what was submitted, not what may have come since.
  deliveredAt: state === 'submitted' ? deliveredAt : (row?.deliveredAt ?? deliveredAt),
  figures: state === 'submitted' ? figures : (row?.figures ?? figures),
  changedAt: clock(),
  changedBy: actorText(actor),
  reason,
})

/** What the audit log keeps of it. */
export const traceOf = (looked: readonly LookedAt[], after: string, reason: string | null = null) => ({
  subject: 'submissions',
  before: looked.map(({ agency, month, state }) => ({
    agency: agency.code,
    month: month.slice(0, 7),
    state,
  })),
  after: { state: after, ...(reason !== null && { reason }) },
})
