import { allowSomewhere, isAllowed } from '#server/actions/allow.ts'
import type { ActionContext } from '#server/actions/context.ts'
import { act } from '#server/actions/define-action.ts'
import { forgetMapping } from '#server/actions/mappings/forget.ts'
import { renameMapping } from '#server/actions/mappings/rename.ts'
import { listRemembered } from '#server/db/queries/remembered-mappings.ts'
import type { RememberedList } from '#shared/contract/draft.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import type { ColumnSpec } from '#shared/contract/mapping-column.ts'
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
      name: row.name,
      headers: JSON.parse(row.headers) as string[],
      columns: columnsOf(row.mapping),
      at: row.rememberedAt,
      by: row.rememberedBy,
    })
  }
  return { items, next: null }
}

/** @throws Refusal `not_found` for one that is not remembered */
export async function forgetMemory(context: ActionContext, id: string): Promise<void> {
  await act(context, forgetMapping, { id, agency: (await findMemory(context, id)).agency })
}

/** @throws Refusal `not_found` for one that is not remembered */
export async function nameMemory(context: ActionContext, id: string, name: string | null): Promise<void> {
  await act(context, renameMapping, { id, agency: (await findMemory(context, id)).agency, name })
}

async function findMemory(context: ActionContext, id: string): Promise<RememberedList['items'][number]> {
  const { items } = await listMemories(context)
  const known = items.find((item) => item.id === id)
  if (!known) throw new Refusal('not_found', 'no-memory', { id })
  return known
}

/** Each field with the headers, or numbers of columns, that it is read from. */
function columnsOf(mapping: string): RememberedList['items'][number]['columns'] {
  return Object.entries(parseMapping(JSON.parse(mapping)).columns).map(([field, spec]) => ({
    field,
    from: headersOf(spec).map(String),
  }))
}

function headersOf(spec: ColumnSpec): (string | number)[] {
  if (Array.isArray(spec)) return spec
  if (typeof spec !== 'object') return [spec]
  const { column, anyOf, from, template } = spec
  return column !== undefined ? [column] : (anyOf ?? from ?? (template === undefined ? [] : [template]))
}
