import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Database } from '../database.ts'

// A table of the embedded database, taken over as it is into PostgreSQL: through a CSV file and COPY, so many rows at a
// time, so that neither memory nor the folder of temporary files grows with the table.

export interface MovedTable {
  /** on both sides of the same name; null: the main one */
  schema: string | null
  name: string
  /** names and types, as the embedded engine calls them */
  columns: ReadonlyMap<string, string>
}

/** Name of a table for people: with its schema where that is not the main one. */
export const labelOf = ({ schema, name }: MovedTable): string => (schema ? `${schema}.${name}` : name)

export const inSource = ({ schema, name }: MovedTable) => sql.id(schema ?? 'main', name)
export const inTarget = ({ schema, name }: MovedTable) => (schema ? sql.id(schema, name) : sql.id(name))

const SLICE = 100_000

/** Puts the rows of a table in the place of what the target has in its own: all of them, or after an error none.
 *  `client`: a connection of the target of its own. `onRows` is told how many more are there. */
export async function copyTable(
  source: Database,
  client: Client,
  table: MovedTable,
  { dataDir, onRows }: { dataDir: string; onRows: (rows: number) => void },
): Promise<void> {
  const names = [...table.columns.keys()]
  const into = [table.schema, table.name].flatMap((name) => (name === null ? [] : [quoted(name)])).join('.')
  const texts = [...table.columns].filter(([, type]) => type === 'varchar').map(([name]) => quoted(name))
  const forced = texts.length > 0 ? `, force_quote (${texts.join(', ')})` : ''
  const values = [...table.columns].map(([name, type]) =>
    // A list is written the way PostgreSQL reads it.
    type === 'integer[]' ? `translate(cast(${quoted(name)} as varchar), '[] ', '{}')` : quoted(name),
  )
  const csv = join(resolve(dataDir), 'tmp', `copy-${randomUUID()}.csv`)
  const { rows } = await sql<{ last: number }>`select coalesce(max(rowid), -1) as last
    from ${inSource(table)}`.execute(source.read)
  try {
    await client.query('begin')
    await client.query(`truncate table ${into}`)
    for (let first = 0; first <= rows[0]!.last; first += SLICE) {
      const written = await sql`copy (select ${sql.raw(values.join(', '))} from ${inSource(table)}
        where rowid >= ${sql.lit(first)} and rowid < ${sql.lit(first + SLICE)})
        to ${sql.lit(csv)} (format csv, header false${sql.raw(forced)})`.execute(source.kysely)
      // An absent value is bare, a text is quoted, so that an empty text is not taken for an absent one.
      const copy = client.query(
        copyFrom(`copy ${into} (${names.map(quoted).join(', ')}) from stdin with (format csv, null '')`),
      )
      await pipeline(createReadStream(csv), copy)
      onRows(Number(written.numAffectedRows ?? 0n))
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    await rm(csv, { force: true })
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
