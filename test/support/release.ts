import { worldSchema } from '#server/db/world-schema.ts'
import type { KeptRelease } from '#server/readings/released-world.ts'
import { openReleasedWorld } from '#server/readings/released-world.ts'
import type { World } from '#server/readings/world.ts'
import { copyWorld, type FrozenSpan } from '#server/rollups/freeze-world.ts'
import type { TestWorld } from './database.ts'

/** Copies the world as it stands, without making a release of it; `late` by code. */
export async function freezeWorld(
  { world }: Pick<TestWorld, 'world'>,
  of: { sequence?: number; through: string; previousThrough?: string | null; late?: readonly string[] },
): Promise<World> {
  const { sequence = 1, through, previousThrough = null, late = [] } = of
  const { agencyByCode } = await world.directory()
  const span: FrozenSpan = {
    schema: worldSchema(sequence),
    through: `${through}-01`,
    previousThrough: previousThrough && `${previousThrough}-01`,
    late: late.map((code) => agencyByCode.get(code)!.agencyId),
  }
  await world.db.write((tx) => copyWorld(world.db, tx, span))
  const release: KeptRelease = {
    releaseId: `test-${sequence}`,
    code: through,
    sequence,
    startsOn: '2000-01-01',
    through: span.through,
    schema: span.schema,
  }
  return openReleasedWorld(world.db, release)
}
