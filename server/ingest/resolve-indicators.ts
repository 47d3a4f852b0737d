import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { StoredIndicator } from '#shared/indicators/given.ts'
import { addIssues } from './check-rows.ts'
import { EntityBook } from './identity.ts'
import type { PrepareInput } from './prepare-import.ts'
import { resolveValues } from './resolve-identity.ts'

/** Matches the indicators of the valid rows by code or name, writes their codes into `typed`, and rejects rows of
 *  unknown ones. Gives those that are to be created, each as its first row describes it. */
export async function resolveIndicators(
  engine: ImportEngine,
  valid: string,
  input: Pick<PrepareInput, 'mapping' | 'known' | 'realm'>,
  labels: Readonly<Record<string, string>>,
): Promise<Omit<StoredIndicator, 'source'>[]> {
  const { mapping, known, realm } = input
  const canCreate = (mapping.create?.includes('indicator') ?? false) && (realm?.canCreateIndicators ?? true)
  const book = new EntityBook(known.indicators)
  const entities = await resolveValues(engine, valid, 'indicator', book, canCreate)
  await addIssues(
    engine,
    [
      {
        code: 'unknown-indicator',
        severity: 'error',
        column: labels.indicator ?? quote('indicator'),
        condition: 'indicator in (select value from indicator_value where entity_index is null)',
        value: 'indicator',
      },
    ],
    valid,
  )
  const described = await engine.rows<
    Record<'value' | 'unit' | 'direction' | 'adds', string | null> & { place: number }
  >(
    `select entity_index as place, arg_min(indicator_unit, rid) as unit, arg_min(indicator_direction, rid) as direction,
      arg_min(indicator_adds, rid) as adds from ${valid} join indicator_value as v on v.value = t.indicator
      where entity_index is not null group by 1`,
  )
  const codes = entities.map(({ code }) => quote(code)).join(', ')
  if (codes) {
    await engine.run(`update typed set indicator = v.code from (select value, ([${codes}])[entity_index + 1] as code
      from indicator_value where entity_index is not null) as v where typed.indicator = v.value and v.value <> v.code`)
  }
  const created: Omit<StoredIndicator, 'source'>[] = []
  for (const { place, unit, direction, adds } of described) {
    const { code, name, isNew } = entities[place]!
    if (!isNew) continue
    // What nobody says is not guessed: a plain number that does not add up.
    created.push({
      code,
      name,
      unit: (unit ?? 'number') as StoredIndicator['unit'],
      direction: (direction ?? 'none') as StoredIndicator['direction'],
      adds: (adds ?? 'none') as StoredIndicator['adds'],
    })
  }
  return created
}
