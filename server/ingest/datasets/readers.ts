import type { Dataset } from '#shared/contract/import.ts'
import { cases } from './cases.ts'
import { complaints } from './complaints.ts'
import { costs } from './costs.ts'
import type { DatasetReader, KnownWords } from './fields.ts'
import { innovations } from './innovations.ts'
import { surveys } from './surveys.ts'
import { targets } from './targets.ts'
import { values } from './values.ts'

/** How the rows of each dataset are read; where its words are data, by the words that are known. */
export const READERS: Readonly<Record<Dataset, (known: KnownWords) => DatasetReader>> = {
  cases: () => cases,
  surveys: () => surveys,
  complaints,
  targets,
  costs: () => costs,
  innovations: () => innovations,
  values,
}
