import { type Kysely, sql } from 'kysely'

// biome-ignore lint/suspicious/noExplicitAny: a frozen migration knows no table types
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create table remembered_mapping (remembered_id text not null, agency_code text, dataset text not null,
    headers_key text not null, headers text not null, mapping text not null,
    remembered_at timestamp with time zone not null, remembered_by text not null)`.execute(db)
}
