import { listComplaintClasses } from '#server/db/queries/complaint-classes.ts'
import { findExpired } from '#server/db/queries/retention.ts'
import type { KnownEntities } from '#server/ingest/prepare-import.ts'
import type { World } from '#server/readings/world.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { DEMO_SOURCE } from './remove-demo.ts'

/** What the values of a file may be matched with; of a dataset also what is gone of it for good. Demo agencies go with the demo, so real rows must not be matched with
 *  them. */
export async function knownEntities(
  world: World,
  source: string | undefined,
  dataset?: Dataset,
): Promise<KnownEntities> {
  const directory = await world.directory()
  const isReal = (entity: { source: string }) => source === DEMO_SOURCE || entity.source !== DEMO_SOURCE
  return {
    agencies: directory.agencies.filter(isReal),
    services: directory.services.filter(isReal),
    indicators: [
      ...INDICATORS.map(({ id, unit }) => ({ code: id, name: id, unit })),
      ...directory.indicators.filter(isReal),
    ],
    complaintClasses: await listComplaintClasses(world.db.read),
    expired: dataset ? await findExpired(world.db.read, dataset) : null,
  }
}
