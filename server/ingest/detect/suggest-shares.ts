import type { ImportEngine } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { KnownEntities } from '../prepare-import.ts'
import type { DraftDetection } from './detection.ts'
import { rawColumns } from './entity-values.ts'
import { findShares } from './share-figures.ts'
import type { Suggested } from './suggest-mapping.ts'

/** How shares are written, where only one way can be meant. */
export async function suggestShares(
  engine: ImportEngine,
  suggested: Suggested,
  { columns }: DraftDetection,
  known: KnownEntities,
): Promise<DraftDetection['shares']> {
  const file = rawColumns(
    columns.map(({ header }) => header),
    '',
  )
  const shares = await findShares(engine, suggested as unknown as Mapping, file, known.indicators)
  if (shares && shares.above > 0 && shares.below === 0) suggested.format.shares = 'percent'
  return shares
}
