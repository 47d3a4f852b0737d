import type { Tx } from '#server/db/database.ts'
import { getAgencyId } from '#server/db/queries/calendars.ts'
import { rebuildClosure } from '#server/db/queries/entities.ts'
import { rebuildEverything } from '#server/rollups/rebuild.ts'
import { SetAgency } from '#shared/contract/entity.ts'
import { Refusal } from '#shared/refusal.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'
import { defineAction } from '../define-action.ts'

/** Names, level, region and place of an agency. Under another parent the figures of all above, old and new, are worked
 *  out anew; its facts and its time zone stay as they are.
 *  @throws Refusal `not_found` for an unknown code, `invalid` for a parent that lies below the agency, `forbidden` for
 *  whoever may not change the agency that loses it. */
export const setAgency = defineAction({
  name: 'agency.set',
  input: SetAgency,
  concerns: ({ code, parent }) => (parent === null ? [code] : [code, parent]),
  async run(tx, { code, parent, ...told }, context) {
    const agencyId = await getAgencyId(tx, code)
    const before = await tx
      .selectFrom('agency')
      .select(['name', 'nameEn', 'level', 'parentId', 'region'])
      .where('agencyId', '=', agencyId)
      .executeTakeFirstOrThrow()
    const parentId = parent === null ? null : await getAgencyId(tx, parent)
    if (parentId !== null) {
      const below = await tx
        .selectFrom('agencyClosure')
        .select('depth')
        .where('ancestorId', '=', agencyId)
        .where('agencyId', '=', parentId)
        .executeTakeFirst()
      if (below)
        throw new Refusal('invalid', 'parent-below', { code, parent: parent! }, { parameter: 'parent' })
    }
    const after = { ...told, parentId }
    await tx.updateTable('agency').set(after).where('agencyId', '=', agencyId).execute()
    if (parentId !== before.parentId) {
      await allowLeaving(tx, before.parentId, context)
      await rebuildClosure(tx)
      await rebuildEverything(tx)
    }
    return { result: { code }, trace: { subject: code, before, after } }
  },
})

/** An agency that goes takes its figures from whoever is above: that is for a steward of theirs. */
async function allowLeaving(tx: Tx, parentId: number | null, context: ActionContext): Promise<void> {
  if (parentId === null) return
  const { code } = await tx
    .selectFrom('agency')
    .select('code')
    .where('agencyId', '=', parentId)
    .executeTakeFirstOrThrow()
  await allow(context, 'agency.set', [code])
}
