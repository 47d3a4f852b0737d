import { insertAgencies, rebuildClosure } from '#server/db/queries/entities.ts'
import type { World } from '#server/readings/world.ts'

/** Agencies by code, each under the one that is named, parents first; null: at the top. */
export async function agencyTree(world: World, tree: Readonly<Record<string, string | null>>): Promise<void> {
  await world.write(async (tx) => {
    const ids = new Map<string, number>()
    for (const [code, parent] of Object.entries(tree)) {
      const [id] = await insertAgencies(tx, [
        {
          code,
          name: code,
          level: 'unit',
          parentId: parent === null ? null : ids.get(parent)!,
          timeZone: 'Asia/Jakarta',
          calendarCode: 'monday-friday',
          source: 'test',
        },
      ])
      ids.set(code, id!)
    }
    await rebuildClosure(tx)
  })
}
