import { sql } from 'kysely'
import type { ReadDb } from '#server/db/database.ts'
import { dropWorldSchema, worldSchema } from '#server/db/world-schema.ts'
import { openReleasedWorld } from '#server/readings/released-world.ts'
import type { World } from '#server/readings/world.ts'
import { copyWorld } from '#server/rollups/freeze-world.ts'
import { refreshStale } from '#server/rollups/stale.ts'
import type { LateAgency } from '#shared/contract/release.ts'
import { addDays } from '#shared/time/date.ts'
import { spanOf } from '#shared/time/period.ts'
import type { ActionContext } from '../context.ts'
import type { Prospect } from './prospect.ts'

/** What a release is worked out from. */
export interface ReleaseWorld {
  world: World
  /** where its tables are */
  schema: string
}

/** Row of the world's own counters that says which freeze copied it. */
const markOf = (releaseId: string) => `freeze ${releaseId}`

/** Copies the state of the data that a release speaks of. What it leaves is nobody's until the release is written. */
export async function makeReleaseWorld(
  { world }: ActionContext,
  { code, sequence, from, to, newMonths }: Prospect,
  { releaseId, late }: { releaseId: string; late: readonly LateAgency[] },
): Promise<ReleaseWorld> {
  const { agencyByCode } = await world.directory()
  const schema = worldSchema(sequence)
  const firstNew = newMonths[0]
  // One that was taken back may have been read.
  await world.db.forget(schema)
  await world.write(async (tx) => {
    // What was delivered must be in the cells, or it would be frozen as none.
    await refreshStale(tx)
    await copyWorld(world.db, tx, {
      schema,
      through: to,
      previousThrough: firstNew ? addDays(spanOf(`${firstNew}-01`, 'month').startsOn, -1) : null,
      late: late.flatMap(({ agency }) => agencyByCode.get(agency)?.agencyId ?? []),
    })
    await sql`insert into ${sql.id(schema, 'counter')} (name, value) values (${markOf(releaseId)}, 0)`.execute(
      tx,
    )
  })
  const through = spanOf(to, 'month').startsOn
  return {
    world: openReleasedWorld(world.db, { releaseId: '', code, sequence, startsOn: from, through, schema }),
    schema,
  }
}

/** Whether a schema is still what this freeze copied: a lock that is lost with its connection lets another one put its own
 *  copy in the same place. */
export async function isWorldOf(db: ReadDb, schema: string, releaseId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from ${sql.id(schema, 'counter')} where name = ${markOf(releaseId)}`.execute(db)
  return rows.length > 0
}

/** Takes away what a freeze copied for a release that did not come to be. */
export async function dropOwnWorld(context: ActionContext, schema: string, releaseId: string): Promise<void> {
  const isOwn = await isWorldOf(context.world.db.read, schema, releaseId).catch(() => false)
  if (isOwn) await dropReleaseWorld(context, schema)
}

/** Takes away what was copied for a release that is no more. */
export const dropReleaseWorld = ({ world }: ActionContext, schema: string): Promise<void> =>
  dropWorldSchema(world.db, schema)
