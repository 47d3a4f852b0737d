import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { insertImportEntities } from '#server/db/queries/imports.ts'
import type { FactKind } from './facts/fact-kind.ts'
import { beforeTable } from './journal.ts'
import type { NamedEntity } from './resolve-entities.ts'

/** Records what an import names and what it created (`indicators`: the codes of those): whose it is, and what its undo may take away again. Reads
 *  tmp_ready for the indicators, and the journal for agencies that only lost facts. */
export async function recordEntities(
  tx: Tx,
  kind: FactKind,
  importId: string,
  named: readonly NamedEntity[],
  indicators: readonly string[],
  hasRemoved: boolean,
): Promise<void> {
  const entities: NamedEntity[] = [...named]
  if (kind.ready.some(({ name }) => name === 'indicator')) {
    const created = new Set(indicators)
    const { rows } = await sql<{ code: string }>`select distinct indicator as code from tmp_ready`.execute(tx)
    entities.push(
      ...rows.map(({ code }): NamedEntity => ({ kind: 'indicator', code, isCreated: created.has(code) })),
    )
  }
  if (hasRemoved) {
    const { rows } = await sql<{ code: string }>`select code from agency where agency_id in
      (select agency_id from ${beforeTable(kind.table)} where replaced_by = ${importId})`.execute(tx)
    const known = new Set(named.filter((entity) => entity.kind === 'agency').map(({ code }) => code))
    for (const { code } of rows) {
      if (!known.has(code)) entities.push({ kind: 'agency', code, isCreated: false })
    }
  }
  await insertImportEntities(tx, importId, entities)
}
