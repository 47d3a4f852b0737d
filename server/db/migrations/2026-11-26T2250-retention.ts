import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create table retention_rule (dataset text primary key, months integer not null, reason text not null,
    set_at timestamp with time zone not null, set_by text not null)`.execute(db)
  await sql`create table expired_facts (agency_id integer not null, dataset text not null, through date not null,
    facts bigint not null, expired_at timestamp with time zone not null, primary key (agency_id, dataset))`.execute(
    db,
  )
}
