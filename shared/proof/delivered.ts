import { type CoveredDays, coveredParts } from '#shared/time/covered-part.ts'
import { addMonths } from '#shared/time/date.ts'
import { type Grain, listPeriods, type PeriodSpan } from '#shared/time/period.ts'
import type { Known } from './recompute.ts'

// What was delivered for a scope and a period: the ground of "not reported", "not yet due" and of coverage. From the
// days that each agency's deliveries cover, as a release says them.

export interface PlacedAgency {
  code: string
  parent: string | null
  validFrom: string | null
  validTo: string | null
}

export interface Situation extends Known {
  reporting: number
  expected: number
  /** of the members that delivered for the period: how many did so for a part of it only */
  partial: { members: number; of: number }
  /** from the first to the last day that any of them delivered of it */
  covered: CoveredDays | null
}

type Spans = readonly (readonly [from: string, to: string])[]

/** Where days begin and end when a scope has no zone of its own. */
const ZONE = 'Asia/Jakarta'

export class Delivered {
  readonly #agencies: ReadonlyMap<string, PlacedAgency>
  readonly #children: ReadonlyMap<string, string[]>
  readonly #spans = new Map<string, Record<string, Spans>>()
  readonly #asOf = new Map<string, Record<string, string>>()
  /** the present of the release: the day after its last */
  readonly today: string | null

  /** `through`: last month of the release; null: nothing was ever delivered. */
  constructor(agencies: readonly PlacedAgency[], through: string | null) {
    this.#agencies = new Map(agencies.map((agency) => [agency.code, agency]))
    this.#children = Map.groupBy(
      agencies.map(({ code }) => code),
      (code) => this.#agencies.get(code)!.parent ?? '',
    )
    this.today = through === null ? null : addMonths(`${through}-01`, 1)
  }

  /** Agencies below one, or ('') those with nobody above them. */
  childrenOf(code: string): readonly string[] {
    return this.#children.get(code) ?? []
  }

  set(code: string, spans: Record<string, Spans>, asOf: Record<string, string>): void {
    this.#spans.set(code, spans)
    this.#asOf.set(code, asOf)
  }

  /** The day up to which deliveries of a scope speak of a kind of data; figures that an agency added up itself speak of
   *  any. */
  lastKnownDay(members: readonly string[], dataset: string): string | null {
    let latest: string | null = null
    for (const code of members) {
      const of = this.#asOf.get(code)
      for (const asOf of [of?.[dataset], of?.values])
        if (asOf && (latest === null || asOf > latest)) latest = asOf
    }
    return latest && localDate(latest)
  }

  /** An agency with everything below it; '': all there are. */
  members(code: string): string[] {
    const below = this.childrenOf(code).flatMap((child) => this.members(child))
    return code === '' ? below : [code, ...below]
  }

  /** Whether an agency ever delivered a kind of data, and whether it did for a period. */
  covers(code: string, dataset: string, { startsOn, endsOn }: PeriodSpan): { ever: boolean; now: boolean } {
    const spans = this.#spans.get(code)?.[dataset]
    return { ever: spans !== undefined, now: touches(spans, startsOn, endsOn) }
  }

  /** Of a scope in each period. */
  situations(members: readonly string[], dataset: string, periods: readonly PeriodSpan[]): Situation[] {
    const parts = new Map(members.map((code) => [code, this.#parts(code, dataset, periods)]))
    return periods.map((period, i) => {
      const { startsOn, endsOn } = period
      const expectedFrom = period.grain === 'all' ? startsOn : aYearBefore(startsOn)
      const at: Situation = {
        isCovered: false,
        isCurrentOrLater: this.today !== null && this.today <= endsOn,
        reporting: 0,
        expected: 0,
        partial: { members: 0, of: 0 },
        covered: null,
      }
      for (const code of members) {
        const spans = this.#spans.get(code)?.[dataset]
        if (!spans) continue
        const isCovered = touches(spans, startsOn, endsOn)
        at.isCovered ||= isCovered
        if (isCovered) at.partial.of++
        const part = parts.get(code)?.get(i)
        if (isCovered && part) at.partial.members++
        if (isCovered) at.covered = around(at.covered, part ?? { from: startsOn, to: endsOn })
        if (this.childrenOf(code).length > 0) continue
        const { validFrom, validTo } = this.#agencies.get(code)!
        const isInForce = (validFrom ?? '') <= endsOn && (validTo === null || validTo >= startsOn)
        if (!isInForce || !touches(spans, expectedFrom, endsOn)) continue
        at.expected++
        if (isCovered) at.reporting++
      }
      return at
    })
  }
  #parts(
    code: string,
    dataset: string,
    periods: readonly PeriodSpan[],
  ): ReadonlyMap<number, CoveredDays> | null {
    const spans = this.#spans.get(code)?.[dataset]
    const asOf = this.#asOf.get(code)?.[dataset]
    if (!spans || !asOf) return null
    return coveredParts({ spans: spans.map(([from, to]) => ({ from, to })) }, localDate(asOf), periods)
  }
}

const around = (a: CoveredDays | null, b: CoveredDays): CoveredDays =>
  a ? { from: a.from < b.from ? a.from : b.from, to: a.to > b.to ? a.to : b.to } : b

/** The periods of a grain that a release from one month through another speaks of. */
export const releasedPeriods = (from: string, through: string, grain: Grain): PeriodSpan[] =>
  listPeriods(`${from}-01`, `${through}-01`, grain)

const touches = (spans: Spans | undefined, from: string, to: string): boolean =>
  spans?.some((span) => span[0] <= to && span[1] >= from) ?? false

const aYearBefore = (date: string): string =>
  String(Number(date.slice(0, 4)) - 1).padStart(4, '0') + date.slice(4)

const localDate = (instant: string): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(instant))
