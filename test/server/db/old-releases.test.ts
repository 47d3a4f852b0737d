import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareDatabase } from '#server/actions/prepare-database.ts'
import { listCodes, servedRelease } from '#server/cli/release-source.ts'
import { MIGRATIONS } from '#server/db/migrations/index.ts'
import { createWorldSchema, listWorldSchemas } from '#server/db/world-schema.ts'
import { createReleaseApp } from '#server/http/query-app.ts'
import { openWorld } from '#server/readings/world.ts'
import type { Readings } from '#shared/contract/reading.ts'
import { ENGINES, openTestWorld, type TestWorld } from '#test/support/database.ts'
import { verifyAll } from '#test/support/proof-world.ts'
import { openTestServer, type TestServer } from '#test/support/server.ts'

// A database with releases from before later migrations: every row that the program of then (25ec054, the commit before
// retention) wrote on DuckDB, and what it answered. Two offices, two months and one more, of which one is late, and a
// revision. Days of calendars are left out: they are derived at each start.

const LAST_OF_THEN = '2026-11-26T2214-submissions-and-notes'
const CODES = ['2026-01-r1', '2026-01', '2025-12']

interface OldState {
  /** by schema and table: `main.release` */
  tables: Record<string, { columns: string[]; rows: (string | null)[][] }>
  /** by path below /api/v1 */
  answers: Record<string, string>
}

const path = join(import.meta.dirname, '../../fixtures/releases/before-retention.json.gz')
const old = JSON.parse(gunzipSync(await readFile(path)).toString()) as OldState

describe.each(ENGINES)('releases of an older database on %s', (engine) => {
  let test: TestWorld
  let server: TestServer
  let applied: string[]
  beforeAll(async () => {
    const fresh = await openTestWorld(engine)
    const { db } = fresh.world
    const raw = db.kysely.withoutPlugins() as unknown as Kysely<never>
    const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
      where table_catalog = current_database() and table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(
      raw,
    )
    for (const { name } of tables.rows) await sql`drop table ${sql.id(name)} cascade`.execute(raw)
    const migrator = new Migrator({
      db: raw as never,
      provider: { getMigrations: async () => MIGRATIONS as never },
    })
    const { error } = await migrator.migrateTo(LAST_OF_THEN)
    if (error) throw error
    const schemas = new Set(Object.keys(old.tables).map((name) => name.split('.')[0]!))
    await db.write(async (tx) => {
      for (const schema of schemas) if (schema !== 'main') await createWorldSchema(tx, schema)
    })
    for (const [name, { columns, rows }] of Object.entries(old.tables))
      await fill(raw, engine === 'postgres' ? name.replace(/^main\./, 'public.') : name, columns, rows)

    applied = (await prepareDatabase(db)).applied
    test = { ...fresh, context: { ...fresh.context, world: openWorld(db) } }
    test.setClock('2026-11-27T03:00:00.000Z')
    server = await openTestServer(engine, { on: test, publication: 'released' })
  })
  afterAll(() => server?.close())

  /** Writes rows as they were, each value in the type of its column. */
  async function fill(db: Kysely<never>, name: string, columns: string[], rows: (string | null)[][]) {
    const [schema, table] = name.split('.') as [string, string]
    const found = await sql<{
      name: string
      type: string
    }>`select column_name as name, lower(data_type) as type
      from information_schema.columns where table_catalog = current_database() and table_schema = ${schema}
        and table_name = ${table}`.execute(db)
    const types = new Map(found.rows.map((row) => [row.name, row.type === 'array' ? 'integer[]' : row.type]))
    const value = (text: string | null, column: string) => {
      const type = types.get(column)!
      const isList = engine === 'postgres' && type.endsWith('[]')
      const said = isList && text !== null ? `{${text.slice(1, -1)}}` : text
      return sql`cast(${said} as ${sql.raw(type)})`
    }
    const names = sql.join(columns.map((column) => sql.id(column)))
    // What migrations write is among the rows.
    await sql`delete from ${sql.id(schema, table)}`.execute(db)
    for (let at = 0; at < rows.length; at += 200) {
      const some = rows
        .slice(at, at + 200)
        .map((row) => sql`(${sql.join(row.map((text, i) => value(text, columns[i]!)))})`)
      await sql`insert into ${sql.id(schema, table)} (${names}) values ${sql.join(some)}`.execute(db)
    }
  }

  it('are brought up to date with everything around them', async () => {
    const later = Object.keys(MIGRATIONS).filter((name) => name > LAST_OF_THEN)
    expect(later.length).toBeGreaterThan(4)
    expect(applied).toEqual(later)
    const { db } = test.world
    expect((await db.write((tx) => listWorldSchemas(tx))).sort()).toEqual([
      'release_1',
      'release_2',
      'release_3',
    ])
    // What came later is in their worlds too, and empty.
    const { rows } = await sql<{ n: number }>`select count(*) as n from release_3.retention_rule`.execute(
      db.read,
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  it('answer the same bytes', async () => {
    const app = createReleaseApp(test.context)
    expect(await listCodes(async (path) => app.request(path))).toEqual(CODES)
    expect(Object.keys(old.answers).length).toBe(3 * CODES.length)
    for (const [path, said] of Object.entries(old.answers)) {
      const answer = await app.request(`/api/v1${path}`)
      expect({ path, status: answer.status, said: await answer.text() }).toEqual({ path, status: 200, said })
    }
  })

  it('verify, over the whole chain', async () => {
    const app = createReleaseApp(test.context)
    for (const code of CODES) {
      const source = servedRelease(async (path) => app.request(path), code)
      const { findings, summary } = await verifyAll(source, { chain: true })
      expect({ code, findings }).toEqual({ code, findings: [] })
      expect(summary.parts.same).toBe(summary.parts.all)
      expect(summary.figures.same).toBeGreaterThan(500)
    }
  })

  it('are what the public is answered from', async () => {
    const asked =
      'indicators=received,on-time-rate,satisfaction-index&grain=month&from=2025-11-01&to=2026-01-31'
    const get = async <T>(path: string) => {
      const answer = await server.get(`/api/v1${path}`)
      expect([path, answer.status]).toEqual([path, 200])
      return (await answer.json()) as T
    }
    const now = await get<Readings>(`/readings?${asked}`)
    const then = await get<Readings>(`/releases/2026-01-r1/readings?${asked}`)
    expect(now.release).toBe('2026-01-r1')
    const values = ({ readings }: Readings) =>
      readings.map(({ indicator, period, value, n }) => [indicator, period, value, n])
    expect(values(now)).toEqual(values(then))
    for (const path of [
      '/coverage?from=2025-11-01&to=2026-01-31',
      '/signals',
      '/comparison?indicator=on-time-rate&period=2026-01&level=unit',
      '/series?indicator=received&agency=north&grain=month&from=2025-11-01&to=2026-01-31',
      '/innovations',
      '/services',
      '/agencies',
      '/revisions',
    ])
      await get(path)
    expect(server.problems).toEqual([])
  })
})
