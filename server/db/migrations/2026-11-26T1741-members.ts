import { type Kysely, sql } from 'kysely'

// Who belongs to the instance and may do what where, invitations to join it, and keys of people and agencies.

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
type Db = Kysely<any>

export async function up(db: Db): Promise<void> {
  await sql`create table member (member_id text primary key, is_active boolean not null,
    joined_at timestamp with time zone not null)`.execute(db)
  await sql`create table member_grant (grant_id text primary key, member_id text not null, role text not null,
    agency_id integer, granted_at timestamp with time zone not null)`.execute(db)
  await sql`create table invitation (invitation_id text primary key, token_hash text not null, email text, name text,
    grants text not null, invited_by text not null, created_at timestamp with time zone not null,
    expires_at timestamp with time zone not null, accepted_at timestamp with time zone,
    revoked_at timestamp with time zone)`.execute(db)
  await sql`create table api_key (key_id text primary key, secret_hash text not null, name text not null,
    member_id text, agency_id integer, actions text, created_by text not null,
    created_at timestamp with time zone not null, expires_at timestamp with time zone not null,
    revoked_at timestamp with time zone, last_used_at timestamp with time zone)`.execute(db)
}
