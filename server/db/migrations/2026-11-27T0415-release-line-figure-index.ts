import { type Kysely, sql } from 'kysely'

// A page looks up one figure of all agencies among millions of lines of releases. DuckDB finds them by the order they are
// written in.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  if (!rows[0]!.version.startsWith('PostgreSQL')) return
  await sql`create index release_line_figure on release_line (indicator, grain, year, service)`.execute(db)
}
