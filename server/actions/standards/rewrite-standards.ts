import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { takeNumbers } from '#server/db/queries/counters.ts'
import { retimeCases } from '#server/rollups/retime-cases.ts'
import type { STANDARD_UNITS } from '#shared/contract/words.ts'
import { successive } from '#shared/time/successive.ts'

export interface Standard {
  validFrom: string
  value: number
  unit: (typeof STANDARD_UNITS)[number]
}

/** Changes the dated standards of a service, for one agency or (0) for all without their own, and works out anew the
 *  due dates that rest on them. */
export async function rewriteStandards(
  tx: Tx,
  of: { serviceId: number; agencyId: number },
  change: (before: Standard[]) => Standard[],
): Promise<{ before: Standard[]; after: Standard[]; recomputedCases: number }> {
  const before = await tx
    .deleteFrom('serviceStandard')
    .where('serviceId', '=', of.serviceId)
    .where('agencyId', '=', of.agencyId)
    .returning(['validFrom', 'value', 'unit'])
    .execute()
  const after = successive(change(before))
  if (after.length > 0) {
    const first = await takeNumbers(tx, 'standard', after.length)
    await tx
      .insertInto('serviceStandard')
      .values(after.map((rule, i) => ({ standardId: first + i, ...of, ...rule })))
      .execute()
  }
  const ofAgency = of.agencyId === 0 ? sql`true` : sql`f.agency_id = ${sql.lit(of.agencyId)}`
  const recomputedCases = await retimeCases(
    tx,
    sql`f.service_id = ${sql.lit(of.serviceId)} and not f.due_is_given and ${ofAgency}`,
  )
  return { before, after, recomputedCases }
}
