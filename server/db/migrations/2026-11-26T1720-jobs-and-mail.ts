import { type Kysely, sql } from 'kysely'

// How each job stands, and mails on their way out.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(db)
  const isPostgres = rows[0]!.version.startsWith('PostgreSQL')
  await sql`create table job_run (name text not null, ran_at timestamp with time zone not null,
    done_at timestamp with time zone, attempts integer not null, next_at timestamp with time zone, cursor_text text,
    report text, error text)`.execute(db)
  await sql`create table outbox_mail (mail_id text not null, kind text not null, to_address text not null,
    subject text not null, body text, unsubscribe_url text, queued_at timestamp with time zone not null,
    status text not null, attempts integer not null, next_at timestamp with time zone not null,
    sent_at timestamp with time zone, error text)`.execute(db)
  if (!isPostgres) return
  await sql`alter table job_run add constraint job_run_key primary key (name)`.execute(db)
  await sql`alter table outbox_mail add constraint outbox_mail_key primary key (mail_id)`.execute(db)
  await sql`create index outbox_mail_waiting on outbox_mail (status, next_at)`.execute(db)
}
