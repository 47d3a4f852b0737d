import { type Kysely, sql } from 'kysely'

// The survey form for citizens and what the office does about its results. As for facts: the agency comes first in every
// key, keys are declared on PostgreSQL only, nothing refers to anything by a foreign key. service_id 0: all together.

const TABLES: Record<string, { columns: string; key: string[] }> = {
  survey_form: {
    columns:
      'agency_id integer not null, service_id integer not null, is_open boolean not null, daily_cap integer',
    key: ['agency_id', 'service_id'],
  },
  survey_intake: {
    columns: `agency_id integer not null, service_id integer not null, day date not null, counted integer not null,
      incomplete integer not null, refused integer not null`,
    key: ['agency_id', 'service_id', 'day'],
  },
  survey_profile: {
    columns:
      'agency_id integer not null, year integer not null, question text not null, band text not null, n integer not null',
    key: ['agency_id', 'year', 'question', 'band'],
  },
  survey_remark: {
    columns: `agency_id integer not null, remark_id text not null, service_id integer not null, month date not null,
      remark text not null, expires_on date not null`,
    key: ['agency_id', 'remark_id'],
  },
  follow_up_plan: {
    columns: `agency_id integer not null, service_id integer not null, period text not null, element text not null,
      problem text not null, action text not null, owner text not null, due_month text not null, status text not null,
      evidence text, obstacle text, closed_on date, set_at timestamp with time zone not null`,
    key: ['agency_id', 'service_id', 'period', 'element'],
  },
}

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const isPostgres = rows[0]!.version.startsWith('PostgreSQL')
  for (const [table, { columns, key }] of Object.entries(TABLES)) {
    await sql.raw(`create table ${table} (${columns})`).execute(db)
    if (!isPostgres) continue
    await sql
      .raw(`alter table ${table} add constraint ${table}_key primary key (${key.join(', ')})`)
      .execute(db)
  }
}
