import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  const instant = sql`timestamp with time zone`
  await sql`create table release (release_id text primary key, code text not null, sequence integer not null,
    kind text not null, starts_on date not null, through date not null, replaces text, reason text,
    frozen_at ${instant} not null, frozen_by text not null, publish_at ${instant} not null, manifest text not null,
    sha256 text not null, signature text not null, key_id text not null, world text)`.execute(db)
  await sql`create table release_part (agency_id integer not null, release_id text not null, name text not null,
    sha256 text not null, bytes integer not null, body text, primary key (agency_id, release_id, name))`.execute(
    db,
  )
  await sql`create table release_line (agency_id integer not null, part text not null, indicator text not null,
    service text not null, grain text not null, year text not null, from_sequence integer not null,
    to_sequence integer, body text not null)`.execute(db)
  await sql`create table release_change (agency_id integer not null, release_id text not null,
    position integer not null, indicator text not null, service text not null, grain text not null,
    period text not null, body text not null, primary key (agency_id, release_id, position))`.execute(db)
  await sql`create table release_secret (agency_id integer not null, release_id text not null, body text not null,
    primary key (agency_id, release_id))`.execute(db)
  await sql`create table release_key (key_id text primary key, public_key text not null, created_at ${instant} not null,
    retired_at ${instant}, endorsement text, previous_key_id text)`.execute(db)
  await sql`create table planned_release (plan_id text primary key, through date not null,
    publish_at ${instant} not null, submit_by date, note text, release_id text, cancelled_at ${instant},
    created_by text not null, created_at ${instant} not null)`.execute(db)
  const submission = sql`agency_id integer not null, month date not null, state text not null,
    delivered_at ${instant}, changed_at ${instant} not null, changed_by text not null, reason text`
  await sql`create table submission (${submission}, primary key (agency_id, month))`.execute(db)
  await sql`create table submission_event (${submission}, event_id text not null,
    primary key (agency_id, event_id))`.execute(db)
  await sql`create table agency_publication (agency_id integer primary key,
    shows_provisional boolean not null)`.execute(db)
}
