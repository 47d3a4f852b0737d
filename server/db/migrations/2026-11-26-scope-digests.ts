import { type Kysely, sql } from 'kysely'

// Digests leave the finished rows, which nobody reads them from: they were a fifth of the file. What a coarser period
// is merged from is kept by month alone, and only of the scopes that have more below them than their own cells.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
type Db = Kysely<any>

const DIGESTS = `
  elapsed_n bigint not null, elapsed_sum bigint not null, elapsed_square_sum double precision not null,
  elapsed_is_exact boolean not null, elapsed_values integer[] not null, elapsed_counts integer[] not null,
  working_n bigint not null, working_sum bigint not null, working_square_sum double precision not null,
  working_values integer[] not null, working_counts integer[] not null`

const KEPT = `elapsed_n, elapsed_sum, elapsed_square_sum, elapsed_is_exact, elapsed_values, elapsed_counts,
  working_n, working_sum, working_square_sum, working_values, working_counts`

export async function up(db: Db): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const isPostgres = rows[0]!.version.startsWith('PostgreSQL')
  await sql
    .raw(`create table scope_digest (agency_id integer not null, service_id integer not null, month date not null,
      ${DIGESTS})`)
    .execute(db)
  if (isPostgres) {
    await sql`alter table scope_digest add constraint scope_digest_key
      primary key (agency_id, service_id, month)`.execute(db)
  }
  await sql
    .raw(`insert into scope_digest (agency_id, service_id, month, ${KEPT})
      select agency_id, service_id, starts_on, ${KEPT} from finished_row where grain = 'month' and elapsed_n > 0
        and (agency_id = 0 or agency_id in (select c.ancestor_id from agency_closure as c
          join duration_cell as d on d.agency_id = c.agency_id where c.depth > 0))`)
    .execute(db)
  for (const column of ['elapsed_values', 'elapsed_counts', 'working_values', 'working_counts']) {
    await sql.raw(`alter table finished_row drop column ${column}`).execute(db)
  }
}
