import { type Kysely, sql } from 'kysely'

// Rules of the schema, kept from the first day so that one schema serves DuckDB, PostgreSQL and Citus:
// - agency_id comes first in the key of every fact and cell; it names the leaf that owns the fact (0: everything).
// - Big tables declare their keys on PostgreSQL only. On DuckDB a key triples load time and file size; the set-wise
//   merge keeps rows unique there, and `terukur doctor` checks it.
// - No foreign keys from facts, no triggers, no defaults that read the clock.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
type Db = Kysely<any>

const COUNTS = `
  received bigint not null, closed bigint not null, completed bigint not null, rejected bigint not null,
  digital bigint not null, channel_known bigint not null, due bigint not null, due_on_time bigint not null,
  closed_due bigint not null, closed_on_time bigint not null, flagged bigint not null,
  calendar_not_covered bigint not null`

const DIGESTS = `
  elapsed_n bigint not null, elapsed_sum bigint not null, elapsed_square_sum double precision not null,
  elapsed_is_exact boolean not null, elapsed_values integer[] not null, elapsed_counts integer[] not null,
  working_n bigint not null, working_sum bigint not null, working_square_sum double precision not null,
  working_values integer[] not null, working_counts integer[] not null`

const QUANTILES = ['elapsed', 'working']
  .flatMap((what) => ['p50', 'p50_low', 'p50_high', 'p90', 'p90_low', 'p90_high'].map((p) => `${what}_${p}`))
  .map((column) => `${column} double precision`)
  .join(', ')

const SMALL_TABLES: Record<string, string> = {
  counter: 'name text primary key, value bigint not null',
  agency: `agency_id integer primary key, code text not null, name text not null, name_en text, level text not null,
    kind text, parent_id integer, region text, time_zone text not null, valid_from date, valid_to date,
    source text not null`,
  agency_closure: 'ancestor_id integer not null, agency_id integer not null, depth integer not null',
  agency_calendar:
    'agency_id integer not null, valid_from date not null, valid_to date not null, calendar_id integer not null',
  agency_as_of: 'agency_id integer not null, dataset text not null, as_of timestamp with time zone not null',
  service: `service_id integer primary key, code text not null, name text not null, name_en text, source text not null`,
  service_standard: `standard_id integer primary key, service_id integer not null, agency_id integer not null,
    valid_from date not null, valid_to date not null, value integer not null, unit text not null`,
  holiday: `holiday_set text not null, day date not null, kind text not null, name text not null, name_en text,
    status text not null`,
  calendar:
    'calendar_id integer primary key, code text not null, name text not null, name_en text, holiday_set text',
  calendar_pattern: `calendar_id integer not null, valid_from date not null, weekdays text not null,
    works_joint_leave boolean not null, hours text`,
  calendar_exception:
    'calendar_id integer not null, day date not null, works boolean not null, name text not null',
  calendar_day: `calendar_id integer not null, day date not null, segment integer not null, is_working boolean not null,
    working_index integer not null, minutes_before integer not null, opens_minute integer, closes_minute integer`,
  import_batch: `import_id text primary key, dataset text not null, source text not null, status text not null,
    actor text not null, imported_at timestamp with time zone not null, as_of timestamp with time zone,
    covers_from date, covers_to date, result text not null, mapping text not null`,
  audit: `audit_id text primary key, acted_at timestamp with time zone not null, actor text not null, action text not null,
    subject text not null, detail text not null`,
}

const BIG_TABLES: Record<string, { columns: string; key: string[] }> = {
  import_issue: {
    columns: `import_id text not null, position bigint not null, file text, row_number bigint, column_name text,
      code text not null, severity text not null, params text not null`,
    key: ['import_id', 'position'],
  },
  delivery: {
    columns: `agency_id integer not null, import_id text not null, dataset text not null, source text not null,
      covers_from date not null, covers_to date not null, as_of timestamp with time zone not null,
      imported_at timestamp with time zone not null`,
    key: ['agency_id', 'import_id'],
  },
  service_case: {
    columns: `agency_id integer not null, service_id integer not null, ref text not null,
      submitted_at timestamp with time zone, submitted_on date not null,
      completed_at timestamp with time zone, completed_on date,
      clock_started_at timestamp with time zone, clock_started_on date,
      due_at timestamp with time zone, due_on date, due_is_given boolean not null,
      paused_seconds integer, channel text, outcome text, region text, is_flagged boolean not null,
      elapsed_seconds integer, working_days integer, on_time boolean, counts_due boolean not null,
      source text not null, import_id text not null`,
    key: ['agency_id', 'service_id', 'ref'],
  },
  survey_answer: {
    columns: `agency_id integer not null, service_id integer not null, ref text not null,
      answered_at timestamp with time zone, answered_on date not null,
      requirements integer, procedure integer, "time" integer, cost integer, product integer, competence integer,
      behaviour integer, complaints integer, facilities integer,
      score_millionths bigint, weight_parts bigint not null, index_parts bigint,
      is_flagged boolean not null, source text not null, import_id text not null`,
    key: ['agency_id', 'service_id', 'ref'],
  },
  case_cell: {
    columns: `agency_id integer not null, service_id integer not null, month date not null, channel text not null, ${COUNTS}`,
    key: ['agency_id', 'service_id', 'month', 'channel'],
  },
  case_day: {
    columns: `agency_id integer not null, day date not null, ${COUNTS}`,
    key: ['agency_id', 'day'],
  },
  duration_cell: {
    columns: `agency_id integer not null, service_id integer not null, month date not null, ${DIGESTS}`,
    key: ['agency_id', 'service_id', 'month'],
  },
  finished_row: {
    columns: `agency_id integer not null, service_id integer not null, grain text not null, starts_on date not null,
      ${COUNTS}, ${DIGESTS}, ${QUANTILES}`,
    key: ['agency_id', 'service_id', 'grain', 'starts_on'],
  },
  survey_cell: {
    columns: `agency_id integer not null, service_id integer not null, month date not null, measure text not null,
      n bigint not null, weight bigint not null, sum bigint not null, square_sum double precision not null`,
    key: ['agency_id', 'service_id', 'month', 'measure'],
  },
}

export async function up(db: Db): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const isPostgres = rows[0]!.version.startsWith('PostgreSQL')
  for (const [table, columns] of Object.entries(SMALL_TABLES)) {
    await sql.raw(`create table ${table} (${columns})`).execute(db)
  }
  for (const [table, { columns, key }] of Object.entries(BIG_TABLES)) {
    await sql.raw(`create table ${table} (${columns})`).execute(db)
    if (!isPostgres) continue
    await sql
      .raw(`alter table ${table} add constraint ${table}_key primary key (${key.join(', ')})`)
      .execute(db)
  }
  if (isPostgres) {
    // What finds a small part of a big table: zone maps do this on DuckDB, where rows are loaded in this order.
    for (const column of ['submitted_on', 'completed_on', 'due_on']) {
      await sql.raw(`create index service_case_${column} on service_case (agency_id, ${column})`).execute(db)
    }
    await sql
      .raw('create index survey_answer_answered_on on survey_answer (agency_id, answered_on)')
      .execute(db)
    await sql
      .raw('create index finished_row_starts_on on finished_row (grain, service_id, starts_on)')
      .execute(db)
  }
  for (const name of ['agency', 'service', 'standard', 'calendar', 'data-version']) {
    await sql`insert into counter (name, value) values (${name}, 0)`.execute(db)
  }
}
