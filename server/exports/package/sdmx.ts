import type { ReleasedGrain, ReleasedPoint } from '#shared/contract/release.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { type ReleasedLines, spanOf } from '../datasets/released-readings.ts'
import type { Column, DataTable, Value } from '../table.ts'

// SDMX-CSV 2.0 (SDMX 3.0, section 5): the first columns name the structure and what is done, then the dimensions, the
// measure and the attributes. Frequencies and statuses are those of the cross-domain code lists CL_FREQ, CL_OBS_STATUS.

export const SDMX_STRUCTURE = 'TERUKUR:READINGS(1.0)'
/** The code of a total where a dimension is not told apart. */
const TOTAL = '_T'

const FREQUENCIES: Record<ReleasedGrain, string> = {
  month: 'M',
  quarter: 'Q',
  semester: 'S',
  year: 'A',
  all: '_Z',
  given: '_U',
}

/** Of CL_OBS_STATUS: A normal, L not collected, M cannot exist, O missing, Q suppressed. */
const STATUSES: Record<string, string> = {
  'not-reported': 'L',
  'not-applicable': 'M',
  'too-few': 'Q',
  'not-yet-due': 'O',
  'not-comparable': 'O',
}

const NAMES: [name: string, type: Column['type'], meaning: string][] = [
  ['STRUCTURE', 'string', 'always dataflow'],
  ['STRUCTURE_ID', 'string', `always ${SDMX_STRUCTURE}`],
  ['ACTION', 'string', 'always I: information'],
  [
    'FREQ',
    'string',
    'dimension: M month, Q quarter, S half-year, A year, _U span given by the agency, _Z all time',
  ],
  ['INDICATOR', 'string', 'dimension: code in data/indicators.csv'],
  ['AGENCY', 'string', 'dimension: code in data/agencies.csv; _T everything together'],
  ['SERVICE', 'string', 'dimension: code in data/services.csv; _T all services together'],
  ['TIME_PERIOD', 'string', 'time dimension; spans as start and length, such as 2025-01-01/P6M'],
  ['OBS_VALUE', 'number', 'measure: the figure'],
  ['UNIT_MEASURE', 'string', 'attribute: unit'],
  [
    'OBS_STATUS',
    'string',
    'attribute: A normal, L not reported, M not applicable, O not yet due or not comparable, Q suppressed',
  ],
  ['OBS_COUNT', 'number', 'attribute: cases, answers or events behind it'],
  ['NUMERATOR', 'number', 'attribute'],
  ['DENOMINATOR', 'number', 'attribute'],
  ['CONF_LOW', 'number', 'attribute: lower bound of the 95 % interval'],
  ['CONF_HIGH', 'number', 'attribute: upper bound of the 95 % interval'],
  ['REPORTING', 'integer', 'attribute: units that reported'],
  ['EXPECTED', 'integer', 'attribute: units that were expected to'],
  ['FLAGS', 'string', 'attribute: flags, separated by spaces'],
]

/** Released readings as SDMX-CSV. */
export const sdmxTable = (of: ReleasedLines): DataTable => ({
  name: 'sdmx',
  columns: NAMES.map(([name, type, en]) => ({ name, type, about: { id: en, en } })),
  rows: rowsOf(of),
})

async function* rowsOf({ from, through, names, lines }: ReleasedLines): AsyncGenerator<Value[][]> {
  const all = timeOf(...spanOf(from, through))
  for await (const { indicator, agency, service, grain, points } of lines) {
    const unit = names.indicators.get(indicator)?.unit ?? 'number'
    const series = [FREQUENCIES[grain], indicator, agency ?? TOTAL, service ?? TOTAL]
    yield points.map((point) => rowOf(series, point, unit, grain === 'all' ? all : periodOf(point[0], grain)))
  }
}

function rowOf(series: Value[], point: ReleasedPoint, unit: string, period: string): Value[] {
  const [, value, n, numerator, denominator, low, high, missing, reporting, expected, flags] = point
  return [
    'dataflow',
    SDMX_STRUCTURE,
    'I',
    ...series,
    period,
    value,
    unit,
    missing === null ? 'A' : (STATUSES[missing] ?? 'O'),
    n,
    numerator,
    denominator,
    low,
    high,
    reporting,
    expected,
    flags.join(' ') || null,
  ]
}

function periodOf(period: string, grain: ReleasedGrain): string {
  if (grain !== 'given') return period
  const span = parsePeriod(period)
  return span ? timeOf(span.startsOn, span.endsOn) : period
}

/** A time range: its first day and how many months it lasts. */
function timeOf(startsOn: string, endsOn: string): string {
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return `${startsOn}/P${months(endsOn) - months(startsOn) + 1}M`
}

/** What the columns are, for who loads them without a registry. */
export const sdmxNote = (): string =>
  [
    '# SDMX-CSV 2.0',
    '',
    `\`readings.csv\` holds one observation a row of the dataflow \`${SDMX_STRUCTURE}\`.`,
    '',
    '| column | what it is |',
    '|---|---|',
    ...NAMES.map(([name, , meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
  ].join('\n')
