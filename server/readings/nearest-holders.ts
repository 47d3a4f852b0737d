import type { Directory } from './directory.ts'

export interface Holder {
  memberId: string
  /** null: the whole instance */
  agencyId: number | null
}

/** Whose agency it is: the holders of a grant in the agency, else in the nearest above that has any; those of the whole
 *  instance only where there is nobody nearer. */
export function nearestHolders(
  { agencyById }: Directory,
  holders: readonly Holder[],
  agencyId: number,
): ReadonlySet<string> {
  const byAgency = Map.groupBy(holders, (holder) => holder.agencyId)
  let at = agencyById.get(agencyId)
  while (at && !byAgency.has(at.agencyId)) at = agencyById.get(at.parentId ?? 0)
  return new Set((byAgency.get(at?.agencyId ?? null) ?? []).map(({ memberId }) => memberId))
}
