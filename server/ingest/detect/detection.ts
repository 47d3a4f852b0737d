import type { Detection } from '#shared/contract/draft-detection.ts'
import type { Dataset } from '#shared/contract/import.ts'
import type { ColumnMatch } from './match-columns.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** What was found out, in no language yet. */
export interface DraftDetection extends Omit<Detection, 'columns' | 'datasets' | 'matches'> {
  columns: ColumnProfile[]
  nulls: string[]
  /** lines that are no records */
  summaries: number
  datasets: { dataset: Dataset; score: number; found: number; required: number; others: number }[]
  matches: ColumnMatch[]
}
