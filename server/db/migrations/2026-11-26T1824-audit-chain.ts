import { type Kysely, sql } from 'kysely'

// Each row of the audit log is tied to the one before it by a hash, so that a row removed or altered later is found.
// What is there already is chained at the next start. One row says where the chain ends.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
type Db = Kysely<any>

export async function up(db: Db): Promise<void> {
  for (const column of ['place text', 'sequence bigint', 'previous_hash text', 'hash text'])
    await sql`alter table audit add column ${sql.raw(column)}`.execute(db)
  await sql`create table audit_head (sequence bigint not null, hash text not null)`.execute(db)
  await sql`insert into audit_head (sequence, hash) values (0, '')`.execute(db)
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  if (!rows[0]!.version.startsWith('PostgreSQL')) return
  await sql`create unique index audit_sequence on audit (sequence)`.execute(db)
}
