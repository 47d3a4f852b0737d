import type { CoverageReport } from '#shared/contract/coverage.ts'
import type { Dataset } from '#shared/contract/import.ts'
import { reportedSentence } from '#shared/i18n/coverage-sentence.ts'
import type { Locale } from '#shared/i18n/text.ts'
import { Refusal, sayFault } from '#shared/refusal.ts'
import { addDays, addMonths, daysBetween, type IsoDate } from '#shared/time/date.ts'
import { listPeriods, type PeriodSpan, spanOf } from '#shared/time/period.ts'
import { MONTHLY } from './completeness.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { refuseSize } from './query.ts'
import { asOfScope } from './read-readings.ts'
import { aYearBefore, type Situations, situationsOf } from './situations.ts'
import { standingOf } from './standing.ts'
import { subtreesOf } from './subtrees.ts'
import { inOneVersion, type World } from './world.ts'

type AgencyCoverage = CoverageReport['agencies'][number]
type DeliveredDataset = AgencyCoverage['datasets'][number]

/** Months from one delivery to the next. Costs and figures that an agency added up are told for years, by many. */
const EVERY: Partial<Record<Dataset, number>> = { cases: 1, surveys: 1, complaints: 1, costs: 12, values: 12 }
const DATASETS = Object.keys(EVERY) as Dataset[]
const MONTHS_SHOWN = 12

export interface CoverageQuery {
  /** each with every agency below it; null: all */
  agencies: readonly string[] | null
  /** days in the first and last month; absent: the twelve months that have ended last */
  from?: string | undefined
  to?: string | undefined
}

/** Who reports what, how fresh it is, what is expected next, and who is late, by the present of the data: the latest
 *  instant of any delivery. @throws Refusal `not_found` for an unknown code, `invalid` for a span that runs back. */
export const readCoverage = (world: World, asked: CoverageQuery, locale: Locale): Promise<CoverageReport> =>
  inOneVersion(world, async (directory) => {
    const agencies = asked.agencies === null ? directory.agencies : subtreesOf(directory, asked.agencies)
    const present = directory.present
    const months = monthsOf(asked, present)
    refuseSize(agencies.length * DATASETS.length * months.length)
    const situations = situationsOf(directory, months)
    const described = agencies.map((agency) => describe(directory, situations, agency, months, present))
    const late = described.filter(
      ({ datasets }, i) => agencies[i]!.isLeaf && datasets.some((one) => one.isLate),
    )
    const asOf = asOfScope(directory, { agencies: asked.agencies === null ? [null] : agencies })
    return {
      ...standingOf(world, directory, asOf),
      from: months[0]!.startsOn,
      to: months.at(-1)!.endsOn,
      late: late.map(({ agency }) => agency),
      agencies: described,
      sentence: reportedSentence(locale, {
        ...reportedBy(situations, agencies, months, present),
        late: late.length,
        asOf,
      }),
    }
  })

function monthsOf({ from, to }: CoverageQuery, present: IsoDate | null): PeriodSpan[] {
  // Nobody is asked for a month that has not ended.
  const lastEnded = present ? addDays(spanOf(present, 'month').startsOn, -1) : '1970-01-31'
  const last = to ?? (from !== undefined && from > lastEnded ? from : lastEnded)
  const first = from ?? addMonths(spanOf(last, 'month').startsOn, 1 - MONTHS_SHOWN)
  if (last >= first) return listPeriods(first, last, 'month')
  const problem = sayFault('before-from', {})
  throw new Refusal(
    'invalid',
    'field-invalid',
    { field: 'to', problem },
    { issues: [{ parameter: 'to', message: problem }] },
  )
}

function describe(
  directory: Directory,
  situations: Situations,
  agency: DirectoryAgency,
  months: readonly PeriodSpan[],
  present: IsoDate | null,
): AgencyCoverage {
  return {
    agency: agency.code,
    level: agency.level,
    parent: directory.agencyById.get(agency.parentId ?? 0)?.code ?? null,
    datasets: DATASETS.flatMap((dataset): DeliveredDataset[] => {
      const states = agency.members.flatMap((member) => stateOf(directory, member, dataset, present) ?? [])
      if (states.length === 0) return []
      const coveredTo = latest(states.map((state) => state.coveredTo))
      const expected = states.flatMap((state) => state.expectedNext ?? [])
      return [
        {
          dataset,
          asOf: latest(states.map((state) => state.asOf)),
          coveredTo,
          daysSinceEnd: present && coveredTo ? Math.max(0, daysBetween(coveredTo, present)) : null,
          expectedNext: expected.length === 0 ? null : expected.reduce((a, b) => (a < b ? a : b)),
          isLate: states.some((state) => state.isLate),
          factsGoneTo: latest(
            agency.members.map(({ agencyId }) => directory.expired.get(agencyId)?.get(dataset) ?? null),
          ),
          months: situations.of(agency, dataset).map(({ coverage }, i) => ({
            period: months[i]!.period,
            coverage,
          })),
        },
      ]
    }),
  }
}

const latest = (texts: readonly (string | null)[]): string | null =>
  texts.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null)

interface State {
  asOf: string
  coveredTo: IsoDate | null
  expectedNext: IsoDate | null
  isLate: boolean
}

/** Where one agency stands with its own deliveries of a dataset; null where it never delivered any. A month touched by
 *  a delivery is covered; one who has been late for a year is expected no more, as in the coverage of readings. */
function stateOf(
  directory: Directory,
  agency: DirectoryAgency,
  dataset: Dataset,
  present: IsoDate | null,
): State | null {
  const delivered = directory.delivered.get(agency.agencyId)?.get(dataset)
  if (!delivered) return null
  const coveredTo = delivered.spans.at(-1)?.to ?? null
  const next =
    coveredTo === null
      ? null
      : spanOf(addMonths(spanOf(coveredTo, 'month').startsOn, EVERY[dataset]!), 'month')
  const isExpected =
    next !== null &&
    present !== null &&
    (agency.validTo === null || agency.validTo >= next.startsOn) &&
    next.endsOn >= aYearBefore(present)
  return {
    asOf: delivered.asOf,
    coveredTo,
    expectedNext: isExpected ? next.endsOn : null,
    isLate: isExpected && next.endsOn < present,
  }
}

/** Of the leaf agencies expected for the last month that has ended: those that delivered all that is due by month. */
function reportedBy(
  situations: Situations,
  agencies: readonly DirectoryAgency[],
  months: readonly PeriodSpan[],
  present: IsoDate | null,
): { period: string; reporting: number; expected: number } {
  const ended = months.findLastIndex(({ endsOn }) => present !== null && endsOn < present)
  const at = ended < 0 ? months.length - 1 : ended
  const due = agencies
    .filter(({ isLeaf }) => isLeaf)
    .map((leaf) =>
      MONTHLY.map((dataset) => situations.ofLeaf(leaf, dataset, at)).filter((one) => one.isExpected),
    )
    .filter((states) => states.length > 0)
  return {
    period: months[at]!.period,
    reporting: due.filter((states) => states.every(({ reports }) => reports)).length,
    expected: due.length,
  }
}
