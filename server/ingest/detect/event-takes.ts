import type { ImportEngine } from '#server/db/import-engine.ts'
import { rawText } from './ask-columns.ts'
import { plainHeader } from './field-words.ts'
import type { ColumnMatch } from './match-columns.ts'
import { nameOf } from './match-periods.ts'
import type { ColumnProfile } from './profile-columns.ts'
import type { Suggested, Takes } from './suggest-mapping.ts'

/** A number that begins anew each morning: it tells nothing apart without its day, and says nothing of events. */
export const isDaily = ({ header }: Pick<ColumnMatch, 'header'>): boolean =>
  /\b(antrian|antrean|antri|queue)\b/.test(plainHeader(header))

/** Where one number stands in several rows whose columns differ, the rows are events of one case. */
export async function takesOf(
  engine: ImportEngine,
  matches: readonly ColumnMatch[],
  columns: readonly ColumnProfile[],
  rows: number,
): Promise<Takes> {
  const takes = new Map<number, 'min' | 'max' | 'last'>()
  const ref = matches.find(({ field }) => field === 'ref')
  const column = ref && columns[ref.column - 1]!
  if (!column || isDaily(ref) || column.distinct >= (rows - column.blank) * 0.9 || rows < 20) return takes
  const others = matches.filter(({ field }) => field !== 'ref')
  if (others.length === 0) return takes
  const asked = others.map(({ column }) => `count(distinct ${rawText(column - 1)}) as d${column}`)
  const differ = others.map(({ column }) => `max(d${column}) as m${column}`)
  const [found] = await engine.rows<Record<string, number>>(
    `select ${differ.join(', ')} from (select ${asked.join(', ')} from record_line group by ${rawText(column.number - 1)})`,
  )
  for (const { field, column } of others) {
    if (found![`m${column}`]! <= 1) continue
    takes.set(
      column,
      /^(submitted|received|clockStarted)At$/.test(field) ? 'min' : /At$/.test(field) ? 'max' : 'last',
    )
  }
  return takes
}

/** Puts the day of its row beside a number that begins anew each morning. */
export function addDay(
  suggested: Suggested,
  matches: readonly ColumnMatch[],
  columns: readonly ColumnProfile[],
): void {
  const ref = matches.find(({ field }) => field === 'ref')!
  const start = matches.find(({ field }) => STARTS.includes(field))
  if (!start) return
  suggested.columns.ref = { from: [start, ref].map(({ column }) => nameOf(columns[column - 1]!)) }
  ref.reasons = [{ key: 'daily' }]
}

const STARTS = ['submittedAt', 'receivedAt', 'answeredAt']
