import type { IssueGroup } from '#shared/contract/draft-check.ts'
import type { DraftColumn } from '#shared/contract/draft-detection.ts'
import { columnOf, type DraftMapping } from './mapping-edit.ts'

// One value that is written where a column is blank: `default` of the mapping. Only for names of places and of ways in:
// dates and figures that nobody wrote would be made up.

const WRITABLE = ['agency', 'service', 'indicator', 'channel'] as const

export type WritableField = (typeof WRITABLE)[number]

export const isWritable = (field: string): field is WritableField => WRITABLE.some((one) => one === field)

/** What is written where the column of a field is blank. */
export function writtenWhereBlank(mapping: DraftMapping, field: string): string | undefined {
  const spec = mapping.columns?.[field]
  return typeof spec === 'object' && !Array.isArray(spec) ? spec.default : undefined
}

/** Writes a value where the column of a field is blank; null: leaves it blank. */
export function writeWhereBlank(mapping: DraftMapping, field: string, value: string | null): DraftMapping {
  const spec = mapping.columns?.[field]
  if (spec === undefined || Array.isArray(spec)) return mapping
  const { default: _, ...object } = typeof spec === 'object' ? spec : { column: spec }
  const meanings = mapping.values?.[field]
  const means = value !== null && meanings && !(value in meanings) && !('*' in meanings)
  return {
    ...mapping,
    columns: { ...mapping.columns, [field]: value === null ? object : { ...object, default: value } },
    // Words of the file that mean nothing here are left out; this one is ours.
    ...(means && { values: { ...mapping.values, [field]: { ...meanings, [value]: value } } }),
  }
}

/** The field whose blank cells an issue is about, where they can be written. */
export function fieldLeftBlank(
  { code, column }: Pick<IssueGroup, 'code' | 'column'>,
  mapping: DraftMapping,
  columns: readonly DraftColumn[],
): WritableField | null {
  if (code !== 'required-missing') return null
  return (
    WRITABLE.find(
      (field) => canWrite(mapping, field, columns) && columnOf(mapping, field, columns)?.header === column,
    ) ?? null
  )
}

/** Whether a field has a column whose blank cells can be written: not one of events, of which another says what one
 *  leaves blank. */
export function canWrite(mapping: DraftMapping, field: string, columns: readonly DraftColumn[]): boolean {
  const spec = mapping.columns?.[field]
  const isOfEvents = typeof spec === 'object' && !Array.isArray(spec) && spec.take !== undefined
  return isWritable(field) && !isOfEvents && columnOf(mapping, field, columns) !== null
}
