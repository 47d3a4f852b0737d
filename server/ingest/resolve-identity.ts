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
  input: Pick<PrepareInput, 'mapping' | 'known' | 'realm'>,
  labels: Readonly<Record<string, string>>,
): Promise<ResolvedIdentity> {
  const { mapping, known, realm } = input
  const canCreate = (kind: 'agency' | 'service') => {
    const isAllowed = kind === 'agency' ? realm?.canCreateAgencies : realm?.canCreateServices
    return (mapping.create?.includes(kind) ?? false) && (isAllowed ?? true)
  }
  const agencyBook = new EntityBook(known.agencies, 'agency')
  const parent = parentOf(input, agencyBook)
  const isOwn = ({ code, isNew }: ResolvedEntity) =>
    realm === null || realm.agencies.has(isNew ? (parent?.code ?? '') : code)
  const agencies = await resolveValues(engine, valid, 'agency', agencyBook, canCreate('agency'), { isOwn })
  const services = await resolveValues(
    engine,
    valid,
    'service',
    new EntityBook(known.services),
    canCreate('service'),
  )
  await addIssues(
    engine,
    [
      {
        code: 'agency-not-yours',
        severity: 'error',
        column: labels.agency ?? quote('agency'),
        condition: 'agency in (select value from agency_value where is_foreign)',
        value: 'agency',
      },
    ],
    valid,
  )
  for (const kind of ['agency', 'service'] as const) {
    await addIssues(
      engine,
      [
        {
          code: `unknown-${kind}`,
          severity: 'error',
          column: labels[kind] ?? quote(kind),
          condition: `${kind} in (select value from ${kind}_value where entity_index is null and not is_foreign)`,
          value: kind,
        },
      ],
      valid,
    )
  }
  return { agencies, services, parent }
}

/** The agency that created ones are placed below: the mapping's, else the one that the deliverer is for. */
function parentOf(
  { mapping, realm }: Pick<PrepareInput, 'mapping' | 'realm'>,
  book: EntityBook,
): ResolvedEntity | null {
  const named = mapping.constants?.agencyParent
  if (named !== undefined) return book.resolve(String(named), null, true)
  return realm?.only ? book.resolve(realm.only, null, false) : null
}

/** Matches the values that occur in a relation and writes them to a table (value, entity_index, is_foreign). Entities
 *  that are not `isOwn` are matched and left out: the rows that name them are foreign. */
export async function resolveValues(
  engine: ImportEngine,
  valid: string,
  kind: 'agency' | 'service' | 'indicator',
  book: EntityBook,
  canCreate: boolean,
  {
    table = `${kind}_value`,
    isOwn = () => true,
  }: { table?: string; isOwn?: (entity: ResolvedEntity) => boolean } = {},
): Promise<ResolvedEntity[]> {
  const values = await engine.rows<{ value: string; name: string | null }>(
    `select ${kind} as value, arg_min(${kind}_name, rid) as name from ${valid} where ${kind} is not null group by ${kind} order by min(rid)`,
  )
  const entities: ResolvedEntity[] = []
  const indexOf = new Map<ResolvedEntity, number>()
  const rows = values.map(({ value, name }) => {
    const entity = book.resolve(value, name, canCreate)
    if (!entity || !isOwn(entity)) return `(${quote(value)}, null, ${entity !== null})`
    const index = indexOf.get(entity) ?? entities.push(entity) - 1
    indexOf.set(entity, index)
    return `(${quote(value)}, ${index}, false)`
  })
  await engine.run(`create table ${table} (value varchar, entity_index integer, is_foreign boolean)`)
  for (let i = 0; i < rows.length; i += 1000) {
    await engine.run(`insert into ${table} values ${rows.slice(i, i + 1000).join(', ')}`)
  }
  return entities
}
