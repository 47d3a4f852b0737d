import type { Dataset } from '#shared/contract/import.ts'
import type { Coverage } from '#shared/contract/reading.ts'
import type { Situation } from '#shared/indicators/evaluate.ts'
import type { Moved } from '#shared/measure/other-units.ts'
import { type CoveredDays, coveredParts } from '#shared/time/covered-part.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import { DEFAULT_ZONE, localDate } from './local-date.ts'

// What has been delivered for a scope and a period: the ground of "not reported", "not yet due" and of coverage.

export interface ScopeSituation extends Situation {
  coverage: Coverage
  /** of the members that delivered for the period: how many did so for a part of it only */
  partial: { members: number; of: number }
  /** days of the period that any of its deliveries is about; null without one */
  covered: CoveredDays | null
}

interface SilentMember {
  scopeIds: number[]
  /** for each period */
  isSilent: boolean[]
}

/** An agency that delivered in the twelve months before a period is expected to deliver for it. (29 February gives a
 *  day that is not there, which still lies between the two that are.) */
export const aYearBefore = (date: string): string =>
  String(Number(date.slice(0, 4)) - 1).padStart(4, '0') + date.slice(4)

const kept = new WeakMap<Directory, Map<string, Situations>>()
const MAX_KEPT = 32

/** Situations in a run of periods; kept as long as the directory is, for the runs asked for last. */
export function situationsOf(directory: Directory, periods: readonly PeriodSpan[]): Situations {
  const known = kept.get(directory) ?? new Map<string, Situations>()
  kept.set(directory, known)
  const key = `${periods[0]?.period}|${periods.at(-1)?.period}|${periods.length}`
  const found = known.get(key) ?? new Situations(directory, periods)
  known.delete(key)
  known.set(key, found)
  if (known.size > MAX_KEPT) known.delete(known.keys().next().value!)
  return found
}

/** Answers for one set of periods; what an agency delivered is worked out once, however many scopes hold it. */
export class Situations {
  readonly #directory: Directory
  readonly #periods: readonly PeriodSpan[]
  /** first day of a delivery that makes an agency expected, for each period */
  readonly #expectedFrom: readonly string[]
  readonly #known = new Map<string, Uint8Array>()
  /** by dataset, then by agency */
  readonly #scopes = new Map<Dataset, Map<number, ScopeSituation[]>>()
  readonly #moved = new Map<string, Moved>()
  readonly #today: string | null

  constructor(directory: Directory, periods: readonly PeriodSpan[]) {
    this.#directory = directory
    this.#periods = periods
    this.#expectedFrom = periods.map((period) =>
      period.grain === 'all' ? period.startsOn : aYearBefore(period.startsOn),
    )
    this.#today = directory.present
  }

  /** Situations of a scope (null: everything) in each period. */
  of(agency: DirectoryAgency | null, dataset: Dataset): ScopeSituation[] {
    const agencyId = agency?.agencyId ?? 0
    const scopes = this.#scopes.get(dataset) ?? new Map<number, ScopeSituation[]>()
    this.#scopes.set(dataset, scopes)
    let known = scopes.get(agencyId)
    if (!known) {
      known = this.#judge(agency, dataset)
      scopes.set(agencyId, known)
    }
    return known
  }

  /** Members of scopes with several that have delivered cases at some time but not for every period: in which scopes,
   *  and in which periods not. */
  silentMembers(scopes: readonly (DirectoryAgency | null)[]): Map<number, SilentMember> {
    const found = new Map<number, SilentMember>()
    for (const scope of scopes) {
      const members = scope?.members ?? this.#directory.agencies
      if (members.length === 1) continue
      for (const member of members) {
        if (!this.#directory.delivered.get(member.agencyId)?.has('cases')) continue
        const bits = this.#bits(member, 'cases')
        if (bits.every((state) => state & COVERED)) continue
        const known = found.get(member.agencyId) ?? {
          scopeIds: [],
          isSilent: Array.from(bits, (state) => !(state & COVERED)),
        }
        found.set(member.agencyId, known)
        known.scopeIds.push(scope?.agencyId ?? 0)
      }
    }
    return found
  }

  /** What is known of one leaf in a period: whether it delivered, and whether it was expected to. */
  ofLeaf(
    leaf: DirectoryAgency,
    dataset: Dataset,
    periodIndex: number,
  ): { reports: boolean; isExpected: boolean } {
    const state = this.#bits(leaf, dataset)[periodIndex]!
    return { reports: state === (COVERED | EXPECTED), isExpected: (state & EXPECTED) !== 0 }
  }

  /** How many leaves of a scope (null: everything) reported cases for a period, but nothing of a dataset. */
  casesAlone(agency: DirectoryAgency | null, dataset: Dataset, periodIndex: number): number {
    const members = agency?.members ?? this.#directory.agencies
    const has = (member: DirectoryAgency, of: Dataset) => this.#bits(member, of)[periodIndex]! & COVERED
    return members.filter((member) => member.isLeaf && has(member, 'cases') && !has(member, dataset)).length
  }

  /** Leaves of a scope (null: everything) that reported for only one of two periods, by their places in the run. */
  moved(agency: DirectoryAgency | null, dataset: Dataset, now: number, then: number): Moved {
    const key = `${agency?.agencyId ?? 0}|${dataset}|${now}|${then}`
    const known = this.#moved.get(key)
    if (known) return known
    const moved: Moved = { gone: 0, came: 0 }
    for (const member of agency?.members ?? this.#directory.agencies) {
      if (!member.isLeaf) continue
      const bits = this.#bits(member, dataset)
      const [reports, reported] = [now, then].map((i) => bits[i] === (COVERED | EXPECTED))
      if (reports && !reported) moved.came++
      if (reported && !reports) moved.gone++
    }
    this.#moved.set(key, moved)
    return moved
  }

  #judge(agency: DirectoryAgency | null, dataset: Dataset): ScopeSituation[] {
    const members = agency?.members ?? this.#directory.agencies
    const result = this.#periods.map((period) => ({
      isCovered: false,
      isCurrentOrLater: this.#today !== null && this.#today <= period.endsOn,
      coverage: { reporting: 0, expected: 0 },
      partial: { members: 0, of: 0 },
      covered: null as CoveredDays | null,
    }))
    for (const member of members) {
      const bits = this.#bits(member, dataset)
      const parts = this.#parts(member, dataset)
      for (let i = 0; i < bits.length; i++) {
        const state = bits[i]!
        const at = result[i]!
        if (state & COVERED) {
          const part = parts.get(i)
          at.isCovered = true
          at.partial.of++
          if (part) at.partial.members++
          at.covered = around(at.covered, part ?? wholeOf(this.#periods[i]!))
        }
        if (!member.isLeaf) continue
        if (state & COVERED && state & EXPECTED) at.coverage.reporting++
        if (state & EXPECTED) at.coverage.expected++
      }
    }
    return result
  }

  #parts(agency: DirectoryAgency, dataset: Dataset): ReadonlyMap<number, CoveredDays> {
    const delivered = this.#directory.delivered.get(agency.agencyId)?.get(dataset)
    return delivered
      ? coveredParts(delivered, localDate(delivered.asOf, DEFAULT_ZONE), this.#periods)
      : NO_PARTS
  }

  #bits(agency: DirectoryAgency, dataset: Dataset): Uint8Array {
    const key = `${agency.agencyId}|${dataset}`
    const known = this.#known.get(key)
    if (known) return known
    const spans = this.#directory.delivered.get(agency.agencyId)?.get(dataset)?.spans ?? []
    const bits = Uint8Array.from(this.#periods, (period, i) => {
      const isInForce =
        (agency.validFrom === null || agency.validFrom <= period.endsOn) &&
        (agency.validTo === null || agency.validTo >= period.startsOn)
      return (
        (touches(spans, period.startsOn, period.endsOn) ? COVERED : 0) |
        (isInForce && touches(spans, this.#expectedFrom[i]!, period.endsOn) ? EXPECTED : 0)
      )
    })
    this.#known.set(key, bits)
    return bits
  }
}

const NO_PARTS: ReadonlyMap<number, CoveredDays> = new Map()
const wholeOf = ({ startsOn, endsOn }: PeriodSpan): CoveredDays => ({ from: startsOn, to: endsOn })

const around = (a: CoveredDays | null, b: CoveredDays): CoveredDays =>
  a ? { from: a.from < b.from ? a.from : b.from, to: a.to > b.to ? a.to : b.to } : b

const COVERED = 1
const EXPECTED = 2

/** Whether a delivery covers a period, which is to touch it. */
export const touches = (spans: readonly { from: string; to: string }[], from: string, to: string): boolean =>
  spans.some((span) => span.from <= to && span.to >= from)
