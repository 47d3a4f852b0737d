import type { ImportEngine } from '#server/db/import-engine.ts'
import { rawText } from './ask-columns.ts'
import type { ColumnMatch } from './match-columns.ts'
import type { ColumnProfile } from './profile-columns.ts'

/** Fields that a sheet made by hand writes once for a block of rows. */
const WRITTEN_ONCE = ['agency', 'service', 'indicator']
/** Of all rows, those that begin a block. */
const AT_MOST = 0.75

/** Headers of columns in which each value stands once, in the first row of its block, and the rows below are blank. */
export async function blocksOf(
  engine: ImportEngine,
  {
    columns,
    matches,
    rows,
  }: { columns: readonly ColumnProfile[]; matches: readonly ColumnMatch[]; rows: number },
): Promise<string[]> {
  const offered = columns.filter(({ number, header, type, isDoubled, blank, distinct }) => {
    const filled = rows - blank
    const isMatched = matches.some((match) => match.column === number && WRITTEN_ONCE.includes(match.field))
    return (
      isMatched &&
      type === 'text' &&
      header !== '' &&
      !isDoubled &&
      distinct === filled &&
      filled > 0 &&
      filled <= rows * AT_MOST
    )
  })
  const begun: string[] = []
  for (const { number, header } of offered) {
    const [first] = await engine.rows<{ value: string | null }>(
      `select ${rawText(number - 1)} as value from record_line where file = 0 order by record limit 1`,
    )
    if (first?.value) begun.push(header)
  }
  return begun
}
