import { CASE_COUNTS, type CaseCounts, SURVEY_MEASURES } from '#shared/rollups/cell.ts'
import { MAX_VALUE } from '#shared/rollups/digest.ts'
import { parsePeriod } from '#shared/time/period.ts'
import type {
  CaseMonth,
  CellLine,
  GivenCell,
  PeopleCell,
  PublishedCosts,
  PublishedDurations,
} from './cell-line.ts'
import { event, type VerifyEvent } from './findings.ts'

// What cells cannot say whatever was delivered. Figures follow from them: of a count below nothing, of a part that is
// more than its whole, or of a cell that stands there twice, others work out something else, or nothing.

/** Names the lines of a file of cells that say what none can. `agency`: whose file it is; '': of all together. */
export function* checkCells(
  part: string,
  agency: string,
  lines: readonly { line: number; value: CellLine }[],
): Generator<VerifyEvent> {
  const seen = new Set<string>()
  for (const { line, value } of lines) {
    if ((value.agency ?? '') !== agency) yield event({ code: 'unknown-agency', part, line })
    if (!isSoundLine(value)) {
      yield event({ code: 'cell-unsound', part, line })
      continue
    }
    const names = keysOf(value)
    if (names.some((name) => seen.has(name)) || new Set(names).size < names.length)
      yield event({ code: 'line-twice', part, line })
    for (const name of names) seen.add(name)
  }
}

function keysOf(line: CellLine): string[] {
  if (line.kind === 'deliveries') return [line.kind]
  const { kind, service, grain, cells } = line
  return cells.map((cell) =>
    JSON.stringify([kind, service, grain, cell.period, 'indicator' in cell ? cell.indicator : null]),
  )
}

function isSoundLine(line: CellLine): boolean {
  if (line.kind === 'deliveries') return isRecord(line.spans) && isRecord(line.asOf)
  const { kind, service, grain, cells } = line
  if (!Array.isArray(cells) || !cells.every(isRecord)) return false
  switch (kind) {
    case 'cases':
      // Everything of all services together is the sum of theirs.
      return typeof service === 'string' && grain === 'month' && cells.every(isSoundMonth)
    case 'people':
      return isScope(service) && cells.every(isSoundPeople)
    case 'costs':
      return isScope(service) && cells.every((cell) => isPeriod(cell.period) && isSoundCosts(cell))
    case 'given':
      return isScope(service) && cells.every(isSoundGiven)
    default:
      return false
  }
}

/** Counts and what they are a part of. */
const WHOLES: readonly (readonly [keyof CaseCounts, keyof CaseCounts])[] = [
  ['completed', 'closed'],
  ['rejected', 'completed'],
  ['digital', 'channelKnown'],
  ['channelKnown', 'completed'],
  ['dueOnTime', 'due'],
  ['closedOnTime', 'closedDue'],
]

function isSoundMonth(month: CaseMonth): boolean {
  const { period, elapsed, workingDays, completed = 0 } = month
  return (
    /^\d{4}-(0[1-9]|1[0-2])$/.test(period) &&
    CASE_COUNTS.every((name) => isCount(month[name])) &&
    WHOLES.every(([part, whole]) => (month[part] ?? 0) <= (month[whole] ?? 0)) &&
    [elapsed, workingDays].every((all) => all === undefined || isSoundDurations(all, completed))
  )
}

/** What stands for a bucket is at most 1 % off. */
const BUCKET_SLACK = 0.011

function isSoundDurations(
  { values, counts, sum, squareSum }: PublishedDurations,
  completed: number,
): boolean {
  if (!Array.isArray(values) || !values.every((value, i) => isValue(value) && !(value <= values[i - 1]!)))
    return false
  if (counts !== undefined && !(Array.isArray(counts) && counts.length === values.length)) return false
  const times = counts ?? values.map(() => 1)
  if (!times.every((count) => isCount(count) && count > 0)) return false
  const total = (of: (value: number) => number) =>
    values.reduce((all, value, i) => all + of(value) * times[i]!, 0)
  if (total(() => 1) > completed) return false
  if (sum === undefined && squareSum === undefined) return true
  const isNear = (told: unknown, ours: number, slack: number) =>
    typeof told === 'number' && Math.abs(told - ours) <= slack * ours
  return (
    isNear(
      sum,
      total((value) => value),
      BUCKET_SLACK,
    ) &&
    isNear(
      squareSum,
      total((value) => value * value),
      (1 + BUCKET_SLACK) ** 2 - 1,
    )
  )
}

const COMPLAINTS = ['received', 'due', 'dueOnTime'] as const

function isSoundPeople({
  period,
  responses,
  measures = {},
  complaints = {},
  hidden = [],
}: PeopleCell): boolean {
  return (
    isPeriod(period) &&
    isCount(responses) &&
    isRecord(measures) &&
    Object.entries(measures).every(
      ([name, sums]) =>
        (SURVEY_MEASURES as readonly string[]).includes(name) &&
        isCount(sums.n) &&
        [sums.weight, sums.sum, sums.squareSum].every((one) => one === undefined || isAmount(one)),
    ) &&
    isRecord(complaints) &&
    COMPLAINTS.every((name) => isCount(complaints[name])) &&
    (complaints.dueOnTime ?? 0) <= (complaints.due ?? 0) &&
    Array.isArray(hidden)
  )
}

/** Amounts, and whether they are whole. */
function isSoundCosts({ period: _, ...told }: PublishedCosts): boolean {
  const isTold = (value: unknown) => value === null || typeof value === 'boolean' || isAmount(value)
  return Object.values(told).every((value) =>
    isRecord(value) ? Object.values(value).every(isTold) : isTold(value),
  )
}

const isSoundGiven = (cell: GivenCell): boolean =>
  isPeriod(cell.period) &&
  typeof cell.indicator === 'string' &&
  [cell.told, cell.none, cell.reporting, cell.expected].every((one) => one !== undefined && isCount(one)) &&
  [cell.value, cell.numerator, cell.denominator, cell.weight, cell.weighted].every(
    (one) => one === null || typeof one === 'number',
  )

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isScope = (service: unknown): boolean => service === null || typeof service === 'string'
const isPeriod = (period: unknown): boolean => typeof period === 'string' && parsePeriod(period) !== null
/** What is 0 is left out. */
const isCount = (value: unknown): boolean =>
  value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0)
const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0
const isValue = (value: unknown): boolean =>
  isCount(value) && value !== undefined && (value as number) <= MAX_VALUE
