import { findInnovation, listInnovations, type StoredInnovation } from '#server/db/queries/innovations.ts'
import type { Innovation, InnovationList } from '#shared/contract/innovation.ts'
import { Refusal } from '#shared/refusal.ts'
import { paginate } from './paginate.ts'
import { asOfScope } from './read-readings.ts'
import { standingOf } from './standing.ts'
import { subtreesOf } from './subtrees.ts'
import { inOneVersion, type World } from './world.ts'

export interface InnovationsQuery {
  /** each with every agency below it; null: all */
  agencies: readonly string[] | null
  /** those that touch it: named for it, or for all services of their agency */
  service: string | null
  limit: number
  cursor: string | null
}

/** The register, latest start first. @throws Refusal `not_found` for an unknown code, `invalid` for a wrong cursor. */
export const readInnovations = (world: World, asked: InnovationsQuery): Promise<InnovationList> =>
  inOneVersion(world, async (directory) => {
    const agencies = asked.agencies && subtreesOf(directory, asked.agencies)
    const service = asked.service === null ? undefined : directory.serviceByCode.get(asked.service)
    if (asked.service !== null && !service)
      throw new Refusal('not_found', 'no-service', { code: asked.service }, { parameter: 'service' })
    const all = await listInnovations(world.db.read, {
      ...(agencies && { agencyIds: agencies.map(({ agencyId }) => agencyId) }),
      ...(service && { serviceId: service.serviceId }),
    })
    const { items, next } = paginate(all, ({ startedOn, id }) => ({ on: startedOn, id }), asked)
    return {
      ...standingOf(world, directory, asOfScope(directory, { agencies: agencies ?? [null] })),
      items: items.map(describeInnovation),
      next,
    }
  })

/** @throws Refusal `not_found`. */
export async function getInnovation(world: World, id: string): Promise<StoredInnovation> {
  const found = await findInnovation(world.db.read, id)
  if (!found) throw new Refusal('not_found', 'no-innovation', { id })
  return found
}

export const describeInnovation = ({
  agencyId,
  serviceId,
  code,
  ...innovation
}: StoredInnovation): Innovation => innovation
