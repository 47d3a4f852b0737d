import type { ImportEngine } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { KnownEntities } from '../prepare-import.ts'
import type { DraftDetection } from './detection.ts'
import { describeEntities, rawColumns } from './entity-values.ts'
import type { Suggested } from './suggest-mapping.ts'

const SAME = 0.97
const CLOSE = 0.75

/** A name is taken for a known one only where it says the same; where some come close, a person decides about all. */
export async function suggestEntities(
  engine: ImportEngine,
  suggested: Suggested,
  detection: DraftDetection,
  known: KnownEntities,
): Promise<void> {
  const file = rawColumns(
    detection.columns.map(({ header }) => header),
    '',
  )
  for (const kind of ['agency', 'service'] as const) {
    if (!(kind in suggested.columns)) continue
    const entities = kind === 'agency' ? known.agencies : known.services
    const { values } = await describeEntities(engine, kind, suggested as unknown as Mapping, file, entities)
    const unknown = values.filter(({ state }) => state !== 'known')
    const same = unknown.filter(({ candidates }) => candidates[0] && candidates[0].likeness >= SAME)
    if (same.length > 0) {
      suggested.values ??= {}
      suggested.values[kind] = {
        ...Object.fromEntries(same.map(({ value, candidates }) => [value, candidates[0]!.code])),
        '*': '$0',
      }
    }
    const close = unknown.filter(({ candidates }) => candidates[0] && candidates[0].likeness < SAME)
    if (unknown.length > same.length && !close.some(({ candidates }) => candidates[0]!.likeness >= CLOSE))
      suggested.create = [...(suggested.create ?? []), kind]
  }
}
