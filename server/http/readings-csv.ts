import type { Include, Reading, Readings } from '#shared/contract/reading.ts'

type Column = [string, (reading: Reading) => string | number | boolean | null | undefined]

const COLUMNS: Column[] = [
  ['indicator', (r) => r.indicator],
  ['agency', (r) => r.agency],
  ['service', (r) => r.service],
  ['channel', (r) => r.channel],
  ['period', (r) => r.period],
  ['value', (r) => r.value],
  ['unit', (r) => r.unit],
  ['n', (r) => r.n],
  ['numerator', (r) => r.numerator],
  ['denominator', (r) => r.denominator],
  ['low', (r) => r.low],
  ['high', (r) => r.high],
  ['missing', (r) => r.missing],
  ['reporting', (r) => r.coverage.reporting],
  ['expected', (r) => r.coverage.expected],
  ['flags', (r) => r.flags.join(' ')],
  ['given', (r) => r.given ?? null],
  ['grade', (r) => r.grade?.grade],
  ['explained_by', (r) => r.published?.explainedBy],
]

const difference = (name: string, which: 'previous' | 'lastYear'): Column[] => [
  [`${name}_period`, (r) => r.change?.[which]?.period],
  [`${name}_value`, (r) => r.change?.[which]?.value],
  [`${name}_difference`, (r) => r.change?.[which]?.difference],
  [`${name}_low`, (r) => r.change?.[which]?.low],
  [`${name}_high`, (r) => r.change?.[which]?.high],
  [`${name}_relative`, (r) => r.change?.[which]?.relative],
  [`${name}_beyond_chance`, (r) => r.change?.[which]?.beyondChance],
  [`${name}_missing`, (r) => r.change?.[which]?.missing],
]

/** Columns of what was asked to come along. */
const INCLUDED: Record<Include, Column[]> = {
  target: [
    ['target_kind', (r) => r.target?.kind],
    ['target_value', (r) => r.target?.value],
    ['target_low', (r) => r.target?.low],
    ['target_high', (r) => r.target?.high],
    ['target_text', (r) => r.target?.text],
    ['target_period', (r) => r.target?.period],
    ['target_provenance', (r) => r.target?.provenance],
  ],
  achievement: [
    ['achievement', (r) => r.achievement?.value],
    ['achievement_capped', (r) => r.achievement?.capped],
    ['achievement_actual', (r) => r.achievement?.actual],
    ['achievement_missing', (r) => r.achievement?.missing],
  ],
  status: [['status', (r) => r.status]],
  signal: [
    ['variation', (r) => r.signal?.variation],
    ['rule', (r) => r.signal?.rule],
    ['assurance', (r) => r.signal?.assurance],
    ['run_from', (r) => r.signal?.run?.from],
    ['run_to', (r) => r.signal?.run?.to],
    ['signal_points', (r) => r.signal?.points],
    ['signal_reason', (r) => r.signal?.reason],
  ],
  change: [...difference('previous', 'previous'), ...difference('last_year', 'lastYear')],
}

/** Readings as CSV: one line each, numbers with a decimal point, absent values empty with their reason in `missing`. */
export function readingsCsv({ readings }: Readings, include: readonly Include[] = []): string {
  const columns = [...COLUMNS, ...[...new Set(include)].flatMap((part) => INCLUDED[part])]
  const lines = [columns.map(([name]) => name).join(',')]
  for (const reading of readings) lines.push(columns.map(([, value]) => csvField(value(reading))).join(','))
  return `${lines.join('\r\n')}\r\n`
}

/** One field: quoted where needed; a text that a spreadsheet would take for a formula is made harmless. */
export function csvField(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
