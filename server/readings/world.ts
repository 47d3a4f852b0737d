import { sql } from 'kysely'
import type { Database, Part, Tx } from '#server/db/database.ts'
import { raisePeopleVersion } from '#server/db/queries/counters.ts'
import { type Directory, loadDirectory } from './directory.ts'
import type { KeptPoints } from './kept-points.ts'
import type { KeptRelease } from './released-world.ts'

/** The database with what every answer needs kept in memory, per data version. */
export interface World {
  db: Database
  /** whose world it is; null: the live one */
  release: KeptRelease | null
  /** what its lines say, once it is published: figures that they hold are looked up there */
  lines?: KeptPoints
  /** Rises with every committed change of facts or definitions; a cached answer is good for one version. */
  version(): Promise<number>
  directory(): Promise<Directory>
  /** The only way to change anything: one transaction, which raises the version where a figure can come out
   *  differently (default). It holds everything against other writers, or only a part. */
  write<T>(run: (tx: Tx) => Promise<T>, about?: { changesFigures?: ChangesFigures; part?: Part }): Promise<T>
}

/** Which figures a change can move: any (true), none, or none of those counts of people and of complaints due by which
 *  figures are hidden; see hidden-cells.ts. Where in doubt, true: hiding anew costs seconds, not hiding gives away. */
export type ChangesFigures = boolean | 'not-of-people'

/** Who an answer is for. */
export interface Viewer {
  /** everybody: figures about few people are hidden */
  isAnonymous: boolean
  /** of live figures beside a release: everybody sees none about people, which could be subtracted from released ones */
  isProvisional?: boolean
  /** of live figures where nothing has been released yet: they are marked as what they are */
  isUnreleased?: boolean
}

/** An import that ends while an answer is put together would mix two states: then it is put together anew. */
const MAX_TRIES = 5

/** Puts an answer together from one state of the data. */
export async function inOneVersion<T>(world: World, read: (directory: Directory) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    const version = await world.version()
    const answer = await read(await world.directory())
    if (tries === MAX_TRIES || (await world.version()) === version) return answer
  }
}

/** Makes every answer kept in memory one of the past. */
export const raiseVersion = (tx: Tx) =>
  sql`update counter set value = value + 1 where name = 'data-version'`.execute(tx)

export function openWorld(db: Database): World {
  // On DuckDB this process is the only writer, so the version is known without asking.
  let known: number | null = null
  let writes = 0
  let cached: { version: number; directory: Promise<Directory> } | null = null

  async function version(): Promise<number> {
    if (db.engine === 'duckdb' && known !== null) return known
    const before = writes
    const row = await db.read
      .selectFrom('counter')
      .select('value')
      .where('name', '=', 'data-version')
      .executeTakeFirstOrThrow()
    // A write that ended meanwhile makes this the number of the past: good for this answer, not to be remembered.
    if (before === writes) known = row.value
    return row.value
  }

  return {
    db,
    release: null,
    version,
    async directory() {
      const now = await version()
      if (cached?.version !== now) {
        const directory = loadDirectory(db.read)
        cached = { version: now, directory }
        directory.catch(() => {
          cached = null
        })
      }
      return cached.directory
    },
    async write(run, { changesFigures = true, part = 'all' } = {}) {
      if (!changesFigures) return db.write(run, part)
      try {
        return await db.write(async (tx) => {
          const result = await run(tx)
          await raiseVersion(tx)
          if (changesFigures === true) await raisePeopleVersion(tx)
          return result
        }, part)
      } finally {
        writes++
        known = null
      }
    },
  }
}
