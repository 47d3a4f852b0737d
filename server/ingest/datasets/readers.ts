import type { Dataset } from '#shared/contract/import.ts'
import { cases } from './cases.ts'
import type { DatasetReader, KnownWords } from './fields.ts'
import { surveys } from './surveys.ts'

/** How the rows of each dataset are read; where its words are data, by the words that are known. */
export const READERS: Partial<Record<Dataset, (known: KnownWords) => DatasetReader>> = {
  cases: () => cases,
  surveys: () => surveys,
}
