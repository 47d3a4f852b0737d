import type { Database } from '#server/db/database.ts'
import { migrate } from '#server/db/migrate.ts'
import { copyIdentity } from '#server/db/move/copy-identity.ts'
import { labelOf } from '#server/db/move/copy-table.ts'
import {
  compareTables,
  copyTables,
  prepareTables,
  refuseOtherVersion,
  withClient,
} from '#server/db/move/move-tables.ts'
import { takeTarget, unmark } from '#server/db/move/target.ts'
import { insertAudit } from '#server/db/queries/audit.ts'
import { actorText } from '#shared/access.ts'
import { Refusal } from '#shared/refusal.ts'
import { allow } from '../allow.ts'
import type { ActionContext } from '../context.ts'

export interface Moved {
  /** every table, those of frozen releases with their schema before the name */
  tables: { table: string; rows: number }[]
  /** tables of the store of identities */
  identity: { table: string; rows: number }[]
  /** tables that are not of this program and stayed behind */
  left: string[]
}

export type MoveStep = 'copy' | 'compare'

/** What the move leans on from above. */
export interface MoveFrom {
  /** opened to be read only, so that nobody writes it meanwhile */
  source: Database
  /** file with the identities beside the source; null: none */
  identityPath: string | null
  /** makes the tables of identities in the target */
  makeIdentity(): Promise<void>
  /** Compares what only the readings can tell; an error leaves the target marked as unfinished. */
  check(): Promise<void>
  onProgress(at: { step: MoveStep; table: string; done: number; all: number }): void
}

/**
 * Copies a whole embedded database into an empty PostgreSQL database, which the context stands on, and compares both.
 * Until that is done to the end the target is marked, and no server starts on it. The source is never changed.
 * @throws Refusal where the target is not empty, a table cannot be copied, or anything came over differently
 */
export async function moveDatabase(
  context: ActionContext,
  { source, identityPath, makeIdentity, check, onProgress }: MoveFrom,
): Promise<Moved> {
  await allow(context, 'database.move', 'instance')
  const { world, dataDir, clock } = context
  const target = world.db
  await refuseOtherVersion(source)
  const release = await takeTarget(target)
  try {
    await migrate(target)
    const { tables, left } = await prepareTables(source, target)
    const progressOf = (step: MoveStep) => (at: { table: string; done: number; all: number }) =>
      onProgress({ step, ...at })
    await copyTables(source, target, tables, { dataDir, onProgress: progressOf('copy') })
    const identity = identityPath === null ? [] : await moveIdentity(target, identityPath, makeIdentity)
    const different = await compareTables(source, target, tables, progressOf('compare'))
    if (different.length > 0) throw new Refusal('conflict', 'move-differs', { what: different.join(', ') })
    await check()
    const moved: Moved = {
      tables: tables.map((table) => ({ table: labelOf(table), rows: table.rows })),
      identity,
      left,
    }
    await target.write(async (tx) => {
      await insertAudit(tx, {
        actedAt: clock(),
        actor: actorText(context.actor),
        action: 'database.move',
        subject: '*',
        detail: { from: source.engine, to: target.engine, rows: rowsOf(moved.tables) },
      })
      await unmark(tx)
    })
    return moved
  } finally {
    await release()
  }
}

async function moveIdentity(target: Database, path: string, make: () => Promise<void>) {
  await make()
  return withClient(target.url, (client) => copyIdentity(path, client)).catch((error: Error) => {
    throw new Refusal('unavailable', 'move-table', { table: 'identity', reason: error.message })
  })
}

export const rowsOf = (tables: readonly { rows: number }[]): number =>
  tables.reduce((sum, { rows }) => sum + rows, 0)
