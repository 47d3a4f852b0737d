import type { ReleasedLine } from '#shared/contract/release.ts'
import { addDays, addMonths } from '#shared/time/date.ts'
import { parsePeriod } from '#shared/time/period.ts'
import { bothNames, EVERY_AGENCY, EVERY_SERVICE, missingWords, type Names } from '../names.ts'
import type { DataTable, Value } from '../table.ts'
import { COLUMNS as C } from './columns.ts'

// Released readings in tidy form: a row is one figure of one scope in one period, and every code brings its names.

export const READING_COLUMNS = [
  C.release,
  C.indicator,
  C.indicatorId,
  C.indicatorEn,
  C.agency,
  C.agencyId,
  C.agencyEn,
  C.agencyLevel,
  C.agencyParent,
  C.agencyRegion,
  C.service,
  C.serviceId,
  C.serviceEn,
  C.grain,
  C.period,
  C.periodStart,
  C.periodEnd,
  C.value,
  C.unit,
  C.n,
  C.numerator,
  C.denominator,
  C.low,
  C.high,
  C.missing,
  C.missingId,
  C.missingEn,
  C.reporting,
  C.expected,
  C.flags,
]

/** Which lines a release is read from, and what its codes stand for. */
export interface ReleasedLines {
  release: string
  /** first and last month, `YYYY-MM` */
  from: string
  through: string
  names: Names
  lines: AsyncIterable<ReleasedLine>
}

export const releasedReadings = (of: ReleasedLines): DataTable => ({
  name: 'readings',
  columns: READING_COLUMNS,
  rows: rowsOf(of),
})

async function* rowsOf({ release, from, through, names, lines }: ReleasedLines): AsyncGenerator<Value[][]> {
  const spans = new Map<string, readonly [string | null, string | null]>([['all', spanOf(from, through)]])
  const daysOf = (period: string) => {
    let days = spans.get(period)
    if (!days) {
      const span = parsePeriod(period)
      days = [span?.startsOn ?? null, span?.endsOn ?? null]
      spans.set(period, days)
    }
    return days
  }
  for await (const line of lines) {
    const indicator = names.indicators.get(line.indicator)
    const agency = line.agency === null ? undefined : names.agencies.get(line.agency)
    const service = line.service === null ? undefined : names.services.get(line.service)
    const agencyNames = agency ? bothNames(agency) : EVERY_AGENCY
    const serviceNames = service ? bothNames(service) : EVERY_SERVICE
    const scope = [
      release,
      line.indicator,
      indicator?.name.id ?? line.indicator,
      indicator?.name.en ?? line.indicator,
      line.agency,
      agencyNames.id,
      agencyNames.en,
      agency?.level ?? null,
      agency?.parent ?? null,
      agency?.region ?? null,
      line.service,
      serviceNames.id,
      serviceNames.en,
      line.grain,
    ]
    yield line.points.map((point) => {
      const [period, value, n, numerator, denominator, low, high, missing, reporting, expected, flags] = point
      const why = missingWords(missing)
      return [
        ...scope,
        period,
        ...daysOf(period),
        value,
        indicator?.unit ?? 'number',
        n,
        numerator,
        denominator,
        low,
        high,
        missing,
        why?.id ?? null,
        why?.en ?? null,
        reporting,
        expected,
        flags.join(' ') || null,
      ]
    })
  }
}

/** First day of the first month, last day of the last. */
export const spanOf = (from: string, through: string): readonly [string, string] => [
  `${from}-01`,
  addDays(addMonths(`${through}-01`, 1), -1),
]
