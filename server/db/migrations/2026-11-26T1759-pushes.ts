import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create table stale_cell (dataset text not null, agency_id integer not null, service_id integer not null,
    month date not null)`.execute(db)
  await sql`create table stale_day (agency_id integer not null, day date not null)`.execute(db)
  await sql`create table push_key (actor text not null, key text not null, request_hash text not null,
    status integer not null, answer text not null, kept_at timestamp with time zone not null)`.execute(db)
  await sql`insert into counter (name, value) values ('people-version', 0)`.execute(db)
}
