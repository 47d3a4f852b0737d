import { toldPeriod } from '#shared/time/period-words.ts'
import type { DraftDetection } from './detection.ts'

/** The period that is told above the table, or by what its sheet or its file is called. */
export const periodAround = (
  detection: Pick<DraftDetection, 'head' | 'headerRow' | 'sheet'>,
  files: readonly { name: string }[],
): ReturnType<typeof toldPeriod> => toldPeriod(textsAround(detection, files))

/** What stands above the table, and what its sheet and its files are called. */
export const textsAround = (
  { head, headerRow, sheet }: Pick<DraftDetection, 'head' | 'headerRow' | 'sheet'>,
  files: readonly { name: string }[],
): string[] => [
  ...head.filter(({ row }) => row < (headerRow ?? 1)).flatMap(({ cells }) => cells),
  ...(sheet === null ? [] : [sheet]),
  ...files.map(({ name }) => name.replace(/\.\w+(\.gz)?$/, '')),
]
