import { type ImportEngine, quote } from '#server/db/import-engine.ts'
import type { Mapping } from '#shared/contract/mapping.ts'
import { mapColumn } from '../column-sql.ts'
import { numberSql } from '../number-sql.ts'
import type { DraftDetection } from './detection.ts'
import { rawColumns } from './entity-values.ts'
import type { ColumnMatch } from './match-columns.ts'
import { nameOf } from './match-periods.ts'
import type { Suggested } from './suggest-mapping.ts'

// Costs with their kinds as rows: salaries, goods, investments, and a line of totals. One row of it is no cost of a
// period, and to take the first would be wrong by all the others.

const TOTAL =
  '^(grand )?(total|jumlah)( (belanja|biaya|anggaran|realisasi|seluruh(nya)?|keseluruhan))*[ .:]*$'
/** A label stands at the left. */
const LABELLED = 4
/** Rupiah by which rounded parts may miss their sum. */
const ROUNDED = 1

/** Takes the line of totals where it is the sum of the other rows; where no line is, leaves the cost to be asked for. */
export async function suggestTotalLine(
  engine: ImportEngine,
  suggested: Suggested,
  matches: ColumnMatch[],
  { columns, rows }: DraftDetection,
): Promise<void> {
  const isApart = matches.some(({ field }) => field === 'service' || field === 'agency')
  const isOfRow = 'period' in suggested.columns
  const amounts = suggested.measures?.map(({ cost }) => cost) ?? [suggested.columns.cost]
  if (rows < 2 || isApart || isOfRow || amounts.some((spec) => spec === undefined)) return
  const mapping = suggested as unknown as Mapping
  const headers = columns.map(({ header }) => header)
  const file = rawColumns(headers, '')
  const figures = amounts.map((spec) => numberSql(mapColumn(spec!, file, mapping).text, mapping))
  const sums = figures.map((sql, i) => `coalesce(sum(${sql}), 0) as a${i}`).join(', ')
  const [parts] = await engine.rows<Record<string, number>>(`select ${sums} from record_line`)
  for (const column of columns.slice(0, LABELLED)) {
    const cell = `c${column.number}`
    const lines = await engine.rows<Record<string, number | string>>(
      `select trim(${cell}) as label, ${sums} from raw where regexp_matches(lower(trim(${cell})), ${quote(TOTAL)}) group by 1`,
    )
    const [line] = lines
    if (
      lines.length !== 1 ||
      figures.some((_, i) => Math.abs(Number(line![`a${i}`]) - parts![`a${i}`]!) > ROUNDED)
    )
      continue
    suggested.keep = [{ column: nameOf(column), is: String(line!.label) }]
    delete suggested.format.summaries
    for (const match of matches)
      if (match.field === 'cost') match.reasons.push({ key: 'total-line', line: String(line!.label) })
    return
  }
  const others = matches.filter(({ field }) => field !== 'cost')
  matches.splice(0, matches.length, ...others)
  delete suggested.columns.cost
  delete suggested.measures
}
