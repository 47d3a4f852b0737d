import { findDefinition } from '#server/readings/find-definition.ts'
import type { World } from '#server/readings/world.ts'
import type { Actor } from '#shared/access.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { agenciesAllowed } from './allow.ts'

/** Says of figures read unhidden which of them an actor may be shown: those about people of their own agencies only.
 *  For what is read from inside a transaction, where working out which of them everybody may see would take too long. */
export async function seenFigures(
  world: World,
  actor: Actor,
): Promise<(figure: Pick<Reading, 'indicator' | 'agency'>) => boolean> {
  const [directory, own] = await Promise.all([
    world.directory(),
    agenciesAllowed({ world, actor }, 'figures.see-hidden'),
  ])
  return ({ indicator, agency }) =>
    own === null ||
    !findDefinition(directory, indicator)?.isAboutPeople ||
    (agency !== null && own.has(agency))
}
