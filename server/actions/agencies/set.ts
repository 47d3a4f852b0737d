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
 *  whoever moves it and may not change the agency that loses it and the one that gets it. */
export const setAgency = defineAction({
  name: 'agency.set',
  input: SetAgency,
  concerns: ({ code }) => [code],
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
      await allowMoving(tx, [before.parentId, parentId], context)
      await rebuildClosure(tx)
      await rebuildEverything(tx)
    }
    return { result: { code }, trace: { subject: code, before, after } }
  },
})

/** An agency that goes takes its figures from whoever is above to whoever gets it: that is for a steward of both. */
async function allowMoving(
  tx: Tx,
  parents: readonly (number | null)[],
  context: ActionContext,
): Promise<void> {
  const ids = parents.filter((one) => one !== null)
  if (ids.length === 0) return
  const rows = await tx.selectFrom('agency').select('code').where('agencyId', 'in', ids).execute()
  await allow(
    context,
    'agency.set',
    rows.map(({ code }) => code),
  )
}
