import { type Kysely, sql } from 'kysely'

// Figures that agencies added up themselves, and the indicators that their files brought.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
type Db = Kysely<any>

export async function up(db: Db): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const isPostgres = rows[0]!.version.startsWith('PostgreSQL')
  await sql`create table indicator (code text primary key, name text not null, unit text not null, direction text not null,
    adds text not null, source text not null)`.execute(db)
  await sql`create table given_value (agency_id integer not null, service_id integer not null, indicator text not null,
    period text not null, period_grain text not null, period_from date not null, period_to date not null,
    value double precision, numerator double precision, denominator double precision, weight double precision,
    missing text, is_flagged boolean not null, source text not null, import_id text not null)`.execute(db)
  if (!isPostgres) return
  await sql`alter table given_value add constraint given_value_key
    primary key (agency_id, service_id, indicator, period)`.execute(db)
  await sql`create index given_value_indicator on given_value (indicator, period_from)`.execute(db)
}
