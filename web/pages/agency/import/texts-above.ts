import type { Detection } from '#shared/contract/draft-detection.ts'

/** What stands above a table, from the first row on, and what its sheet is called. */
export const textsAbove = ({ head, headerRow, sheet }: Detection): string[] => [
  ...head.filter(({ row }) => row < (headerRow ?? 1)).flatMap(({ cells }) => cells),
  ...(sheet === null ? [] : [sheet]),
]
