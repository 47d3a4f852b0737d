import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import type { ReadyRecord } from '#server/ingest/check-records.ts'
import type { FactKind } from '../imports/facts/fact-kind.ts'

/** Makes records readable as tmp_ready, as `stageFacts` does with a prepared file: their values travel as text, one
 *  list for each column. */
export async function stageRecords(tx: Tx, kind: FactKind, records: readonly ReadyRecord[]): Promise<void> {
  const textOf = (record: ReadyRecord, name: string): string | null =>
    name === 'agency_index'
      ? String(record.agencyIndex)
      : name === 'service_index'
        ? String(record.serviceIndex)
        : (record.values[name] ?? null)
  const sent = kind.ready.map(({ name }) => {
    const values = records.map((record) => textOf(record, name))
    return sql`unnest(cast(${values} as text[])) as ${sql.ref(name)}`
  })
  const typed = kind.ready.map(
    ({ name, type }) => sql`cast(${sql.ref(name)} as ${sql.raw(type)}) as ${sql.ref(name)}`,
  )
  await sql`drop table if exists tmp_ready`.execute(tx)
  await sql`create temporary table tmp_ready as select ${sql.join(typed)} from (select ${sql.join(sent)}) as sent`.execute(
    tx,
  )
}
