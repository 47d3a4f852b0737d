import type { DueItem } from '#shared/contract/due.ts'
import { plainCell } from '#shared/contract/plain-cell.ts'

// The steward's board as a table: agencies by periods of one dataset.

export interface DueTable {
  periods: string[]
  rows: { agency: string; cells: Map<string, DueItem> }[]
}

/** Periods shown at once: what is older is found by scrolling in time, not in a table. */
const PERIODS = 8

export const isOpen = ({ state }: DueItem): boolean =>
  state === 'late' || state === 'missing' || state === 'partial'

/** Rows of the agencies that have a delivery in one of the states in what is shown; all without states. */
export function dueTable(items: readonly DueItem[], state: string | undefined): DueTable {
  const ends = new Map(items.map(({ period, dueOn }) => [period, dueOn]))
  const periods = [...ends.keys()]
    .sort((a, b) => (ends.get(a)! < ends.get(b)! ? -1 : 1))
    .slice(-PERIODS)
    .reverse()
  const shown = new Set(periods)
  const rows = new Map<string, Map<string, DueItem>>()
  for (const item of items) {
    if (!shown.has(item.period)) continue
    const cells = rows.get(item.agency) ?? new Map<string, DueItem>()
    rows.set(item.agency, cells)
    cells.set(item.period, item)
  }
  return {
    periods,
    rows: [...rows]
      .map(([agency, cells]) => ({ agency, cells }))
      .filter(({ cells }) => !state || [...cells.values()].some((item) => item.state === state)),
  }
}

/** One line for each row. A text that a spreadsheet would take for a formula is told to be text. */
export const separated = (lines: readonly (readonly string[])[], sign: ',' | '\t'): string =>
  lines
    .map((cells) =>
      cells
        .map(plainCell)
        .map((cell) => (sign === '\t' ? cell.replace(/[\t\r\n]+/g, ' ') : cell))
        .map((cell) => (sign === ',' && /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(sign),
    )
    .join('\n')
