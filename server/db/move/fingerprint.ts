import { type RawBuilder, sql } from 'kysely'
import type { Database, ReadDb } from '../database.ts'
import { inSource, inTarget, type MovedTable } from './copy-table.ts'

// What tells two copies of a table apart, worked out by each engine where the rows lie: how many there are, and the sum
// of a hash of each, whatever their order.

export interface Fingerprint {
  rows: number
  hash: string
}

const ABSENT = 'chr(30)'
const BETWEEN = 'chr(31)'

/** A value as text that is the same on both engines. They write a fraction alike, shortest and exact, from a
 *  hundred-thousandth up to 10^15; beyond that whole numbers do. */
function textOf(name: string, type: string, engine: Database['engine']): string {
  const column = `"${name}"`
  const isDuckDb = engine === 'duckdb'
  switch (type) {
    case 'double':
      return `case when ${column} = trunc(${column}) and abs(${column}) < 9e18
          then cast(cast(${column} as bigint) as varchar)
        when ${column} <> trunc(${column}) and abs(${column}) >= 1e15
          then cast(cast(${column} * 8 as bigint) as varchar)
        else cast(${column} as varchar) end`
    case 'timestamp with time zone':
      return isDuckDb
        ? `cast(epoch_us(${column}) as varchar)`
        : `cast(cast(extract(epoch from ${column}) * 1000000 as bigint) as varchar)`
    case 'integer[]':
      return isDuckDb ? `translate(cast(${column} as varchar), '[] ', '{}')` : `cast(${column} as varchar)`
    default:
      return `cast(${column} as varchar)`
  }
}

/** Fingerprint of a table in one of the two databases. */
export async function fingerprint(
  db: ReadDb,
  engine: Database['engine'],
  table: MovedTable,
): Promise<Fingerprint> {
  const row = [...table.columns].map(([name, type]) => `coalesce(${textOf(name, type, engine)}, ${ABSENT})`)
  const from = engine === 'duckdb' ? inSource(table) : inTarget(table)
  const part = (at: number): RawBuilder<unknown> =>
    engine === 'duckdb'
      ? sql`cast('0x' || substr(h, ${sql.lit(at)}, 8) as bigint)`
      : sql`cast(cast('x' || substr(h, ${sql.lit(at)}, 8) as bit(32)) as bigint)`
  const { rows } = await sql<{ rows: number; a: string | null; b: string | null }>`select count(*) as rows,
    cast(sum(${part(1)}) as varchar) as a, cast(sum(${part(9)}) as varchar) as b
    from (select md5(${sql.raw(row.join(` || ${BETWEEN} || `))}) as h from ${from}) as hashed`.execute(db)
  const [{ rows: count, a, b }] = rows as [(typeof rows)[number]]
  return { rows: count, hash: `${a ?? 0}-${b ?? 0}` }
}
