import { type Kysely, sql } from 'kysely'

// Why a target was missed. As for targets: the agency comes first in the key, which is declared on PostgreSQL only.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  await sql`create table explanation (agency_id integer not null, service_id integer not null, indicator text not null,
    period text not null, period_to date not null, text text not null, action text, due_on date,
    explained_at timestamp with time zone not null, explained_by text not null)`.execute(db)
  if (!rows[0]!.version.startsWith('PostgreSQL')) return
  await sql`alter table explanation add constraint explanation_key
    primary key (agency_id, service_id, indicator, period)`.execute(db)
}
