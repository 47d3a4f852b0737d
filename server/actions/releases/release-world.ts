import type { Directory } from '#server/readings/directory.ts'
import type { World } from '#server/readings/world.ts'
import type { LateAgency } from '#shared/contract/release.ts'
import { Refusal } from '#shared/refusal.ts'
import type { ActionContext } from '../context.ts'
import type { Prospect } from './prospect.ts'

/** What a release is worked out from. */
export interface ReleaseWorld {
  world: World
  /** where its tables are; null: in the main schema */
  schema: string | null
}

/** The state of the data that a release speaks of. */
export async function makeReleaseWorld(
  { world }: ActionContext,
  prospect: Prospect,
  _late: readonly LateAgency[],
): Promise<ReleaseWorld> {
  const directory = await world.directory()
  // Without a copy that is cut, only the last month of what there is can be frozen.
  if (isDeliveredAfter(directory, prospect.to)) {
    throw new Refusal('conflict', 'release-stopped', { stops: ['not-after-latest'] })
  }
  return { world, schema: null }
}

const isDeliveredAfter = (directory: Directory, day: string): boolean =>
  [...directory.delivered.values()].some((sets) =>
    [...sets.values()].some(({ spans }) => spans.some(({ to }) => to > day)),
  )

export async function dropReleaseWorld(_context: ActionContext, _schema: string): Promise<void> {}
