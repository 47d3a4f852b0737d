import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  const instant = sql`timestamp with time zone`
  await sql`alter table submission add column figures text`.execute(db)
  await sql`alter table submission_event add column figures text`.execute(db)
  await sql`create table note (note_id text primary key, member_id text not null, kind text not null,
    about text not null, made_at ${instant} not null, read_at ${instant}, mailed_at ${instant})`.execute(db)
  await sql`create table told_news (subject text primary key, told_at ${instant} not null)`.execute(db)
}
