import { quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import type { HeadRow } from './readers/table-file.ts'
import { isHeader, looksLikeNote } from './summary-lines.ts'

// Tables that stand one below the other in one sheet: each block has its title in a line of its own, and mostly its
// header again.

/** How many of the headers a file has itself: those of added columns stand behind them. */
export function ownWidth(headers: readonly string[], format: Mapping['format']): number {
  const added = [format?.blocks, format?.sheets?.column]
  let width = headers.length
  while (width > 0 && added.includes(headers[width - 1])) width--
  return width
}

const filledCells = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim()).filter(Boolean)

/** The title right above the first block; blank where none is. */
export function titleAbove(head: readonly HeadRow[], headerRow: number | undefined): string {
  const above = head.filter(({ row }) => row < (headerRow ?? 1)).at(-1)
  const cells = filledCells(above?.cells ?? [])
  return cells.length === 1 ? cells[0]! : ''
}

/** SQL of whether a line is the title of a block: one text and nothing else, which is neither a total nor a note. */
export function isBlockTitle(cells: readonly string[]): string {
  const filled = cells.map((cell) => `(case when trim(${cell}) <> '' then 1 else 0 end)`).join(' + ')
  const text = titleText(cells)
  return `((${filled}) = 1 and regexp_matches(${text}, '[A-Za-z]') and not ${looksLikeNote(text)})`
}

/** SQL of what a title says. */
export const titleText = (cells: readonly string[]): string =>
  `coalesce(${cells.map((cell) => `nullif(trim(${cell}), '')`).join(', ')})`

/** What a title says before the name of its service. */
const LABEL = '(?i)^(jenis |nama )?(layanan|pelayanan|izin|perizinan|poli|loket|service)\\s*[:=–-]\\s*'

/** SQL of records with the title above each in a column more, without the word for what it names: `Layanan : Paspor`.
 *  A title is one only where the header stands below it again.
 *  @param first the title above the first block */
export function withBlockTitles(relation: string, headers: readonly string[], first: string): string {
  const cells = headers.map((_, i) => `c${i + 1}`)
  // Without an order of their own these run along the records as they come, and hold none of them.
  const headed = `(select *, lead(${isHeader(cells, headers)}) over () as is_headed from ${relation})`
  const above = `last_value(case when is_headed and ${isBlockTitle(cells)} then ${titleText(cells)} end ignore nulls)
    over (rows between unbounded preceding and current row)`
  const title = `regexp_replace(coalesce(${above}, ${quote(first)}), ${quote(LABEL)}, '')`
  return `(select * exclude (is_headed), ${title} as c${cells.length + 1} from ${headed})`
}
