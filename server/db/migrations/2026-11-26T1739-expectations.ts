import { type Kysely, sql } from 'kysely'

// Who is expected to deliver what by when, who is reminded of it, and links by which one period is entered.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const isPostgres = rows[0]!.version.startsWith('PostgreSQL')
  const at = sql`timestamp with time zone`
  await sql`create table expectation (agency_id integer not null, whom text not null, dataset text not null,
    every text not null, due_days integer not null, valid_from date not null, valid_to date)`.execute(db)
  await sql`create table expectation_excuse (agency_id integer not null, dataset text not null, period text not null,
    reason text not null, excused_by text not null, excused_at ${at} not null)`.execute(db)
  await sql`create table reminder_rule (rule_id integer not null, is_on boolean not null, days_before integer not null,
    days_after integer not null, again_after integer not null)`.execute(db)
  await sql`create table reminder_sent (member_id text not null, agency_id integer not null, dataset text not null,
    period text not null, stage text not null, sent_at ${at} not null)`.execute(db)
  await sql`create table reminder_request (request_id text not null, agency_id integer not null, dataset text not null,
    period text not null, requested_by text not null, requested_at ${at} not null)`.execute(db)
  await sql`create table reminder_token (token_hash text not null, member_id text not null, made_at ${at} not null)`.execute(
    db,
  )
  await sql`create table reminder_optout (member_id text not null, opted_at ${at} not null)`.execute(db)
  await sql`create table entry_note (agency_id integer not null, period text not null, note text not null,
    import_id text not null, noted_by text not null, noted_at ${at} not null)`.execute(db)
  await sql`create table entry_link (link_id text not null, token_hash text not null, agency_id integer not null,
    period text not null, made_by text not null, made_at ${at} not null, expires_at ${at} not null,
    revoked_at ${at}, max_uses integer not null, uses integer not null, last_used_at ${at}, sent_to text)`.execute(
    db,
  )
  if (!isPostgres) return
  await sql`alter table expectation add constraint expectation_key primary key (agency_id, whom, dataset)`.execute(
    db,
  )
  await sql`alter table expectation_excuse add constraint expectation_excuse_key
    primary key (agency_id, dataset, period)`.execute(db)
  await sql`alter table reminder_sent add constraint reminder_sent_key
    primary key (member_id, agency_id, dataset, period, stage)`.execute(db)
  await sql`alter table entry_link add constraint entry_link_key primary key (link_id)`.execute(db)
}
