import type { Flag } from '#shared/measure/measure.ts'
import type { Cell } from '#shared/rollups/cell.ts'

/** What a reader must know beside a time: cases left out, and whether the quantile is exact. */
export function durationFlags(cell: Cell, isExact: boolean): Flag[] {
  const flags: Flag[] = []
  if (!isExact) flags.push('approximate')
  if (cell.cases.flagged > 0) flags.push('flagged-cases')
  return flags
}
