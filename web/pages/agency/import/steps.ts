import type { Draft, DraftEntities, DraftValues } from '#shared/contract/draft.ts'

/** From a file to figures: one decision at a time. */
export const STEPS = ['file', 'columns', 'values', 'places', 'check', 'done'] as const
export type Step = (typeof STEPS)[number]

/** Where a draft stands: where it can only stand, else where the address says, else where the next decision is. Who
 *  brings the headers of last time goes on to the check at once. */
export function stepOf(draft: Draft, asked: string | undefined): Step {
  if (draft.stage === 'done' || draft.stage === 'committing') return 'done'
  if (draft.stage !== 'mapping') return 'file'
  const wanted = STEPS.find((step) => step === asked && step !== 'done')
  if (wanted) return wanted
  return draft.mappingFrom === 'remembered' && draft.mappingIssues.length === 0 ? 'check' : 'file'
}

/** Fields whose words are matched with ours; how indicators add up is asked where they are created. */
export const choiceFields = (draft: Draft): string[] => {
  const columns = (draft.mapping?.columns ?? {}) as Record<string, unknown>
  return (draft.detection?.fields ?? [])
    .filter(({ name, type }) => type === 'choice' && name !== 'indicatorAdds' && columns[name] !== undefined)
    .map(({ name }) => name)
}

/** What agencies, services and indicators a draft names in a column. */
export const placeKinds = (draft: Draft): ('agency' | 'service' | 'indicator')[] => {
  const columns = (draft.mapping?.columns ?? {}) as Record<string, unknown>
  const measures = (draft.mapping?.measures ?? []) as Record<string, unknown>[]
  return (['agency', 'service', 'indicator'] as const).filter(
    (kind) => columns[kind] !== undefined || measures.some((measure) => typeof measure[kind] === 'string'),
  )
}

/** The step after the columns that needs a decision. */
export function nextDecision(
  values: readonly DraftValues[],
  places: readonly DraftEntities[],
  mapping: Draft['mapping'] = null,
): Step {
  if (values.some(({ values: words }) => words.some(({ isMapped }) => !isMapped))) return 'values'
  return nextAfterValues(places, mapping)
}

/** Figures of the product that names of the file were taken for are looked at, also where nothing is open. */
export const nextAfterValues = (places: readonly DraftEntities[], mapping: Draft['mapping']): Step =>
  places.some(({ counts }) => counts.created > 0 || counts.rejected > 0) ||
  (mapping?.values as Record<string, unknown> | undefined)?.indicator !== undefined
    ? 'places'
    : 'check'
