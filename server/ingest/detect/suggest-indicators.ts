import type { ImportEngine } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { KnownEntities } from '../prepare-import.ts'
import type { DraftDetection } from './detection.ts'
import { describeEntities, rawColumns } from './entity-values.ts'
import { builtInOf, builtInTold } from './indicator-words.ts'
import type { Suggested } from './suggest-mapping.ts'

/** Figures of the product by what offices call them, to be seen and changed; others are created. */
export async function suggestIndicators(
  engine: ImportEngine,
  suggested: Suggested,
  { columns }: DraftDetection,
  known: KnownEntities,
  around: readonly string[],
): Promise<void> {
  const isByColumn = suggested.measures?.some((measure) => typeof measure.indicator === 'string')
  if (!('indicator' in suggested.columns) && !isByColumn) {
    const told = builtInTold(around)
    if (told && suggested.measures) suggested.constants = { ...suggested.constants, indicator: told }
    return
  }
  const file = rawColumns(
    columns.map(({ header }) => header),
    '',
  )
  const { values } = await describeEntities(
    engine,
    'indicator',
    suggested as unknown as Mapping,
    file,
    known.indicators,
  )
  const unknown = values.filter(({ state }) => state !== 'known').map(({ value }) => value)
  const offered = unknown.flatMap((value) => {
    const id = builtInOf(value)
    return id === null ? [] : [[value, id] as const]
  })
  // Two names for one figure would contradict each other: then a person says which.
  const clear = offered.filter(([, id]) => offered.filter(([, other]) => other === id).length === 1)
  if (clear.length > 0)
    suggested.values = { ...suggested.values, indicator: { ...Object.fromEntries(clear), '*': '$0' } }
  // A target of nobody knows what could be compared with nothing.
  if (unknown.length > clear.length && suggested.dataset === 'values')
    suggested.create = [...(suggested.create ?? []), 'indicator']
}
