import { type Kysely, sql } from 'kysely'

// What the undo of an import needs: facts as they were before an import changed or removed them, which earlier imports
// one has met, and the agencies, services and indicators that it names or created. The agency comes first in the facts;
// on PostgreSQL a journal is found by the import that wrote it.

const FACTS = [
  'service_case',
  'survey_answer',
  'complaint',
  'target',
  'agency_cost',
  'innovation',
  'given_value',
]

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const isPostgres = rows[0]!.version.startsWith('PostgreSQL')
  for (const table of FACTS) {
    await sql
      .raw(
        `create table ${table}_before as select f.*, cast('' as text) as replaced_by from ${table} as f where false`,
      )
      .execute(db)
    if (!isPostgres) continue
    await sql.raw(`create index ${table}_before_replaced_by on ${table}_before (replaced_by)`).execute(db)
  }
  await sql`create table import_basis (import_id text not null, rests_on text not null)`.execute(db)
  await sql`create table import_entity (import_id text not null, kind text not null, code text not null,
    is_created boolean not null)`.execute(db)
  await sql`insert into import_entity select distinct d.import_id, 'agency', a.code, false
    from delivery as d join agency as a on a.agency_id = d.agency_id`.execute(db)
  for (const column of [
    'position bigint',
    'is_undoable boolean',
    'undone_at timestamp with time zone',
    'undone_by text',
  ]) {
    await sql.raw(`alter table import_batch add column ${column}`).execute(db)
  }
  await sql`insert into counter (name, value) values ('import', 0)`.execute(db)
  if (!isPostgres) return
  await sql`create index import_basis_rests_on on import_basis (rests_on)`.execute(db)
  await sql`alter table import_entity add constraint import_entity_key primary key (import_id, kind, code)`.execute(
    db,
  )
  await sql`create index import_entity_code on import_entity (kind, code)`.execute(db)
}
