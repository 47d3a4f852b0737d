import { expect } from 'vitest'
import type { ReadDb } from '#server/db/database.ts'
import { openDatabase } from '#server/db/database.ts'
import { checkInvariants } from '#server/readings/check-invariants.ts'
import { openWorld } from '#server/readings/world.ts'
import type { TestWorld } from './database.ts'
import { derivedTables, rebuiltTables } from './derived-tables.ts'
import type { KilledServer } from './killed-server.ts'

/** Expects every invariant of the database of a server that has ended, and its cells as rebuilt from the facts. `further`:
 *  what is expected besides. */
export async function expectSound(
  { databaseUrl, dataDir }: KilledServer,
  further: (db: ReadDb) => Promise<void> = async () => {},
): Promise<void> {
  const db = await openDatabase(databaseUrl, { dataDir })
  try {
    const findings = await checkInvariants(db.read)
    expect(findings.filter(({ violations }) => violations !== 0)).toEqual([])
    const test = { world: openWorld(db) } as TestWorld
    expect(await derivedTables(db.read)).toEqual(await rebuiltTables(test))
    await further(db.read)
  } finally {
    await db.close()
  }
}
