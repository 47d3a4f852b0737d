import type { ColumnMatch } from './match-columns.ts'
import { isPercent } from './match-periods.ts'
import type { ColumnProfile } from './profile-columns.ts'

// Sheets of costs set what was planned beside what was spent. The cost of a service is what was spent.

const SPENT =
  /\b(realisasi|terealisasi|serapan|terserap|terpakai|pengeluaran|actual|spent|spending|expenditure)\b/i
const PLANNED = /\b(anggaran|pagu|rencana|alokasi|dpa|rka|sisa|budget|plan(ned)?|allocation|remaining)\b/i
const PART = /\b(belanja|biaya)\b/i
const WHOLE = /\b(jumlah|total|seluruh(nya)?|sum|all)\b/i

const isSpent = ({ header }: ColumnProfile): boolean => SPENT.test(header)
const isPlanned = ({ header }: ColumnProfile): boolean => PLANNED.test(header) && !SPENT.test(header)

/** Columns that may be a cost: what was planned or is left is none where what was spent stands beside it; a percentage
 *  is none, and of parts that no column adds up none is the whole. */
export function costColumns(columns: readonly ColumnProfile[]): ColumnProfile[] {
  const amounts = columns.filter((column) => column.type === 'number' && !isPercent(column))
  const spent = amounts.filter(isSpent)
  const open = spent.length > 0 ? columns.filter((one) => !isPlanned(one)) : [...columns]
  const isWhole = amounts.some(({ header }) => WHOLE.test(header))
  const parts = amounts.filter((one) => PART.test(one.header) && !isSpent(one) && !isPlanned(one))
  const isParted = parts.length > 1 && !isWhole && spent.length === 0
  return open.filter((one) => !isPercent(one) && !(isParted && parts.includes(one)))
}

/** What was only planned is worth a look where nothing else is said. */
export const withPlanned = (match: ColumnMatch, column: ColumnProfile): ColumnMatch =>
  isPlanned(column)
    ? { ...match, confidence: Math.min(match.confidence, 0.5), reasons: [{ key: 'planned' }] }
    : match
