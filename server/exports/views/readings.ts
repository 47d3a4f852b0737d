import type { Include, Reading, Readings } from '#shared/contract/reading.ts'
import type { Names } from '../names.ts'
import { type ColumnOf, type DataTable, tableOf } from '../table.ts'
import { csvField } from '../writers/csv.ts'
import { column, labelColumns } from './columns.ts'

const COLUMNS: ColumnOf<Reading>[] = [
  column('indicator', 'string', (r) => r.indicator),
  column('agency', 'string', (r) => r.agency),
  column('service', 'string', (r) => r.service),
  column('channel', 'string', (r) => r.channel),
  column('period', 'string', (r) => r.period),
  column('value', 'number', (r) => r.value),
  column('unit', 'string', (r) => r.unit),
  column('n', 'number', (r) => r.n),
  column('numerator', 'number', (r) => r.numerator),
  column('denominator', 'number', (r) => r.denominator),
  column('low', 'number', (r) => r.low),
  column('high', 'number', (r) => r.high),
  column('missing', 'string', (r) => r.missing),
  column('reporting', 'integer', (r) => r.coverage.reporting),
  column('expected', 'integer', (r) => r.coverage.expected),
  column('flags', 'string', (r) => r.flags.join(' ') || null),
  column('given', 'number', (r) => r.given ?? null),
  column('grade', 'string', (r) => r.grade?.grade),
  column('explained_by', 'string', (r) => r.published?.explainedBy),
]

const difference = (name: string, which: 'previous' | 'lastYear'): ColumnOf<Reading>[] => [
  column(`${name}_period`, 'string', (r) => r.change?.[which]?.period),
  column(`${name}_value`, 'number', (r) => r.change?.[which]?.value),
  column(`${name}_difference`, 'number', (r) => r.change?.[which]?.difference),
  column(`${name}_low`, 'number', (r) => r.change?.[which]?.low),
  column(`${name}_high`, 'number', (r) => r.change?.[which]?.high),
  column(`${name}_relative`, 'number', (r) => r.change?.[which]?.relative),
  column(`${name}_beyond_chance`, 'boolean', (r) => r.change?.[which]?.beyondChance),
  column(`${name}_missing`, 'string', (r) => r.change?.[which]?.missing),
]

/** Columns of what was asked to come along. */
const INCLUDED: Record<Include, ColumnOf<Reading>[]> = {
  target: [
    column('target_kind', 'string', (r) => r.target?.kind),
    column('target_value', 'number', (r) => r.target?.value),
    column('target_low', 'number', (r) => r.target?.low),
    column('target_high', 'number', (r) => r.target?.high),
    column('target_text', 'string', (r) => r.target?.text),
    column('target_period', 'string', (r) => r.target?.period),
    column('target_provenance', 'string', (r) => r.target?.provenance),
  ],
  achievement: [
    column('achievement', 'number', (r) => r.achievement?.value),
    column('achievement_capped', 'number', (r) => r.achievement?.capped),
    column('achievement_actual', 'number', (r) => r.achievement?.actual),
    column('achievement_missing', 'string', (r) => r.achievement?.missing),
  ],
  status: [column('status', 'string', (r) => r.status)],
  signal: [
    column('variation', 'string', (r) => r.signal?.variation),
    column('rule', 'string', (r) => r.signal?.rule),
    column('assurance', 'string', (r) => r.signal?.assurance),
    column('run_from', 'string', (r) => r.signal?.run?.from),
    column('run_to', 'string', (r) => r.signal?.run?.to),
    column('signal_points', 'integer', (r) => r.signal?.points),
    column('signal_reason', 'string', (r) => r.signal?.reason),
  ],
  change: [...difference('previous', 'previous'), ...difference('last_year', 'lastYear')],
}

const columnsOf = (include: readonly Include[], names: Names | null): ColumnOf<Reading>[] => [
  ...COLUMNS,
  ...[...new Set(include)].flatMap((part) => INCLUDED[part]),
  ...(names
    ? labelColumns<Reading>(names, (reading) => reading, ['indicator', 'agency', 'service', 'missing'])
    : []),
]

/** Readings, one a row, with the names of their codes. */
export const readingsTable = ({ readings }: Readings, include: readonly Include[], names: Names): DataTable =>
  tableOf('readings', columnsOf(include, names), readings)

/** Readings as CSV: one line each, numbers with a decimal point, absent values empty with their reason in `missing`.
 *  `names`: the names of codes as well. */
export function readingsCsv(
  { readings }: Readings,
  include: readonly Include[] = [],
  names: Names | null = null,
): string {
  const columns = columnsOf(include, names)
  const lines = [columns.map(({ name }) => name).join(',')]
  for (const reading of readings) lines.push(columns.map(({ of }) => csvField(of(reading))).join(','))
  return `${lines.join('\r\n')}\r\n`
}
