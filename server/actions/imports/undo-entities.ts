import { sql } from 'kysely'
import type { Tx } from '#server/db/database.ts'
import { rebuildClosure } from '#server/db/queries/entities.ts'
import { DERIVED_TABLES } from '#server/rollups/rebuild.ts'

// What an import created goes with it, but for what anybody else has come to use meanwhile. "Anybody else" is asked of
// the catalogue, so that a table which is added later counts without being named here.

type Kind = 'agency' | 'service' | 'indicator'

/** Columns by which a table speaks of an entity, and whether they hold its number or its code. */
const REFERENCES: Record<Kind, { id: string | null; codes: readonly string[] }> = {
  agency: { id: 'agency_id', codes: ['agency', 'agency_code'] },
  service: { id: 'service_id', codes: ['service', 'service_code'] },
  indicator: { id: null, codes: ['indicator', 'indicator_code'] },
}

/** Tables that follow from others, or come and go with the entity itself. */
const OWN: Record<Kind, readonly string[]> = {
  agency: [...DERIVED_TABLES, 'agency', 'agency_closure', 'agency_as_of', 'agency_calendar'],
  service: [...DERIVED_TABLES, 'service'],
  indicator: ['indicator'],
}

interface Entity {
  id: number | null
  code: string
}

export interface UndoneEntities {
  agencies: string[]
  services: string[]
  indicators: string[]
}

/** Removes the agencies, services and indicators that an import created and nobody else uses. What another import uses
 *  is that import's from now on. */
export async function undoEntities(tx: Tx, importId: string): Promise<UndoneEntities> {
  const created = await tx
    .selectFrom('importEntity')
    .select(['kind', 'code'])
    .where('importId', '=', importId)
    .where('isCreated', '=', true)
    .execute()
  // Whose it was stays told, so that they go on seeing it in the list.
  await tx.deleteFrom('importEntity').where('importId', '=', importId).where('kind', '<>', 'agency').execute()
  await tx.updateTable('importEntity').set({ isCreated: false }).where('importId', '=', importId).execute()
  const of = (...kinds: string[]) =>
    created.filter(({ kind }) => kinds.includes(kind)).map(({ code }) => code)
  const services = await findUnused(tx, importId, 'service', of('service'))
  const indicators = await findUnused(tx, importId, 'indicator', of('indicator'))
  const agencies = await withoutParents(tx, await findUnused(tx, importId, 'agency', of('agency', 'parent')))
  const ids = agencies.map(({ id }) => id!)
  if (ids.length > 0) {
    await tx.deleteFrom('agencyCalendar').where('agencyId', 'in', ids).execute()
    await tx.deleteFrom('agencyAsOf').where('agencyId', 'in', ids).execute()
    await tx.deleteFrom('agency').where('agencyId', 'in', ids).execute()
    await rebuildClosure(tx)
  }
  const codes = (entities: readonly Entity[]) => entities.map(({ code }) => code)
  if (services.length > 0) await tx.deleteFrom('service').where('code', 'in', codes(services)).execute()
  if (indicators.length > 0) await tx.deleteFrom('indicator').where('code', 'in', codes(indicators)).execute()
  return { agencies: codes(agencies), services: codes(services), indicators: codes(indicators) }
}

/** Those of the codes that no import names and no table speaks of. */
async function findUnused(tx: Tx, importId: string, kind: Kind, codes: readonly string[]): Promise<Entity[]> {
  if (codes.length === 0) return []
  const { id, codes: codeColumns } = REFERENCES[kind]
  const list = sql`cast(${[...codes]} as text[])`
  const { rows: entities } =
    await sql<Entity>`select ${id ? sql.ref(id) : sql`cast(null as integer)`} as id, code
    from ${sql.table(kind)} where code = any(${list}) order by code`.execute(tx)
  const used = new Set(await handOver(tx, importId, kind, codes))
  for (const { tableName, columnName } of await tablesOf(tx, kind)) {
    const column = sql.ref(columnName)
    if (columnName === id) {
      const ids = sql`cast(${entities.map((entity) => entity.id)} as integer[])`
      const { rows } = await sql<{ id: number }>`select distinct ${column} as id from ${sql.table(tableName)}
        where ${column} = any(${ids})`.execute(tx)
      for (const row of rows) used.add(entities.find((entity) => entity.id === row.id)!.code)
    } else if (codeColumns.includes(columnName)) {
      const { rows } = await sql<{
        code: string
      }>`select distinct ${column} as code from ${sql.table(tableName)}
        where ${column} = any(${list})`.execute(tx)
      for (const row of rows) used.add(row.code)
    }
  }
  return entities.filter(({ code }) => !used.has(code))
}

/** Gives what other imports name to the first of them; gives the codes of these. */
async function handOver(tx: Tx, importId: string, kind: Kind, codes: readonly string[]): Promise<string[]> {
  const kinds = kind === 'agency' ? (['agency', 'parent'] as const) : ([kind] as const)
  const others = await tx
    .selectFrom('importEntity as e')
    .innerJoin('importBatch as b', 'b.importId', 'e.importId')
    .select(['e.importId', 'e.kind', 'e.code', 'b.source'])
    .where('e.kind', 'in', kinds)
    .where('e.code', 'in', [...codes])
    .where('e.importId', '<>', importId)
    .where('b.undoneAt', 'is', null)
    .orderBy('b.position')
    .execute()
  const first = new Map<string, (typeof others)[number]>()
  for (const other of others) if (!first.has(other.code)) first.set(other.code, other)
  for (const heir of first.values()) {
    await tx
      .updateTable('importEntity')
      .set({ isCreated: true })
      .where('importId', '=', heir.importId)
      .where('kind', '=', heir.kind)
      .where('code', '=', heir.code)
      .execute()
    await tx.updateTable(kind).set({ source: heir.source }).where('code', '=', heir.code).execute()
  }
  return [...first.keys()]
}

async function tablesOf(tx: Tx, kind: Kind): Promise<{ tableName: string; columnName: string }[]> {
  const { id, codes } = REFERENCES[kind]
  const names = id ? [id, ...codes] : codes
  const { rows } = await sql<{ tableName: string; columnName: string }>`select c.table_name, c.column_name
    from information_schema.columns as c join information_schema.tables as t on t.table_catalog = c.table_catalog
      and t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_catalog = current_database() and c.table_schema in ('main', 'public')
      and (c.column_name = any(cast(${codes} as text[])) and lower(c.data_type) in ('text', 'varchar')
        or c.column_name = ${id ?? ''}) and c.column_name = any(cast(${names} as text[]))
    order by c.table_name, c.column_name`.execute(tx)
  return rows.filter(({ tableName }) => !OWN[kind].includes(tableName))
}

/** Agencies that can go: none has a child that stays, or was given another calendar. */
async function withoutParents(tx: Tx, agencies: readonly Entity[]): Promise<Entity[]> {
  if (agencies.length === 0) return []
  const { rows: assigned } = await sql<{ agencyId: number }>`select agency_id from agency_calendar
    group by agency_id having count(*) > 1`.execute(tx)
  const kept = new Set(assigned.map(({ agencyId }) => agencyId))
  const tree = await tx.selectFrom('agency').select(['agencyId', 'parentId']).execute()
  let going = agencies.filter(({ id }) => !kept.has(id!))
  for (;;) {
    const ids = new Set(going.map(({ id }) => id!))
    const staying = new Set(tree.filter(({ agencyId }) => !ids.has(agencyId)).map(({ parentId }) => parentId))
    const left = going.filter(({ id }) => !staying.has(id))
    if (left.length === going.length) return left
    going = left
  }
}
