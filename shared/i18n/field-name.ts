import type { Dataset } from '../contract/import.ts'
import type { FieldsTexts } from './id/desk/fields.ts'

/** What a field of a dataset is called. */
export const fieldName = (
  words: Pick<FieldsTexts, 'names' | 'own'>,
  dataset: Dataset | null,
  field: string,
): string => (dataset && words.own[dataset]?.[field]) ?? words.names[field] ?? field
