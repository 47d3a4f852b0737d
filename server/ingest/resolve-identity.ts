import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import { addIssues } from './check-rows.ts'
import { EntityBook, type ResolvedEntity } from './identity.ts'
import type { PrepareInput } from './prepare-import.ts'

export interface ResolvedIdentity {
  agencies: ResolvedEntity[]
  services: ResolvedEntity[]
  parent: ResolvedEntity | null
}

/** Matches the agencies and services of the valid rows, writes the tables `agency_value` and `service_value`
 *  (value, entity_index; null: unknown), and rejects rows of unknown ones. */
export async function resolveIdentity(
  engine: ImportEngine,
  valid: string,
  input: Pick<PrepareInput, 'mapping' | 'known'>,
  labels: Readonly<Record<string, string>>,
): Promise<ResolvedIdentity> {
  const { mapping, known } = input
  const canCreate = (kind: 'agency' | 'service') => mapping.create?.includes(kind) ?? false
  const agencyBook = new EntityBook(known.agencies)
  const agencies = await resolveValues(engine, valid, 'agency', agencyBook, canCreate('agency'))
  const services = await resolveValues(
    engine,
    valid,
    'service',
    new EntityBook(known.services),
    canCreate('service'),
  )
  for (const kind of ['agency', 'service'] as const) {
    await addIssues(
      engine,
      [
        {
          code: `unknown-${kind}`,
          severity: 'error',
          column: labels[kind] ?? quote(kind),
          condition: `${kind} in (select value from ${kind}_value where entity_index is null)`,
          value: kind,
        },
      ],
      valid,
    )
  }
  const parent = mapping.constants?.agencyParent
  return {
    agencies,
    services,
    parent: parent === undefined ? null : agencyBook.resolve(String(parent), null, true),
  }
}

/** Matches the values that occur in a relation and writes them to a table (value, entity_index). */
export async function resolveValues(
  engine: ImportEngine,
  valid: string,
  kind: 'agency' | 'service' | 'indicator',
  book: EntityBook,
  canCreate: boolean,
  table = `${kind}_value`,
): Promise<ResolvedEntity[]> {
  const values = await engine.rows<{ value: string; name: string | null }>(
    `select ${kind} as value, arg_min(${kind}_name, rid) as name from ${valid} where ${kind} is not null group by ${kind} order by min(rid)`,
  )
  const entities: ResolvedEntity[] = []
  const indexOf = new Map<ResolvedEntity, number>()
  const rows = values.map(({ value, name }) => {
    const entity = book.resolve(value, name, canCreate)
    if (!entity) return `(${quote(value)}, null)`
    const index = indexOf.get(entity) ?? entities.push(entity) - 1
    indexOf.set(entity, index)
    return `(${quote(value)}, ${index})`
  })
  await engine.run(`create table ${table} (value varchar, entity_index integer)`)
  for (let i = 0; i < rows.length; i += 1000) {
    await engine.run(`insert into ${table} values ${rows.slice(i, i + 1000).join(', ')}`)
  }
  return entities
}
