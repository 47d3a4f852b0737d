import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create table rebaseline (agency_id integer not null, service_id integer not null, indicator text not null,
    valid_from date not null, reason text not null, decided_by text not null,
    decided_at timestamp with time zone not null)`.execute(db)
}
