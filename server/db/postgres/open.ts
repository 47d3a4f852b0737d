import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { Refusal } from '#shared/refusal.ts'
import type { Database, Tx } from '../database.ts'
import type { Schema } from '../schema.ts'
import { copyTable } from './copy-table.ts'
import { renewStatistics } from './renew-statistics.ts'
import { typeParser } from './values.ts'

/** Locks of the parts that are written, so that imports and rebuilds run one after another on any number of processes.
 *  Always taken in this order, so that nobody waits for somebody who waits. */
const FACTS_LOCK = 7_283_945
const CELLS_LOCK = 7_283_946

/** For each sort and hash of the one writer: the server's own default (4 MB) sends every rebuild through the disk. */
const WRITER_MEMORY = '64MB'

/** Opens a PostgreSQL database (15 or newer), or a Citus cluster through its coordinator. */
export async function openPostgres(url: string, dataDir: string): Promise<Database> {
  const pool = openPool(url)
  await pool.query('select 1').catch((error: Error) => {
    throw new Refusal('unavailable', 'postgres-unreachable', { reason: error.message })
  })
  const kysely = kyselyOver(pool)
  const readers = new Map<string, Kysely<Schema>>()
  const clients = new WeakMap<Tx, pg.PoolClient>()
  let renewal: Promise<void> = Promise.resolve()

  return {
    engine: 'postgres',
    url,
    read: kysely,
    readIn(schema) {
      const reader = readers.get(schema) ?? kyselyOver(openPool(url, schema))
      readers.set(schema, reader)
      return reader
    },
    async forget(schema) {
      await readers.get(schema)?.destroy()
      readers.delete(schema)
    },
    async within(tx, schema, run) {
      await sql`set local search_path to ${sql.id(schema)}`.execute(tx)
      const result = await run()
      await sql`set local search_path to default`.execute(tx)
      return result
    },
    kysely,
    async write(run, part = 'all') {
      const client = await pool.connect()
      const change = async (tx: Tx) => {
        clients.set(tx, client)
        if (part !== 'cells') await lock(tx, FACTS_LOCK)
        if (part === 'all') await lock(tx, CELLS_LOCK)
        await sql`set local work_mem = ${sql.lit(WRITER_MEMORY)}`.execute(tx)
        const result = await run(tx)
        // Temporary tables would stay with the connection, which goes back to the pool.
        await sql`discard temp`.execute(tx)
        // The counts of changed rows go out with the commit, not some seconds after it.
        await sql`select pg_stat_force_next_flush()`.execute(tx)
        return result
      }
      const result = await kyselyOver(only(client))
        .connection()
        .execute((own) => (part === 'cells' ? inOneState(own, change) : own.transaction().execute(change)))
      // Nobody waits for it, and without it the server's own autovacuum does the same a minute later.
      renewal = renewal.then(() => renewStatistics(kysely)).catch(() => {})
      return result
    },
    async tryLock(name) {
      // Held by a connection of its own: it is free again when the process is gone.
      const client = await pool.connect()
      try {
        const { rows } = await client.query<{ taken: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, $2)) as taken',
          [name, FACTS_LOCK],
        )
        if (rows[0]!.taken) {
          return async () => {
            // Ending the connection lets go of the lock too, should unlocking fail.
            const failed = await client
              .query('select pg_advisory_unlock(hashtextextended($1, $2))', [name, FACTS_LOCK])
              .then(
                () => false,
                () => true,
              )
            client.release(failed)
          }
        }
      } catch (error) {
        client.release(true)
        throw error
      }
      client.release()
      return null
    },
    async loadTable(tx, from, into) {
      const columns = into.columns.map((column) => sql`${sql.ref(column.name)} ${sql.raw(column.type)}`)
      await sql`drop table if exists ${sql.table(into.tempTable)}`.execute(tx)
      await sql`create temporary table ${sql.table(into.tempTable)} (${sql.join(columns)})`.execute(tx)
      await copyTable(clients.get(tx)!, from, into, dataDir)
      await sql`analyze ${sql.table(into.tempTable)}`.execute(tx)
    },
    async unloadTable(tx, tempTable) {
      await sql`drop table ${sql.table(tempTable)}`.execute(tx)
    },
    async backUp() {
      throw new Refusal('unavailable', 'postgres-backup', {})
    },
    async checkpoint() {},
    async expectSmall() {},
    async close() {
      await renewal
      for (const reader of readers.values()) await reader.destroy()
      await kysely.destroy()
    },
  }
}

/** A machine that lost its power says no goodbye: what it had locked is free again after a minute, not after the two hours
 *  of most systems. */
const KEEPALIVES = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3'

function openPool(url: string, schema?: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types: { getTypeParser: typeParser },
    options: `-c TimeZone=UTC -c jit=off ${KEEPALIVES}${schema === undefined ? '' : ` -c search_path=${schema}`}`,
  })
  endureBreaks(pool)
  return pool
}

/** A connection that breaks while idle is replaced by the pool; one that breaks in use fails whatever is asked of it
 *  next. Without listeners either would end the process. */
export function endureBreaks(pool: pg.Pool): void {
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
}

const lock = (tx: Tx, key: number) => sql`select pg_advisory_xact_lock(${sql.lit(key)})`.execute(tx)

/** Cells are computed from one state of the facts, which others may go on writing meanwhile. The state is taken with
 *  the first statement of the transaction, so the lock comes before it. */
async function inOneState<T>(own: Kysely<Schema>, change: (tx: Tx) => Promise<T>): Promise<T> {
  await sql`select pg_advisory_lock(${sql.lit(CELLS_LOCK)})`.execute(own)
  try {
    return await own.transaction().setIsolationLevel('repeatable read').execute(change)
  } finally {
    await sql`select pg_advisory_unlock(${sql.lit(CELLS_LOCK)})`.execute(own)
  }
}

type Pool = ConstructorParameters<typeof PostgresDialect>[0]['pool']

const kyselyOver = (pool: Pool) =>
  new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] })

/** A pool of one client for one transaction, which gives it back at its end: COPY needs the client that the
 *  transaction runs on. */
function only(client: pg.PoolClient): Pool {
  return { connect: async () => client, end: async () => {}, options: {} } as unknown as Pool
}
