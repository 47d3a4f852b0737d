import {
  addCases,
  CASE_COUNTS,
  type CaseCounts,
  type DurationSummary,
  noCases,
} from '#shared/rollups/cell.ts'
import { type Digest, DigestMerger } from '#shared/rollups/digest.ts'
import { summariseDigest } from '#shared/stats/summarise-digest.ts'
import { type Grain, type PeriodSpan, spanOf } from '#shared/time/period.ts'
import type { CaseMonth, PublishedDurations } from './cell-line.ts'

// Cells of cases added up: by service, all services together under '', month by month. One for each agency; that of an
// agency above is the sum of those below it and its own.

interface Durations {
  digest: Digest
  sum: number
  squareSum: number
}

interface MonthTotal {
  counts: CaseCounts
  elapsed: Durations | null
  workingDays: Durations | null
}

/** What is known of cases in a period. */
export interface PeriodTotal {
  cases: CaseCounts
  elapsed: DurationSummary | null
  workingDays: DurationSummary | null
  /** open at its end; null before the first case */
  backlog: number | null
}

interface Backlog {
  /** null before the first case */
  open: number | null
  /** something was received or closed in the period */
  hasFlow: boolean
}

type Span = Pick<PeriodSpan, 'period' | 'endsOn'>

const elapsedMerger = new DigestMerger()
const workingMerger = new DigestMerger(Number.POSITIVE_INFINITY)

export class ScopeTotals {
  readonly #services = new Map<string, Map<string, MonthTotal>>()

  /** Services with any cell; '' is all of them together. */
  services(): string[] {
    return [...this.#services.keys()]
  }

  /** Adds a published cell, to its service and to all together. */
  addCell(service: string, cell: CaseMonth): void {
    const counts = noCases()
    for (const name of CASE_COUNTS) counts[name] = cell[name] ?? 0
    const month: MonthTotal = {
      counts,
      elapsed: cell.elapsed ? unpack(cell.elapsed) : null,
      workingDays: cell.workingDays ? unpack(cell.workingDays) : null,
    }
    this.#add(service, cell.period, month)
    this.#add('', cell.period, month)
  }

  /** Adds everything of another scope. */
  addAll(other: ScopeTotals): void {
    for (const [service, months] of other.#services) {
      for (const [month, total] of months) this.#add(service, month, total)
    }
  }

  #add(service: string, month: string, more: MonthTotal): void {
    let months = this.#services.get(service)
    if (!months) {
      months = new Map()
      this.#services.set(service, months)
    }
    const known = months.get(month)
    months.set(month, known ? addMonths([known, more]) : more)
  }

  /** What stood open at the end of each period. */
  backlogs(service: string, grain: Grain, spans: readonly Span[]): Backlog[] {
    const months = this.#monthsOf(service)
    const flows = new Set(
      months
        .filter(([, { counts }]) => hasFlow(counts))
        .map(([month]) => spanOf(`${month}-01`, grain).period),
    )
    let next = 0
    let open = 0
    let hasBegun = false
    return spans.map(({ period, endsOn }) => {
      for (; next < months.length && months[next]![0] <= endsOn.slice(0, 7); next++) {
        const { counts } = months[next]![1]
        open += counts.received - counts.closed
        hasBegun ||= hasFlow(counts)
      }
      return { open: hasBegun ? open : null, hasFlow: flows.has(period) }
    })
  }

  /** By period of a grain, for the periods that are asked for, in their order. */
  periods(service: string, grain: Grain, spans: readonly Span[]): PeriodTotal[] {
    const within = Map.groupBy(this.#monthsOf(service), ([month]) => spanOf(`${month}-01`, grain).period)
    const backlogs = this.backlogs(service, grain, spans)
    return spans.map(({ period }, i) => {
      const parts = (within.get(period) ?? []).map(([, total]) => total)
      const { counts, elapsed, workingDays } = parts.length === 1 ? parts[0]! : addMonths(parts)
      return {
        cases: counts,
        elapsed: elapsed && summariseDigest(elapsed.digest, elapsed),
        workingDays: workingDays && summariseDigest(workingDays.digest, workingDays),
        backlog: backlogs[i]!.open,
      }
    })
  }

  #monthsOf(service: string): [string, MonthTotal][] {
    return [...(this.#services.get(service) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  }
}

const hasFlow = ({ received, closed }: CaseCounts): boolean => received > 0 || closed > 0

/** The merge of digests does not depend on their order, so neither does any figure. */
function addMonths(parts: readonly MonthTotal[]): MonthTotal {
  return {
    counts: parts.reduce((total, { counts }) => addCases(total, counts), noCases()),
    elapsed: addDurations(
      elapsedMerger,
      parts.flatMap(({ elapsed }) => elapsed ?? []),
    ),
    workingDays: addDurations(
      workingMerger,
      parts.flatMap(({ workingDays }) => workingDays ?? []),
    ),
  }
}

function addDurations(merger: DigestMerger, parts: readonly Durations[]): Durations | null {
  if (parts.length < 2) return parts[0] ?? null
  for (const { digest } of parts) merger.add(digest)
  return {
    digest: merger.take(),
    sum: parts.reduce((total, { sum }) => total + sum, 0),
    squareSum: parts.reduce((total, { squareSum }) => total + squareSum, 0),
  }
}

function unpack({ values, counts, sum, squareSum }: PublishedDurations): Durations {
  const times = counts ?? values.map(() => 1)
  const add = (of: (value: number) => number) =>
    values.reduce((total, value, i) => total + of(value) * times[i]!, 0)
  return {
    digest: { values, counts: times, isExact: sum === undefined },
    sum: sum ?? add((value) => value),
    squareSum: squareSum ?? add((value) => value * value),
  }
}
