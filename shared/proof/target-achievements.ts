import type { ReleasedPoint } from '#shared/contract/release.ts'
import { scaleOf } from '#shared/indicators/chart-of.ts'
import type { Flag, MissingReason } from '#shared/measure/measure.ts'
import { acceptableOf, type TargetTerms } from '#shared/targets/acceptable.ts'
import {
  ACHIEVEMENT_CAP,
  type Achievement,
  achievementOf,
  meanAchievement,
} from '#shared/targets/achievement.ts'
import { countedOver, targetInForce } from '#shared/targets/in-force.ts'
import { type Grain, parsePeriod } from '#shared/time/period.ts'
import { absentPoint } from './absent-point.ts'
import type { PublishedDefinition } from './definition.ts'
import type { Delivered } from './delivered.ts'
import { keyOf } from './findings.ts'
import type { Recomputed, ScopeFigures } from './scope-figures.ts'

// The achievement of a scope, worked out again from the published targets and from the published figures that these
// speak of, each of which is worked out again from its cells by itself.

/** A target as `rules.json` says it; null: everything, or all services, together. */
export interface PublishedTarget extends TargetTerms {
  agency: string | null
  service: string | null
  indicator: string
  period: string
  isCumulative: boolean
}

/** A figure held against its target: what an achievement is made of. */
export interface Held {
  indicator: string
  target: PublishedTarget
  actual: number | null
  achievement: Achievement
}

type Targets = ReadonlyMap<string, (PublishedTarget & { cumulative: boolean })[]>

/** Targets by agency, service and indicator, in the order of their indicators. */
export function targetsByFigure(targets: readonly PublishedTarget[]): ReadonlyMap<string, Targets> {
  const found = new Map<string, Map<string, (PublishedTarget & { cumulative: boolean })[]>>()
  for (const target of [...targets].sort((a, b) => (a.indicator < b.indicator ? -1 : 1))) {
    const place = placeOf(target.agency ?? '', target.service ?? '')
    const of = found.get(place) ?? new Map()
    found.set(place, of)
    of.set(target.indicator, [
      ...(of.get(target.indicator) ?? []),
      { ...target, cumulative: target.isCumulative },
    ])
  }
  return found
}

interface Of {
  /** '': everything together */
  agency: string
  members: readonly string[]
  targets: ReadonlyMap<string, Targets>
  definitions: ReadonlyMap<string, PublishedDefinition>
  delivered: Delivered
  figures: ScopeFigures
  /** last day of the release */
  lastDay: string
}

export class ScopeAchievements {
  readonly #of: Of
  readonly #points = new Map<string, ReleasedPoint>()

  constructor(of: Of) {
    this.#of = of
  }

  /** Takes in what is published of a figure of the scope. */
  add(indicator: string, service: string, grain: Grain, points: readonly ReleasedPoint[]): void {
    if (!this.#of.targets.get(placeOf(this.#of.agency, service))?.has(indicator)) return
    for (const point of points) this.#points.set(keyOf(indicator, service, grain, point[0]), point)
  }

  /** The figures of a service and period that are held against a target. */
  held(service: string, grain: Grain, period: string): Held[] {
    const targets = this.#of.targets.get(placeOf(this.#of.agency, service))
    return [...(targets ?? [])].flatMap(([indicator, set]) => {
      const definition = this.#of.definitions.get(indicator)
      if (!definition || definition.method.kind === 'achievement') return []
      const target = targetInForce(set, period, isQuantity(definition))
      if (!target || !acceptableOf(target)) return []
      const actual = target.cumulative
        ? this.#fromYearStart(target, definition, service, grain, period)
        : this.#actual(indicator, service, grain, period)
      const achievement: Achievement = this.#isOver(definition, service, grain, period)
        ? achievementOf(target, actual.value, { missing: actual.missing, cap: this.#cap() })
        : { value: null, capped: null, missing: 'not-yet-due' }
      return [{ indicator, target, actual: actual.value, achievement }]
    })
  }

  /** An achievement that nobody gave, from the targets of its scope. */
  fill(found: Recomputed, service: string, grain: Grain): Recomputed {
    if (found.measure.value !== null) return found
    const all = this.held(service, grain, found.period).map(({ achievement }) => achievement)
    if (all.length === 0) return found
    const { value, reporting, expected } = meanAchievement(all)
    if (value === null) {
      const missing = all.find((one) => one.missing !== 'not-applicable')?.missing ?? 'not-applicable'
      return { ...found, measure: { ...found.measure, missing } }
    }
    const partial: Flag[] = reporting < expected ? ['partial'] : []
    const measure = {
      ...found.measure,
      value: all.length === 1 ? all[0]!.value : value,
      missing: null,
      n: reporting,
      flags: [...found.measure.flags, ...partial],
    }
    return { ...found, measure }
  }

  #point(indicator: string, service: string, grain: Grain, period: string): ReleasedPoint {
    return this.#points.get(keyOf(indicator, service, grain, period)) ?? absentPoint(period, this.#of.lastDay)
  }

  #actual(indicator: string, service: string, grain: Grain, period: string): Actual {
    const [, value, , , , , , missing] = this.#point(indicator, service, grain, period)
    return { value, missing: missing as MissingReason | null }
  }

  #cap(): number {
    for (const { method } of this.#of.definitions.values())
      if (method.kind === 'achievement') return method.cap
    return ACHIEVEMENT_CAP
  }

  /** Whether a period is decided: it ended before the present of the release, and where there is a figure also before the
   *  day up to which the deliveries speak. */
  #isOver(definition: PublishedDefinition, service: string, grain: Grain, period: string): boolean {
    const { delivered, members, figures } = this.#of
    const endsOn = parsePeriod(period)?.endsOn
    if (endsOn === undefined || delivered.today === null || endsOn >= delivered.today) return false
    const point = this.#point(definition.id, service, grain, period)
    if (point[1] === null) return true
    if (figures.lacksEnd(definition, service, grain, period, point[10])) return false
    const knownTo = delivered.lastKnownDay(members, definition.dataset)
    return knownTo === null || endsOn < knownTo
  }

  /** Everything from the start of the year. A gap makes the whole unknown, and of a median there is no whole. */
  #fromYearStart(
    target: { period: string; cumulative: boolean },
    definition: PublishedDefinition,
    service: string,
    grain: Grain,
    period: string,
  ): Actual {
    const none: Actual = { value: null, missing: 'not-applicable' }
    const over = countedOver(target)
    const spans = this.#of.figures
      .periods(grain === 'all' ? 'given' : grain)
      .filter(({ startsOn, endsOn }) => over && startsOn >= over.from && endsOn <= over.to)
    if (!spans.some((span) => span.period === period)) return none
    const points = spans.map((span) => this.#point(definition.id, service, grain, span.period))
    const gap = points.find(([, value]) => value === null)
    if (gap) return { value: null, missing: gap[7] as MissingReason | null }
    const parts = points.map(([, value, , numerator, denominator]) => ({ value, numerator, denominator }))
    const total = (pick: (part: (typeof parts)[number]) => number | null) =>
      parts.reduce((sum, part) => sum + (pick(part) ?? 0), 0)
    if (isQuantity(definition)) return { value: total(({ value }) => value), missing: null }
    const denominator = total((part) => part.denominator)
    const hasParts = parts.every((part) => part.numerator !== null && part.denominator !== null)
    if (!hasParts || denominator === 0) return none
    return { value: (total((part) => part.numerator) / denominator) * scaleOf(parts), missing: null }
  }
}

interface Actual {
  value: number | null
  missing: MissingReason | null
}

const isQuantity = ({ isCount, isSum, countedIn }: PublishedDefinition): boolean =>
  isSum ?? (isCount && countedIn !== 'period-end')

const placeOf = (agency: string, service: string): string => `${agency}|${service}`
