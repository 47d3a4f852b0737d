import type { Tx } from '#server/db/database.ts'
import type { PushGroup, PushStatus } from './commit-push.ts'

/** Keeps how many items of an agency were refused on a day, by what was wrong first; nothing of what they said. What
 *  names no agency that its sender may write for is nobody’s. */
export async function countRefusals(
  tx: Tx,
  { agencyOf, checked }: PushGroup,
  statuses: ReadonlyMap<number, PushStatus>,
  importId: string,
): Promise<void> {
  const codes = new Map<number, string>()
  for (const { record, severity, code } of checked.issues) {
    if (severity === 'error' && !statuses.has(record) && !codes.has(record)) codes.set(record, code)
  }
  const counts = new Map<string, { importId: string; agencyId: number; code: string; items: number }>()
  for (const [record, code] of codes) {
    const agencyId = agencyOf.get(record)
    if (agencyId === undefined) continue
    const key = `${agencyId} ${code}`
    const count = counts.get(key) ?? { importId, agencyId, code, items: 0 }
    counts.set(key, count)
    count.items++
  }
  for (const { items, ...of } of counts.values()) {
    const before = await tx
      .selectFrom('pushRefusal')
      .select('items')
      .where('importId', '=', importId)
      .where('agencyId', '=', of.agencyId)
      .where('code', '=', of.code)
      .executeTakeFirst()
    if (!before)
      await tx
        .insertInto('pushRefusal')
        .values({ ...of, items })
        .execute()
    else
      await tx
        .updateTable('pushRefusal')
        .set({ items: before.items + items })
        .where('importId', '=', importId)
        .where('agencyId', '=', of.agencyId)
        .where('code', '=', of.code)
        .execute()
  }
}
