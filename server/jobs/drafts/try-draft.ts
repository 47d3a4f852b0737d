import type { ActionContext } from '#server/actions/context.ts'
import { runImport } from '#server/actions/imports/run-import.ts'
import { findMonthGaps } from '#server/ingest/month-gaps.ts'
import { parseMapping } from '#shared/contract/mapping.ts'
import { checkOf, type FoundInCheck, keepIssues, type StoredCheck } from './check-draft.ts'
import { pathOf } from './draft-files.ts'
import type { DraftState } from './draft-store.ts'

/** Runs the import of a draft without writing anything. @throws what an import throws */
export async function tryDraft(
  context: ActionContext,
  folder: string,
  { id, files, mapping, mappingVersion }: DraftState,
  { signal, onProgress }: Pick<Parameters<typeof runImport>[1], 'signal' | 'onProgress'>,
): Promise<StoredCheck> {
  const found: FoundInCheck = { gaps: [], groups: [], figures: [], agenciesLeftOut: 0 }
  const result = await runImport(context, {
    dataset: parseMapping(mapping).dataset,
    mapping,
    mappingDir: null,
    files: files.map(({ name }, i) => ({ name, path: pathOf(folder, i) })),
    dryRun: true,
    importId: `check-${id}`,
    onPrepared: async (prepared) => {
      found.gaps = await findMonthGaps(prepared)
      found.groups = await keepIssues(folder, prepared)
    },
    onFigures: ({ changes, agenciesLeftOut }) => {
      Object.assign(found, { figures: changes, agenciesLeftOut })
    },
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  })
  return checkOf(result, found, mappingVersion)
}
