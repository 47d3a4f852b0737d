import type { ReadDb } from '#server/db/database.ts'
import { listDeliveries } from '#server/db/queries/expectations.ts'
import type { ReleaseRow } from '#server/db/queries/release-chain.ts'
import { listSubmissions } from '#server/db/queries/submissions.ts'
import type { Directory } from '#server/readings/directory.ts'
import type { LateAgency } from '#shared/contract/release.ts'

interface Span {
  startsOn: string
  endsOn: string
}

/** Agencies that a release left out though they had delivered each of its new months: a steward held them back, or had
 *  not accepted them. They stay out of its revisions until a steward accepts one of these months after the freeze.
 *  @returns their codes */
export async function listHeldBack(
  db: ReadDb,
  { agencyByCode }: Directory,
  release: ReleaseRow,
  wasLate: readonly LateAgency[],
  months: readonly Span[],
): Promise<Set<string>> {
  const agencies = wasLate.flatMap(({ agency }) => agencyByCode.get(agency) ?? [])
  const [first, last] = [months[0], months.at(-1)]
  if (agencies.length === 0 || !first || !last) return new Set()
  const ids = agencies.map(({ agencyId }) => agencyId)
  const [rows, submissions] = await Promise.all([
    listDeliveries(db, ids, { from: first.startsOn, to: last.endsOn }),
    listSubmissions(
      db,
      ids,
      months.map(({ startsOn }) => startsOn),
    ),
  ])
  const known = rows.filter(({ importedAt }) => importedAt <= release.frozenAt)
  const accepted = new Set(
    submissions
      .filter(({ state, changedAt }) => state === 'accepted' && changedAt > release.frozenAt)
      .map(({ agencyId }) => agencyId),
  )
  const had = (agencyId: number, { startsOn, endsOn }: Span) =>
    known.some((row) => row.agencyId === agencyId && row.coversFrom <= endsOn && row.coversTo >= startsOn)
  return new Set(
    agencies
      .filter(({ agencyId }) => !accepted.has(agencyId) && months.every((month) => had(agencyId, month)))
      .map(({ code }) => code),
  )
}
