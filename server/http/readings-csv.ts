import type { Reading, Readings } from '#shared/contract/reading.ts'

const COLUMNS: [string, (reading: Reading) => string | number | null][] = [
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
]

/** Readings as CSV: one line each, numbers with a decimal point, absent values empty with their reason in `missing`. */
export function readingsCsv({ readings }: Readings): string {
  const lines = [COLUMNS.map(([name]) => name).join(',')]
  for (const reading of readings) lines.push(COLUMNS.map(([, value]) => csvField(value(reading))).join(','))
  return `${lines.join('\r\n')}\r\n`
}

/** One field: quoted where needed; a text that a spreadsheet would take for a formula is made harmless. */
export function csvField(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
