import { sql } from 'kysely'
import type { IdentityEvent } from '#shared/contract/audit.ts'
import type { IdentityDb } from './open.ts'

// Changes of identity leave a row in the outbox of the same database, in the same transaction, whoever makes them: the
// triggers see to it, not the code that makes the change. From there they are copied into the audit log.

interface Watch {
  table: 'user' | 'account' | 'session' | 'twoFactor'
  on: 'insert' | 'update' | 'delete'
  action: IdentityEvent
  /** column that names the person */
  person: 'id' | 'userId'
  /** columns whose change counts; absent: every row does */
  when?: string
  /** name and column of what is kept of it */
  detail: Record<string, string>
}

const WATCHED: readonly Watch[] = [
  { table: 'user', on: 'insert', action: 'account.created', person: 'id', detail: { email: 'email' } },
  { table: 'user', on: 'delete', action: 'account.deleted', person: 'id', detail: { email: 'email' } },
  {
    table: 'user',
    on: 'update',
    action: 'account.email-changed',
    person: 'id',
    when: 'email',
    detail: { email: 'email' },
  },
  {
    table: 'user',
    on: 'update',
    action: 'account.name-changed',
    person: 'id',
    when: 'name',
    detail: { name: 'name' },
  },
  {
    table: 'user',
    on: 'update',
    action: 'account.two-factor-changed',
    person: 'id',
    when: 'twoFactorEnabled',
    detail: { enabled: 'twoFactorEnabled' },
  },
  {
    table: 'account',
    on: 'insert',
    action: 'account.sign-in-added',
    person: 'userId',
    detail: { provider: 'providerId' },
  },
  {
    table: 'account',
    on: 'delete',
    action: 'account.sign-in-removed',
    person: 'userId',
    detail: { provider: 'providerId' },
  },
  {
    table: 'account',
    on: 'update',
    action: 'account.password-changed',
    person: 'userId',
    when: 'password',
    detail: { provider: 'providerId' },
  },
  {
    table: 'twoFactor',
    on: 'update',
    action: 'account.two-factor-changed',
    person: 'userId',
    when: 'secret',
    detail: {},
  },
  {
    table: 'twoFactor',
    on: 'update',
    action: 'account.backup-codes-changed',
    person: 'userId',
    when: 'backupCodes',
    detail: {},
  },
  {
    table: 'session',
    on: 'insert',
    action: 'session.started',
    person: 'userId',
    detail: { session: 'id', address: 'ipAddress' },
  },
  {
    table: 'session',
    on: 'delete',
    action: 'session.ended',
    person: 'userId',
    detail: { session: 'id', address: 'ipAddress' },
  },
]

/** Makes the outbox and its triggers, anew at each start: they are what this program knows them to be. */
export async function watchIdentity(db: IdentityDb): Promise<void> {
  await (db.type === 'sqlite' ? watchSqlite(db) : watchPostgres(db))
}

const nameOf = ({ table, action }: Watch): string => `watch ${table} ${action}`

const pairsOf = ({ detail, on }: Watch): string =>
  Object.entries(detail)
    .map(([name, column]) => `'${name}', ${on === 'delete' ? 'old' : 'new'}."${column}"`)
    .join(', ')

async function watchSqlite({ kysely }: IdentityDb): Promise<void> {
  await sql`create table if not exists "identityOutbox" ("outboxId" integer primary key autoincrement,
    "changedAt" text not null, "userId" text not null, "action" text not null, "detail" text not null)`.execute(
    kysely,
  )
  for (const watch of WATCHED) {
    const { table, on, action, person, when } = watch
    const row = on === 'delete' ? 'old' : 'new'
    const condition = when ? `when old."${when}" is not new."${when}"` : ''
    await sql.raw(`drop trigger if exists "${nameOf(watch)}"`).execute(kysely)
    await sql
      .raw(`create trigger "${nameOf(watch)}" after ${on} on "${table}" ${condition} begin
        insert into "identityOutbox" ("changedAt", "userId", "action", "detail") values
          (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ${row}."${person}", '${action}', json_object(${pairsOf(watch)}));
        end`)
      .execute(kysely)
  }
}

async function watchPostgres({ kysely }: IdentityDb): Promise<void> {
  await sql`create table if not exists identity."identityOutbox" ("outboxId" bigint generated always as identity primary key,
    "changedAt" timestamptz not null, "userId" text not null, "action" text not null, "detail" text not null)`.execute(
    kysely,
  )
  for (const watch of WATCHED) {
    const { table, on, action, person, when } = watch
    const row = on === 'delete' ? 'old' : 'new'
    const name = nameOf(watch)
    const condition = when ? `when (old."${when}" is distinct from new."${when}")` : ''
    await sql
      .raw(`create or replace function identity."${name}"() returns trigger language plpgsql as $$ begin
        insert into identity."identityOutbox" ("changedAt", "userId", "action", "detail") values
          (clock_timestamp(), ${row}."${person}", '${action}', json_build_object(${pairsOf(watch)})::text);
        return null; end $$`)
      .execute(kysely)
    await sql
      .raw(`create or replace trigger "${name}" after ${on} on identity."${table}" for each row ${condition}
        execute function identity."${name}"()`)
      .execute(kysely)
  }
}

/** What waits to be copied, oldest first. */
export async function listOutbox(
  { kysely }: IdentityDb,
  limit: number,
): Promise<{ outboxId: number; changedAt: string; userId: string; action: string; detail: string }[]> {
  const rows = await kysely
    .selectFrom('identityOutbox')
    .selectAll()
    .orderBy('outboxId')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...row,
    outboxId: Number(row.outboxId),
    changedAt: new Date(row.changedAt).toISOString(),
  }))
}

/** Takes away what was copied, up to a row. */
export async function deleteOutbox({ kysely }: IdentityDb, upTo: number): Promise<void> {
  await kysely.deleteFrom('identityOutbox').where('outboxId', '<=', upTo).execute()
}
