import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create table webhook (webhook_id text primary key, url text not null, events text not null, agency_code text,
    secret text not null, is_active boolean not null, created_at timestamp with time zone not null,
    created_by text not null, failing_since timestamp with time zone)`.execute(db)
  await sql`create table webhook_delivery (delivery_id text primary key, webhook_id text not null, event text not null,
    subject text not null, body text not null, queued_at timestamp with time zone not null, status text not null,
    attempts integer not null, next_at timestamp with time zone not null, sent_at timestamp with time zone,
    response_status integer, response_ms integer, error text)`.execute(db)
  await sql`create table told_signal (signal_id text primary key, told_at timestamp with time zone not null)`.execute(
    db,
  )
}
