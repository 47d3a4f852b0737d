import type { Realm } from '#server/ingest/prepare-import.ts'
import { type ActionName, actionsOf } from '#shared/access.ts'
import { agenciesAllowed } from '../allow.ts'
import type { ActionContext } from '../context.ts'

/** What an actor may deliver about by an action; null: everything. */
export async function realmOf(context: ActionContext, action: ActionName): Promise<Realm | null> {
  const agencies = await agenciesAllowed(context, action)
  if (agencies === null) return null
  const { agencyByCode, agencyById } = await context.world.directory()
  const tops = [...agencies].filter((code) => {
    const parentId = agencyByCode.get(code)!.parentId
    return parentId === null || !agencies.has(agencyById.get(parentId)?.code ?? '')
  })
  const may = new Set(actionsOf(context.actor))
  return {
    agencies,
    only: tops.length === 1 ? tops[0]! : null,
    canCreateAgencies: may.has('agency.create'),
    canCreateServices: may.has('service.create'),
    canCreateIndicators: may.has('indicator.create'),
  }
}
