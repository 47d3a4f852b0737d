import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#server/db/database.ts'
import { joinedArrays } from '#server/db/joined-arrays.ts'
import { startOf, sumDouble, sumWhole } from '#server/rollups/sql.ts'
import { ENGINES, type Engine, openTestWorld } from '#test/support/database.ts'

// Where the engines differ silently, the SQL that we write must mean the same on both; and values come out of every
// driver as one type.

const tests = Object.fromEntries(
  await Promise.all(ENGINES.map(async (engine) => [engine, await openTestWorld(engine)] as const)),
)
afterAll(() => Promise.all(Object.values(tests).map((test) => test.close())))

async function ask(engine: Engine, query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
  return (await query.execute(tests[engine]!.world.db.read)).rows as Record<string, unknown>[]
}

const day = (text: string) => sql`cast(${text} as date)`

describe.each(ENGINES)('%s', (engine) => {
  it('gives counts and sums as numbers', async () => {
    expect(
      await ask(
        engine,
        sql`select count(*) as n, sum(x) as whole, sum(y) as large, avg(x) as mean, sum(cast(x as decimal(38,0))) as exact
        from (values (1, cast(9007199254740 as bigint)), (2, 2)) as v(x, y)`,
      ),
    ).toEqual([{ n: 2, whole: 3, large: 9007199254742, mean: 1.5, exact: 3 }])
  })

  it('gives dates and instants as ISO text in UTC', async () => {
    expect(
      await ask(
        engine,
        sql`select cast('2024-02-29' as date) as first_on, cast('0001-01-01' as date) as ever_on,
          cast('2025-03-01T00:30:00+07:00' as timestamp with time zone) as at,
          cast('2025-03-01T00:30:00.125+00:00' as timestamp with time zone) as precisely_at, cast(null as date) as none_on`,
      ),
    ).toEqual([
      {
        firstOn: '2024-02-29',
        everOn: '0001-01-01',
        at: '2025-02-28T17:30:00.000Z',
        preciselyAt: '2025-03-01T00:30:00.125Z',
        noneOn: null,
      },
    ])
  })

  it('gives lists of whole numbers as Int32Array', async () => {
    const [row] = await ask(
      engine,
      sql`select array_agg(x order by x) as list, cast(array[] as integer[]) as empty, cast(null as integer[]) as absent
        from (values (3), (1), (2)) as v(x)`,
    )
    expect(row).toEqual({ list: Int32Array.of(1, 2, 3), empty: new Int32Array(0), absent: null })
  })

  it('joins lists of a group end to end, several in the same order', async () => {
    const lists = sql`(values (1, array[3, 1], array[30, 10]), (1, array[2], array[20]), (2, cast(array[] as integer[]),
      cast(array[] as integer[]))) as v(k, a, b)`
    const { read } = tests[engine]!.world.db
    const rows = await ask(
      engine,
      sql`select k, ${joinedArrays(read, sql`a`)} as a, ${joinedArrays(read, sql`b`)} as b from ${lists}
        group by k order by k`,
    )
    const [first, second] = rows as { a: Int32Array; b: Int32Array }[]
    expect([...first!.a].toSorted((x, y) => x - y)).toEqual([1, 2, 3])
    expect([...first!.b]).toEqual([...first!.a].map((x) => x * 10))
    expect(second).toEqual({ k: 2, a: new Int32Array(0), b: new Int32Array(0) })
  })

  it('takes lists as parameters', async () => {
    expect(
      await ask(
        engine,
        sql`select unnest(cast(${[1, 2]} as integer[])) as a, unnest(cast(${['x', `y'"{},\\`]} as text[])) as b,
          unnest(cast(${[0.1, null]} as double precision[])) as c, unnest(cast(${['2025-01-31', '2025-02-01']} as date[])) as d`,
      ),
    ).toEqual([
      { a: 1, b: 'x', c: 0.1, d: '2025-01-31' },
      { a: 2, b: `y'"{},\\`, c: null, d: '2025-02-01' },
    ])
  })

  it('keeps every digit of a double', async () => {
    const values = [0.1 + 0.2, 1 / 3, 1e21, 123456789012345680, Number.MAX_SAFE_INTEGER, 5e-324]
    const rows = await ask(engine, sql`select unnest(cast(${values} as double precision[])) as x`)
    expect(rows.map((row) => row.x)).toEqual(values)
  })

  it('sums squares beyond 64 bits exactly', async () => {
    const square = sql`cast(x as bigint) * x`
    const [row] = await ask(
      engine,
      sql`select ${sumWhole(square)} as whole, ${sumDouble(sql`cast(${square} as double precision)`)} as kept
        from (select unnest(cast(${Array(9).fill(2_147_483_647)} as integer[])) as x) as v`,
    )
    expect(row).toEqual({ whole: 9 * 2_147_483_647 ** 2, kept: 9 * 2_147_483_647 ** 2 })
  })

  it('cuts dates into periods', async () => {
    const date = day('2024-12-30')
    const grains = ['day', 'week', 'month', 'quarter', 'semester', 'year', 'all'] as const
    const [row] = await ask(
      engine,
      sql`select ${sql.join(grains.map((grain) => sql`${startOf(grain, date)} as ${sql.ref(grain)}`))}`,
    )
    expect(row).toEqual({
      day: '2024-12-30',
      week: '2024-12-30',
      month: '2024-12-01',
      quarter: '2024-10-01',
      semester: '2024-07-01',
      year: '2024-01-01',
      all: '0001-01-01',
    })
  })

  it('adds months to a date by the calendar, and days as whole numbers', async () => {
    expect(
      await ask(
        engine,
        sql`select cast(${day('2025-01-31')} + 1 * interval '1 month' as date) as clipped, ${day('2025-02-28')} + 1 as next,
          ${day('2025-03-01')} - ${day('2025-02-01')} as days`,
      ),
    ).toEqual([{ clipped: '2025-02-28', next: '2025-03-01', days: 28 }])
  })

  it('places local times of a zone: twice is the later instant, none moves forward', async () => {
    const at = (wall: string) => sql`cast(${wall} as timestamp) at time zone 'America/New_York'`
    expect(
      await ask(
        engine,
        sql`select ${at('2025-11-02 01:30:00')} as twice, ${at('2025-03-09 02:30:00')} as never, ${at('2025-07-01 00:00:00')} as plain`,
      ),
    ).toEqual([
      {
        twice: '2025-11-02T06:30:00.000Z',
        never: '2025-03-09T07:30:00.000Z',
        plain: '2025-07-01T04:00:00.000Z',
      },
    ])
  })

  it('orders bytes under collate "C"', async () => {
    const rows = await ask(
      engine,
      sql`select x from (values ('b'), ('a-b'), ('aa'), ('B'), ('é')) as v(x) order by x collate "C"`,
    )
    expect(rows.map((row) => row.x)).toEqual(['B', 'a-b', 'aa', 'b', 'é'])
  })

  it('rolls everything back when a change fails, and goes on', async () => {
    const { db } = tests[engine]!.world
    const failing = db.write(async (tx) => {
      await sql`update counter set value = value + 1 where name = 'agency'`.execute(tx)
      await sql`create temporary table tmp_left as select 1 as x`.execute(tx)
      throw new Error('last step')
    })
    await expect(failing).rejects.toThrow('last step')
    expect(await ask(engine, sql`select value from counter where name = 'agency'`)).toEqual([{ value: 0 }])
    await db.write((tx) => sql`update counter set value = value where name = 'agency'`.execute(tx))
  })

  it.runIf(engine === 'duckdb')(
    'works with one thread while small changes come in, and nothing else can be set',
    async () => {
      const test = await openTestWorld(engine)
      const { db } = test.world
      const threads = async () => {
        const { rows } = await sql<{ n: string }>`select current_setting('threads') as n`.execute(db.kysely)
        return Number(rows[0]!.n)
      }
      const all = await threads()
      await db.expectSmall(true)
      expect(await threads()).toBe(all === 2 ? 1 : all)
      await db.expectSmall(false)
      expect(await threads()).toBe(all)
      await expect(sql`set global memory_limit = '9GB'`.execute(db.kysely)).rejects.toThrow(/locked/)
      await test.close()
    },
  )

  it('leaves no temporary table behind', async () => {
    const { db } = tests[engine]!.world
    await db.write((tx) => sql`create temporary table tmp_left as select 1 as x`.execute(tx))
    for (let i = 0; i < 3; i++) {
      await db.write(async (tx) => {
        const { rows } =
          await sql`select table_name from information_schema.tables where table_name like 'tmp%'`.execute(tx)
        expect(rows).toEqual([])
      })
    }
  })

  it.runIf(engine === 'postgres')('plans by what a large write left, from its end on', async () => {
    const { world, dataDir } = tests[engine]!
    const db = await openDatabase(world.db.url, { dataDir })
    await db.write((tx) =>
      sql`insert into counter (name, value) select 'many-' || i, i from generate_series(1, 1000) as i`.execute(
        tx,
      ),
    )
    await db.close()
    const known = sql`select n_distinct as n from pg_stats where tablename = 'counter' and attname = 'name'`
    expect(await ask(engine, known)).toEqual([{ n: -1 }])
  })

  it('lets writers queue and readers go on', async () => {
    const { db } = tests[engine]!.world
    const order: string[] = []
    let finish = () => {}
    const isWriting = new Promise<void>((begun) => {
      const first = db.write(async (tx) => {
        await sql`update counter set value = value + 1 where name = 'standard'`.execute(tx)
        begun()
        await new Promise<void>((resolve) => {
          finish = resolve
        })
        order.push('first')
      })
      first.catch(() => {})
    })
    await isWriting
    const second = db.write(async (tx) => {
      await sql`update counter set value = value + 1 where name = 'standard'`.execute(tx)
      order.push('second')
    })
    expect(await ask(engine, sql`select value from counter where name = 'standard'`)).toEqual([{ value: 0 }])
    order.push('read')
    finish()
    await second
    expect(order).toEqual(['read', 'first', 'second'])
    expect(await ask(engine, sql`select value from counter where name = 'standard'`)).toEqual([{ value: 2 }])
  })
})
