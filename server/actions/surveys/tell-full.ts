import type { Tx } from '#server/db/database.ts'
import { insertNotes, listHolders } from '#server/db/queries/notes.ts'
import type { Directory, DirectoryAgency } from '#server/readings/directory.ts'
import { nearestHolders } from '#server/readings/nearest-holders.ts'

/** Tells who delivers for an agency that one of its survey forms takes no more answers on a day: the cap may be too low
 *  for a good day, or somebody floods the form. */
export async function tellFull(
  tx: Tx,
  directory: Directory,
  { agency, service, day, cap }: { agency: DirectoryAgency; service: string; day: string; cap: number },
  now: string,
): Promise<void> {
  const people = nearestHolders(
    directory,
    await listHolders(tx, ['contributor', 'approver']),
    agency.agencyId,
  )
  const about = { agencies: [agency.code], service, day, cap }
  await insertNotes(
    tx,
    [...people].map((memberId) => ({ memberId, kind: 'survey-full', about })),
    now,
  )
}
