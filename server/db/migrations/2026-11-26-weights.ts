import { type Kysely, sql } from 'kysely'

// Weights of the composite score, by the day from which they are in force.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create table composite_rule (valid_from date primary key, decree text not null, decided_by text not null,
    min_coverage double precision not null, parts text not null, decided_at timestamp with time zone not null)`.execute(
    db,
  )
}
