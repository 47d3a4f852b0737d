import type { SubmissionTable } from '#server/db/tables/releases.ts'
import type { SubmissionState } from '#shared/contract/submission.ts'

/** What is known of an agency's month. */
export interface MonthStanding {
  /** null: nobody has submitted it yet */
  row: SubmissionTable | null
  /** digest of its figures as they are now; null: there are none */
  figures: string | null
  /** when the latest delivery for it came; null: none did */
  deliveredAt: string | null
  /** the newest published release that holds it */
  release: { code: string; frozenAt: string } | null
}

/** How far a month is, and whether it has changed since: then what was submitted, accepted or released is not what is
 *  there now, and it is to be submitted again. */
export function judgeSubmission({ row, figures, deliveredAt, release }: MonthStanding): {
  state: SubmissionState
  hasChanged: boolean
} {
  const differs = row !== null && row.figures !== figures
  // What was done after the freeze is on its way to the release after it.
  if (row && !(release && row.changedAt <= release.frozenAt)) return { state: row.state, hasChanged: differs }
  if (release) {
    const came = deliveredAt !== null && deliveredAt > release.frozenAt
    return { state: 'released', hasChanged: row ? differs : came }
  }
  return { state: deliveredAt === null ? 'nothing' : 'delivered', hasChanged: false }
}

/** Whether an approver may submit it. */
export const maySubmit = ({ state, hasChanged }: { state: SubmissionState; hasChanged: boolean }): boolean =>
  state === 'delivered' || state === 'change-requested' || (state !== 'nothing' && hasChanged)
