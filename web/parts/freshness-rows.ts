import type { CoverageReport } from '#shared/contract/coverage.ts'
import type { Coverage } from '#shared/contract/reading.ts'

// From the answer of `/coverage` to lines of a table. Agencies side by side are put together as the API does it for
// those below one agency: the latest day of any, the earliest of those still expected, units added.

type AgencyCoverage = CoverageReport['agencies'][number]
type Delivered = AgencyCoverage['datasets'][number]

export interface FreshnessRow {
  dataset: string
  /** last day covered */
  coveredTo: string | null
  /** day up to which the next delivery is expected to speak; null where none is expected */
  expectedNext: string | null
  isLate: boolean
  /** raw facts up to this day have expired; their figures stay */
  factsGoneTo: string | null
  /** in the last month asked for */
  coverage: Coverage
}

/** One row a dataset, for an agency with all below it (`code`) or for everything. */
export function freshnessRows({ agencies }: CoverageReport, code: string | undefined): FreshnessRow[] {
  const known = new Set(agencies.map(({ agency }) => agency))
  const heads = agencies.filter(({ agency, parent }) =>
    code === undefined ? parent === null || !known.has(parent) : agency === code,
  )
  const byDataset = Map.groupBy(
    heads.flatMap(({ datasets }) => datasets),
    ({ dataset }) => dataset,
  )
  return [...byDataset].map(([dataset, parts]) => ({
    dataset,
    coveredTo: edge(parts, ({ coveredTo }) => coveredTo, 1),
    expectedNext: edge(parts, ({ expectedNext }) => expectedNext, -1),
    isLate: parts.some(({ isLate }) => isLate),
    factsGoneTo: edge(parts, ({ factsGoneTo }) => factsGoneTo, 1),
    coverage: parts.reduce(
      (sum, { months }) => ({
        reporting: sum.reporting + (months.at(-1)?.coverage.reporting ?? 0),
        expected: sum.expected + (months.at(-1)?.coverage.expected ?? 0),
      }),
      { reporting: 0, expected: 0 },
    ),
  }))
}

/** The latest (1) or earliest (−1) day that any part has. */
const edge = (parts: readonly Delivered[], of: (part: Delivered) => string | null, sign: 1 | -1) =>
  parts
    .flatMap((part) => of(part) ?? [])
    .sort()
    .at(sign === 1 ? -1 : 0) ?? null

/** Who is late and with what, each agency once. */
export const lateDeliveries = ({
  agencies,
  late,
}: CoverageReport): { agency: string; late: Delivered[] }[] => {
  const isLate = new Set(late)
  return agencies
    .filter(({ agency }) => isLate.has(agency))
    .map(({ agency, datasets }) => ({ agency, late: datasets.filter((one) => one.isLate) }))
}
