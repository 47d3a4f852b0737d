import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import {
  completeWorldSchema,
  createWorldSchema,
  dropWorldSchema,
  listWorldSchemas,
  worldSchema,
} from '#server/db/world-schema.ts'
import { ENGINES, openTestWorld } from '#test/support/database.ts'

const SCHEMA = worldSchema(1)
const tests = Object.fromEntries(
  await Promise.all(ENGINES.map(async (engine) => [engine, await openTestWorld(engine)] as const)),
)
afterAll(() => Promise.all(Object.values(tests).map((test) => test.close())))

describe.each(ENGINES)('a schema of a release on %s', (engine) => {
  const { db } = tests[engine]!.world
  const counted = async (read = db.read) =>
    (await sql<{ value: number }>`select value from counter where name = 'agency'`.execute(read)).rows[0]
      ?.value

  it('has every table, and none with anything in it', async () => {
    await db.write((tx) => createWorldSchema(tx, SCHEMA))
    const { rows: tables } = await sql<{
      name: string
    }>`select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_catalog = current_database()
        and table_name not like 'kysely%'`.execute(db.read)
    expect(tables.length).toBeGreaterThan(60)
    for (const { name } of tables) {
      const { rows } = await sql`select * from ${sql.table(name)} limit 1`.execute(db.readIn(SCHEMA))
      expect([name, rows]).toEqual([name, []])
    }
    expect((await sql`select 1 from holiday limit 1`.execute(db.read)).rows).toHaveLength(1)
  })

  it('is written within a transaction, which goes back to the main schema', async () => {
    await db.write(async (tx) => {
      await db.within(tx, SCHEMA, () =>
        sql`insert into counter (name, value) values ('agency', 41)`.execute(tx),
      )
      await sql`update counter set value = value + 7 where name = 'agency'`.execute(tx)
    })
    expect([await counted(), await counted(db.readIn(SCHEMA))]).toEqual([7, 41])
  })

  it('is left when the change fails in it', async () => {
    const failing = db.write((tx) =>
      db.within(tx, SCHEMA, async () => {
        await sql`update counter set value = 99`.execute(tx)
        await sql`select cast('x' as integer)`.execute(tx)
      }),
    )
    await expect(failing).rejects.toThrow()
    // Every connection of the pool is asked: none stayed there.
    const all = await Promise.all(Array.from({ length: 8 }, () => counted()))
    expect([...all, await counted(db.readIn(SCHEMA))]).toEqual([...Array(8).fill(7), 41])
  })

  it('gets what a migration brings', async () => {
    await db.write(async (tx) => {
      await sql`create table tmp_new (a integer)`.execute(tx)
      await sql`insert into tmp_new values (1)`.execute(tx)
      await sql`alter table counter add column note text`.execute(tx)
      for (const schema of await listWorldSchemas(tx)) await completeWorldSchema(tx, schema)
    })
    const read = db.readIn(SCHEMA)
    expect((await sql`select * from tmp_new`.execute(read)).rows).toEqual([])
    expect((await sql`select name, note from counter`.execute(read)).rows).toEqual([
      { name: 'agency', note: null },
    ])
  })

  it('is never read from once it is gone, and nothing is read in its place', async () => {
    const read = db.readIn(SCHEMA)
    await dropWorldSchema(db, SCHEMA)
    await expect(counted(read)).rejects.toThrow()
    await expect(counted(db.readIn(SCHEMA))).rejects.toThrow()
    expect(await counted()).toBe(7)
  })
})
