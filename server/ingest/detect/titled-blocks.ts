import type { ImportEngine } from '#server/db/import-engine.ts'
import { BLOCK_TITLE } from '#shared/contract/block-title.ts'
import { readPeriodWords } from '#shared/time/period-words.ts'
import { isBlockTitle, titleAbove, titleText } from '../block-titles.ts'
import { isHeader } from '../summary-lines.ts'
import type { DraftDetection } from './detection.ts'

/** Header of the added column, by what the titles are. */
const HEADERS = {
  period: 'Periode (judul blok)',
  service: 'Layanan (judul blok)',
  other: BLOCK_TITLE,
} as const

/** A longer table is an export, and has no blocks. */
const MOST_ROWS = 50_000
const MOST_TITLES = 500
const SERVICE = /^(jenis |nama )?(layanan|pelayanan|izin|perizinan|poli|loket|service)\s*[:=–-]/i

/** Header of a column for the titles above the blocks of a table; null where it has no blocks, or they have no titles. */
export async function titledBlocks(
  engine: ImportEngine,
  { columns, head, headerRow, rows }: Pick<DraftDetection, 'columns' | 'head' | 'headerRow' | 'rows'>,
): Promise<string | null> {
  if (rows > MOST_ROWS || columns.length < 2) return null
  const cells = columns.map(({ number }) => `c${number}`)
  const repeated = isHeader(
    cells,
    columns.map(({ header }) => header),
  )
  // Each title that has its header again below it.
  const found = await engine.rows<{ title: string }>(
    `select title from (select record, ${titleText(cells)} as title, ${isBlockTitle(cells)} as is_title,
      lead(${repeated}) over (order by record) as is_headed from raw where file = 0)
      where is_title and is_headed order by record limit ${MOST_TITLES}`,
  )
  const first = titleAbove(head, headerRow ?? 1)
  if (found.length === 0 || first === '') return null
  const titles = [first, ...found.map(({ title }) => title)]
  const periods = titles.map(readPeriodWords)
  const isPeriods = periods.every((words) => words !== null && words.part !== '')
  const isApart = new Set(periods.map((words) => `${words?.year} ${words?.part}`)).size === titles.length
  if (isPeriods) return isApart ? HEADERS.period : HEADERS.other
  return titles.every((title) => SERVICE.test(title)) ? HEADERS.service : HEADERS.other
}
