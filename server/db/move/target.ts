import { sql } from 'kysely'
import { Refusal } from '#shared/refusal.ts'
import type { Database, ReadDb } from '../database.ts'

// The database that everything is moved to. While it is filled it is marked: a schema of this name says that it is no
// copy yet, and nothing but the same move goes on with it.

const MARK = 'unfinished_move'
const LOCK = 'move'
/** Queries are in PostgreSQL's language of this version. */
const OLDEST = 15

/** @throws Refusal `unavailable` for a database that was never filled to the end */
export async function refuseUnfinished(db: ReadDb): Promise<void> {
  if (await isMarked(db)) throw new Refusal('unavailable', 'move-unfinished', {})
}

async function isMarked(db: ReadDb): Promise<boolean> {
  const { rows } = await sql`select 1 from information_schema.schemata
    where catalog_name = current_database() and schema_name = ${MARK}`.execute(db)
  return rows.length > 0
}

/** Takes a database for a move: one that is empty, or what an earlier move left of it, which is cleared away. It is
 *  marked from now on. @returns what lets go of it; the mark stays. @throws Refusal where it cannot be taken */
export async function takeTarget(target: Database): Promise<() => Promise<void>> {
  const release = await target.tryLock(LOCK)
  if (!release) throw new Refusal('conflict', 'move-runs', {})
  try {
    await refuseServer(target.read)
    if (await isMarked(target.read)) await clear(target)
    else {
      const tables = await listTables(target.read)
      if (tables.length > 0) {
        throw new Refusal('conflict', 'move-target-full', {
          tables: tables.slice(0, 3).map(({ schema, name }) => `${schema}.${name}`),
        })
      }
      await sql`create schema ${sql.id(MARK)}`.execute(target.kysely)
    }
    return release
  } catch (error) {
    await release()
    throw error
  }
}

/** Takes the mark away, in the transaction that ends the move. */
export const unmark = (tx: ReadDb) => sql`drop schema ${sql.id(MARK)}`.execute(tx)

async function refuseServer(db: ReadDb): Promise<void> {
  const { rows } = await sql<{ version: number; encoding: string }>`select
    cast(current_setting('server_version_num') as integer) as version,
    current_setting('server_encoding') as encoding`.execute(db)
  const [{ version, encoding }] = rows as [(typeof rows)[number]]
  if (version < OLDEST * 10_000 || encoding !== 'UTF8') {
    throw new Refusal('unavailable', 'move-target-unfit', {
      version: Math.floor(version / 10_000),
      encoding,
      oldest: OLDEST,
    })
  }
}

/** Tables where ours would be, but those that an extension brought. */
async function listTables(db: ReadDb): Promise<{ schema: string; name: string }[]> {
  const { rows } = await sql<{ schema: string; name: string }>`select n.nspname as schema, c.relname as name
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p')
      and (n.nspname in (current_schema(), 'identity') or n.nspname ~ '^release_[0-9]+$')
      and not exists (select 1 from pg_depend as d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by 1, 2`.execute(db)
  return rows
}

/** All of it is of the earlier move: when that began there was nothing. */
async function clear({ kysely }: Database): Promise<void> {
  const tables = await listTables(kysely)
  const { rows } = await sql<{ own: string }>`select current_schema() as own`.execute(kysely)
  const { own } = rows[0]!
  for (const schema of new Set(tables.map((table) => table.schema)))
    if (schema !== own) await sql`drop schema ${sql.id(schema)} cascade`.execute(kysely)
  for (const { schema, name } of tables)
    if (schema === own) await sql`drop table ${sql.id(schema, name)} cascade`.execute(kysely)
}
