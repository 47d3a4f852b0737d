import type { Reading } from '#shared/contract/reading.ts'

export interface LeagueRow {
  code: string
  name: string
  level: string | null
  /** what tells it from another of the same name */
  note?: string | undefined
}

export const figureKey = (code: string | null, indicator: string): string => `${code}|${indicator}`

/** How a table is sorted by a column; `sort` is the column's name, with a minus from high to low. */
export function sortOrder(sort: string, column: string): 'ascending' | 'descending' | 'none' {
  return sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none'
}

/** The order that a press on a column's head gives: names from A, figures from high, then the other way. */
export function nextSort(sort: string, column: string): string {
  const order = sortOrder(sort, column)
  const isDown = order === 'none' ? column !== 'name' : order === 'ascending'
  return isDown ? `-${column}` : column
}

/** By a figure or by name; those without a figure come last either way. */
export function sortRows(
  rows: readonly LeagueRow[],
  sort: string,
  figures: ReadonlyMap<string, Reading>,
): LeagueRow[] {
  const isDown = sort.startsWith('-')
  const column = isDown ? sort.slice(1) : sort
  const sign = isDown ? -1 : 1
  const byName = (a: LeagueRow, b: LeagueRow) => a.name.localeCompare(b.name) || (a.code < b.code ? -1 : 1)
  return [...rows].sort((a, b) => {
    if (column === 'name') return sign * byName(a, b)
    const [x, y] = [a, b].map((row) => figures.get(figureKey(row.code, column))?.value ?? null)
    if (x === y) return byName(a, b)
    if (x === null || x === undefined) return 1
    if (y === null || y === undefined) return -1
    return sign * (x - y)
  })
}

/** Rows whose name, note or code holds what is searched for. */
export function findRows(rows: readonly LeagueRow[], search: string): LeagueRow[] {
  const word = search.trim().toLowerCase()
  return rows.filter((row) =>
    [row.name, row.note ?? '', row.code].some((text) => text.toLowerCase().includes(word)),
  )
}
