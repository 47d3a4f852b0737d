import type { ColumnMatch } from './match-columns.ts'
import type { ColumnProfile } from './profile-columns.ts'
import type { Suggested } from './suggest-mapping.ts'
import { targetKindOf } from './target-kinds.ts'

/** A sheet of targets seldom says which way they are meant; its indicators do, to be seen and changed. */
export function suggestKinds(
  suggested: Suggested,
  matches: ColumnMatch[],
  columns: readonly ColumnProfile[],
): void {
  const indicator = matches.find(({ field }) => field === 'indicator')
  if (!indicator || 'kind' in suggested.columns || columns[indicator.column - 1]!.values.length === 0) return
  const { values } = columns[indicator.column - 1]!
  const codes = suggested.values?.indicator
  const kinds = values.map(({ value }) => [value, targetKindOf(value, codes?.[value] ?? value)] as const)
  suggested.columns.kind = suggested.columns.indicator!
  suggested.values = { ...suggested.values, kind: Object.fromEntries(kinds) }
  matches.push({
    ...indicator,
    field: 'kind',
    how: 'content',
    confidence: 0.5,
    reasons: [{ key: 'direction' }],
  })
}
