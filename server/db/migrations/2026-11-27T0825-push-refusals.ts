import { type Kysely, sql } from 'kysely'

// Items of pushes that were refused, for the quality of an agency's data: how many of a day and kind, never what they
// said. Of those refused before there is the sum of each day only.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create table push_refusal (import_id text not null, agency_id integer not null, code text not null,
    items integer not null)`.execute(db)
}
