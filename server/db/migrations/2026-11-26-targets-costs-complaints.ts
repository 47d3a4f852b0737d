import { type Kysely, sql } from 'kysely'

// Complaints, targets, costs and innovations. As for the first facts: the agency comes first in every key, keys are
// declared on PostgreSQL only, nothing refers to anything by a foreign key. service_id 0: all services together.

const OWNER = 'agency_id integer not null, service_id integer not null'
const ORIGIN = 'source text not null, import_id text not null'
const PERIOD =
  'period text not null, period_grain text not null, period_from date not null, period_to date not null'

const TABLES: Record<string, { columns: string; key: string[] }> = {
  complaint: {
    columns: `${OWNER}, ref text not null, received_at timestamp with time zone, received_on date not null,
      resolved_at timestamp with time zone, resolved_on date, class text,
      due_at timestamp with time zone, due_on date, is_flagged boolean not null, on_time boolean,
      counts_due boolean not null, ${ORIGIN}`,
    key: ['agency_id', 'service_id', 'ref'],
  },
  complaint_cell: {
    columns: `${OWNER}, month date not null, received bigint not null, resolved bigint not null, due bigint not null,
      due_on_time bigint not null, flagged bigint not null`,
    key: ['agency_id', 'service_id', 'month'],
  },
  target: {
    columns: `${OWNER}, indicator text not null, ${PERIOD}, kind text not null, value double precision,
      low double precision, high double precision, text text, provenance text, is_cumulative boolean not null, ${ORIGIN}`,
    key: ['agency_id', 'service_id', 'indicator', 'period'],
  },
  agency_cost: {
    columns: `${OWNER}, ${PERIOD}, cost bigint, staff_parts bigint, ${ORIGIN}`,
    key: ['agency_id', 'service_id', 'period'],
  },
  innovation: {
    columns: `agency_id integer not null, code text not null, service_id integer not null, name text not null,
      started_on date not null, trial_on date, stage text, initiator text, kind text, form text, affair text, theme text,
      legal_basis text, design text, claim text, aim text, benefit text, result text, budget bigint, evidence text,
      verification text, status text, ${ORIGIN}`,
    key: ['agency_id', 'code'],
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
  // Within how many working days a complaint of a class is to be settled, in force between two dates.
  await sql
    .raw(
      `create table complaint_class (code text not null, valid_from date not null, valid_to date not null,
        working_days integer not null, is_default boolean not null, name text not null, name_en text)`,
    )
    .execute(db)
}
