import type { ImportEngine } from '#server/db/import-engine.ts'
import { cleanSql } from '../column-sql.ts'

/** Columns that are asked about in one query: each holds a table of its values. */
const AT_ONCE = 8

/** What people write where there is nothing. */
export const NOTHING = ['-', '--', 'NULL', 'null', 'N/A', 'n/a', '#N/A', 'NaN']

/** SQL of the text of the n-th column (0-based). */
export const rawText = (index: number): string => cleanSql(`c${index + 1}`, [], NOTHING)

/** Asks about each column (t1, t2 …) of a table, some columns at once: every column that a query names takes memory. */
export async function askColumns(
  engine: ImportEngine,
  table: 'record_line' | 'look',
  headers: readonly string[],
  asked: (index: number) => string[],
): Promise<Record<string, number | null>> {
  const answers: Record<string, number | null> = {}
  for (let at = 0; at < headers.length; at += AT_ONCE) {
    const some = headers.slice(at, at + AT_ONCE).map((_, i) => at + i)
    const texts = some.map((i) => `${rawText(i)} as t${i + 1}`)
    const [found] = await engine.rows<Record<string, number | null>>(
      `select ${some.flatMap(asked).join(', ')} from (select record, ${texts.join(', ')} from ${table})`,
    )
    Object.assign(answers, found)
  }
  return answers
}
