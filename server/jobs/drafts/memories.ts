import { allowSomewhere, isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { act } from '#server/actions/define-action.ts'
import { forgetMapping } from '#server/actions/mappings/forget.ts'
import { listRemembered } from '#server/db/queries/remembered-mappings.ts'
import type { RememberedList } from '#shared/contract/draft.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { Refusal } from '#shared/refusal.ts'

/** Mappings that will be used again, of the agencies that one delivers for. */
export async function listMemories(context: ActionContext): Promise<RememberedList> {
  allowSomewhere(context.actor, 'import.prepare')
  const items: RememberedList['items'] = []
  for (const row of await listRemembered(context.world.db.read)) {
    const where = row.agencyCode === null ? 'instance' : [row.agencyCode]
    if (!(await isAllowed(context, 'import.prepare', where))) continue
    items.push({
      id: row.rememberedId,
      dataset: row.dataset as Dataset,
      agency: row.agencyCode,
      headers: JSON.parse(row.headers) as string[],
      at: row.rememberedAt,
      by: row.rememberedBy,
    })
  }
  return { items, next: null }
}

/** @throws Refusal `not_found` for one that is not remembered */
export async function forgetMemory(context: ActionContext, id: string): Promise<void> {
  const { items } = await listMemories(context)
  const known = items.find((item) => item.id === id)
  if (!known) throw new Refusal('not_found', 'no-memory', { id })
  await act(context, forgetMapping, { id, agency: known.agency })
}
