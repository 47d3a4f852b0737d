import { type Measure, measured, missing } from '#shared/measure/measure.ts'
import { type Cell, noCases, type SurveyCell } from '#shared/rollups/cell.ts'
import { type Grain, type PeriodSpan, parsePeriod } from '#shared/time/period.ts'
import type { CellLine, GivenCell, PeopleCell, PublishedCosts } from './cell-line.ts'
import type { GivenRule, PublishedDefinition } from './definition.ts'
import { type Delivered, releasedPeriods, type Situation } from './delivered.ts'
import { hasFacts, recompute } from './recompute.ts'
import { takeIn } from './recompute-given.ts'
import type { ScopeTotals } from './scope-totals.ts'

// The figures of one agency (or of everything together), worked out again from published cells: each with the cell and
// the situation that it comes from, so that whoever checks sees every step.

/** A figure with what it was worked out from. */
export interface Recomputed {
  period: string
  cell: Cell
  situation: Situation
  given: GivenCell | null
  measure: Measure
  reporting: number
  expected: number
  /** facts that are in it are of so few people that they are not said: it cannot be worked out from outside */
  rests: 'on-shown' | 'on-hidden'
}

/** In which periods of a grain a sum holds the last known backlog of a unit that fell silent, by service ('': all). */
export type LastKnown = ReadonlyMap<string, ReadonlySet<string>>
export const lastKnownKey = (service: string, grain: Grain): string => `${service}|${grain}`

export interface Scope {
  /** of the agency with everything below it */
  totals: ScopeTotals
  lastKnown: LastKnown
  delivered: Delivered
  members: readonly string[]
  /** first and last month of the release */
  from: string
  through: string
}

type CellOf<Kind extends CellLine['kind']> = CellLine & { kind: Kind }

export class ScopeFigures {
  readonly #of: Scope
  readonly #people: ReadonlyMap<string, PeopleCell>
  readonly #costs: ReadonlyMap<string, PublishedCosts>
  readonly #given: ReadonlyMap<string, GivenCell>
  readonly #cells = new Map<string, Cell[]>()
  readonly #situations = new Map<string, Situation[]>()
  readonly #periods = new Map<Grain, PeriodSpan[]>()

  /** `lines`: those of the scope's own file of cells. */
  constructor(of: Scope, lines: readonly CellLine[]) {
    this.#of = of
    const key = ({ service }: CellLine, { period }: { period: string }) => `${service ?? ''}|${period}`
    const index = <T extends { period: string }>(
      kind: CellLine['kind'],
      more: (cell: T) => string = () => '',
    ) =>
      new Map(
        lines
          .filter((line): line is CellOf<'people'> => line.kind === kind)
          .flatMap((line) =>
            (line.cells as unknown as T[]).map((cell) => [key(line, cell) + more(cell), cell]),
          ),
      )
    this.#people = index<PeopleCell>('people')
    this.#costs = index<PublishedCosts>('costs')
    this.#given = index<GivenCell>('given', ({ indicator }) => `|${indicator}`)
  }

  /** Services that any cell is of; '' is all of them together. */
  services(): Set<string> {
    const scopes = [...this.#people.keys(), ...this.#given.keys()].map((key) => key.split('|')[0]!)
    return new Set([...this.#of.totals.services(), ...scopes])
  }

  /** The periods that a release speaks of; spans that agencies gave themselves are in its lines alone. */
  periods(grain: Grain): readonly PeriodSpan[] {
    let known = this.#periods.get(grain)
    if (!known) {
      known = grain === 'given' ? [] : releasedPeriods(this.#of.from, this.#of.through, grain)
      this.#periods.set(grain, known)
    }
    return known
  }

  /** The figure of a period. @returns null for what is no period of the release */
  figure(definition: PublishedDefinition, service: string, grain: Grain, period: string): Recomputed | null {
    if (grain === 'given') return this.#ofGivenSpan(definition, service, period)
    const at = this.periods(grain).findIndex((span) => span.period === period)
    if (at < 0) return null
    const cell = this.#cellsOf(service, grain)[at]!
    const situation = this.#situationsOf(definition.dataset, grain)[at]!
    const known = definition.dataset === 'values' ? { ...situation, isCovered: false } : situation
    const found = this.#finish(
      definition,
      service,
      period,
      cell,
      situation,
      recompute(definition, cell, known),
    )
    return definition.dataset === 'values'
      ? found
      : { ...found, measure: this.#markPart(definition, found, grain, at) }
  }

  /** A figure of a period that was delivered in part only says so. */
  #markPart(
    definition: PublishedDefinition,
    { measure, cell }: Recomputed,
    grain: Grain,
    at: number,
  ): Measure {
    const { flags, value } = measure
    if (value === null || flags.includes('partial-period')) return measure
    if (!hasFacts(definition, cell) && flags.includes('from-values')) return measure
    return this.#isUntold(definition, grain, at) || this.#partOf(definition, grain, at)
      ? { ...measure, flags: [...flags, 'partial-period'] }
      : measure
  }

  /** Whether nobody delivered the period that its facts fall into. */
  #isUntold({ isPartUntold = false, dataset }: PublishedDefinition, grain: Grain, at: number): boolean {
    return isPartUntold && !this.#situationsOf(dataset, grain)[at]!.isCovered
  }

  /** What was delivered of a period of which a part is missing; undefined: nothing is. */
  #partOf({ behind, partFrom }: PublishedDefinition, grain: Grain, at: number): Situation | undefined {
    return behind
      .map((dataset) => this.#situationsOf(dataset, grain)[at]!)
      .find(({ partial: { members, of } }) => members > 0 && members >= of * partFrom)
  }

  /** Whether a figure with these flags is of a part of its period that ends before it does. */
  lacksEnd(
    definition: PublishedDefinition,
    service: string,
    grain: Grain,
    period: string,
    flags: readonly string[],
  ): boolean {
    const at = this.periods(grain).findIndex((span) => span.period === period)
    if (at < 0 || definition.dataset === 'values') return false
    if (!hasFacts(definition, this.#cellsOf(service, grain)[at]!) && flags.includes('from-values'))
      return false
    if (flags.includes('partial-period') && this.#isUntold(definition, grain, at)) return true
    const covered = this.#partOf(definition, grain, at)?.covered
    return covered != null && covered.to !== this.periods(grain)[at]!.endsOn
  }

  #ofGivenSpan(definition: PublishedDefinition, service: string, period: string): Recomputed | null {
    const span = parsePeriod(period)
    if (!span) return null
    const { delivered, members } = this.#of
    const [situation] = delivered.situations(members, definition.dataset, [span])
    const facts = recompute(definition, NOTHING, { ...situation!, isCovered: false })
    return this.#finish(definition, service, period, NOTHING, situation!, facts)
  }

  #finish(
    definition: PublishedDefinition,
    service: string,
    period: string,
    cell: Cell,
    situation: Situation,
    facts: Measure,
  ): Recomputed {
    const given = this.#given.get(`${service}|${period}|${definition.id}`)
    const isHidden = this.#people.get(`${service}|${period}`)?.hidden?.includes(definition.id) ?? false
    const taken = takeIn(definition, facts, hasFacts(definition, cell), given)
    const elements = this.#fromElements(definition, service, period, cell, taken)
    const from = elements?.given ?? given
    return {
      period,
      cell,
      situation,
      given: from ?? null,
      measure: elements?.measure ?? taken,
      reporting: from?.reporting ?? situation.reporting,
      expected: from?.expected ?? situation.expected,
      rests: isHidden ? 'on-hidden' : 'on-shown',
    }
  }

  /** An agency that published its mean scores has told its index too, where there are no answers. */
  #fromElements(
    { method, ...definition }: PublishedDefinition,
    service: string,
    period: string,
    cell: Cell,
    own: Measure,
  ): { measure: Measure; given: GivenCell } | null {
    if (method.kind !== 'index' || own.value !== null || hasFacts({ method, ...definition }, cell))
      return null
    const parts = method.of.flatMap(
      (name) => this.#given.get(`${service}|${period}|${elementId(name)}`) ?? [],
    )
    const element = { ...definition, method, given: ELEMENT_RULE }
    const measures = parts.map((part) => takeIn(element, missing('not-reported'), false, part))
    const scores = measures.flatMap(({ value }) => (value === null ? [] : [value]))
    if (scores.length < method.of.length) return null
    const people = measures.flatMap(({ n }) => (n === null ? [] : [n]))
    const value = (scores.reduce((sum, score) => sum + score, 0) / scores.length) * method.factor
    const flags = [...new Set(measures.flatMap((measure) => measure.flags))]
    const n = people.length === measures.length ? { n: Math.min(...people) } : {}
    return { measure: measured(value, { ...n, flags }), given: parts[0]! }
  }

  #situationsOf(dataset: string, grain: Grain): Situation[] {
    const key = `${dataset}|${grain}`
    let known = this.#situations.get(key)
    if (!known) {
      known = this.#of.delivered.situations(this.#of.members, dataset, this.periods(grain))
      this.#situations.set(key, known)
    }
    return known
  }

  #cellsOf(service: string, grain: Grain): Cell[] {
    const key = `${service}|${grain}`
    let known = this.#cells.get(key)
    if (!known) {
      const spans = this.periods(grain)
      const { totals, lastKnown } = this.#of
      const silent = lastKnown.get(lastKnownKey(service, grain))
      known = totals
        .periods(service, grain, spans)
        .map(({ cases, elapsed, workingDays, backlog }, i): Cell => {
          const { period } = spans[i]!
          const people = this.#people.get(`${service}|${period}`)
          return {
            cases,
            elapsed,
            workingDays,
            backlog,
            isBacklogLastKnown: backlog !== null && (silent?.has(period) ?? false),
            survey: people ? surveyOf(people) : null,
            complaints: people?.complaints
              ? { received: 0, resolved: 0, due: 0, dueOnTime: 0, flagged: 0, ...people.complaints }
              : null,
            costs: this.#costs.get(`${service}|${period}`) ?? null,
          }
        })
      this.#cells.set(key, known)
    }
    return known
  }
}

const NOTHING: Cell = {
  cases: noCases(),
  elapsed: null,
  workingDays: null,
  backlog: null,
  isBacklogLastKnown: false,
  survey: null,
  complaints: null,
  costs: null,
}

function surveyOf({ responses, measures }: PeopleCell): SurveyCell | null {
  if (responses === undefined && !measures) return null
  const told = Object.entries(measures ?? {}).map(([measure, sums]) => [measure, { ...NO_SUMS, ...sums }])
  return { responses: responses ?? 0, measures: Object.fromEntries(told) }
}

const NO_SUMS = { weight: 0, sum: 0, squareSum: 0 }

/** Mean scores are pooled by their weights. */
const ELEMENT_RULE: GivenRule = { adds: 'ratio', scale: 1, share: null, count: null }

const elementId = (name: string): string => name.replace('survey.', 'element-')
