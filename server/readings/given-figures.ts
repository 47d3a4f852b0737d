import type { Coverage } from '#shared/contract/reading.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { addGiven, addsOf, poolGiven } from '#shared/indicators/given.ts'
import type { Flag, Measure } from '#shared/measure/measure.ts'
import { type Adds, type GivenFigure, tilePeriod } from '#shared/rollups/given.ts'
import type { PeriodSpan } from '#shared/time/period.ts'
import type { CellScope } from './collect-scopes.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import type { GivenRow } from './fetch-given.ts'
import type { Plan } from './query.ts'
import { aYearBefore, type ScopeSituation, type Situations } from './situations.ts'

// Figures that agencies added up themselves, beside those from facts. Each agency's figure of a period has one source:
// facts where there are any in it or below it, else what it gave. What it gave stands for everything below it, and what
// it gave for all services together stands for each of them, so that nothing is counted twice.

/** What was given of one indicator: agency → service (0: all together) → figures. */
export type Series = Map<number, Map<number, GivenRow[]>>

/** By indicator. */
export function seriesOf(rows: readonly GivenRow[]): Map<string, Series> {
  const series = new Map<string, Series>()
  for (const row of rows) {
    const agencies = getOr<string, Series>(series, row.indicator, () => new Map())
    const ofAgency = getOr(agencies, row.agencyId, () => new Map<number, GivenRow[]>())
    getOr<number, GivenRow[]>(ofAgency, row.serviceId, () => []).push(row)
  }
  return series
}

/** Whose figure, and when: a scope without its cell. */
export type GivenPlace = Pick<CellScope, 'agency' | 'service' | 'period' | 'periodIndex'>

/** A figure with what was given taken in. */
export interface Combined {
  measure: Measure
  coverage: Coverage
  /** what the scope's agency gave itself, left out since facts are there */
  given?: Measure
  /** how many people stand behind what was given, as the agencies say; null: they do not */
  people?: number | null
}

/** What was given of one figure. */
export interface Told {
  figures: GivenFigure[]
  flags: Set<Flag>
  coverage: Coverage
}

interface Found {
  used: { agency: DirectoryAgency; figures: GivenFigure[] }[]
  flags: Set<Flag>
}

/** Of an indicator, where an agency has facts. */
export const factKey = (id: string, agencyId: number, periodIndex: number): string =>
  `${id}|${agencyId}|${periodIndex}`

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}

/** How many people a given figure says it rests on; null: it does not say. A rate of people over cases counts them above
 *  its line, the others below it. */
export function peopleBehind(
  { isCount, needs, isAboutPeople }: IndicatorDefinition,
  { value, n, numerator, denominator }: Measure,
): number | null {
  if (!isAboutPeople) return null
  if (isCount) return value
  return needs.includes('cases') ? numerator : (denominator ?? n)
}

/** Whether it tells of people how many of them, such as those that were answered in time. */
export const isShareOfPeople = ({ unit, isAboutPeople, needs }: IndicatorDefinition): boolean =>
  isAboutPeople && unit === 'ratio' && !needs.includes('cases')

/** Whether it counts people, or is a share or rate of them. A mean of what they answered tells of none how many. */
export const tellsHowMany = ({ unit, isAboutPeople }: IndicatorDefinition): boolean =>
  isAboutPeople && unit !== 'index' && unit !== 'score'

export class GivenFigures {
  readonly #directory: Directory
  readonly #periods: readonly PeriodSpan[]
  readonly #series: ReadonlyMap<string, Series>
  readonly #facts: ReadonlySet<string>
  readonly #situations: Situations
  readonly #children = new Map<number, DirectoryAgency[]>()
  readonly #roots: DirectoryAgency[] = []
  /** by indicator: agencies that gave something, and those above them */
  readonly #above = new Map<string, Set<number>>()

  constructor(
    directory: Directory,
    plan: Plan,
    series: ReadonlyMap<string, Series>,
    facts: ReadonlySet<string>,
    situations: Situations,
  ) {
    this.#directory = directory
    this.#periods = plan.periods
    this.#series = series
    this.#facts = facts
    this.#situations = situations
    for (const agency of directory.agencies) {
      const parent = directory.agencyById.get(agency.parentId ?? 0)
      if (parent) getOr(this.#children, parent.agencyId, () => []).push(agency)
      else this.#roots.push(agency)
    }
    for (const [indicator, agencies] of series) {
      const above = getOr(this.#above, indicator, () => new Set())
      for (const agencyId of agencies.keys()) {
        let at = directory.agencyById.get(agencyId)
        for (; at && !above.has(at.agencyId); at = directory.agencyById.get(at.parentId ?? 0))
          above.add(at.agencyId)
      }
    }
  }

  /** The figure of a scope from its facts and what was given. */
  combine(
    definition: IndicatorDefinition,
    scope: CellScope,
    facts: Measure,
    situation: ScopeSituation,
  ): Combined {
    const told = this.tell(definition, scope)
    if (!told) return { measure: facts, coverage: situation.coverage }
    const adds = this.#addsOf(definition)
    const given = poolGiven(definition, adds, told.figures)
    const measure = this.#choose(definition, adds, scope, facts, given, told.flags)
    const beside = this.#beside(definition, adds, scope)
    return {
      measure: { ...measure, flags: [...new Set([...measure.flags, ...told.flags])] },
      coverage: told.coverage,
      ...(beside !== null && { given: beside }),
      people: given && peopleBehind(definition, given),
    }
  }

  /** How many people stand behind what a scope's figure is made of, as the agencies say, and how many of them are those
   *  that a share of people counts; null: they do not say, or it is no share. */
  peopleOf(definition: IndicatorDefinition, place: GivenPlace): { n: number | null; yes: number | null } {
    const figures = this.#find(definition, place).used.flatMap((part) => part.figures)
    const given = poolGiven(definition, this.#addsOf(definition), figures)
    const n = given && peopleBehind(definition, given)
    if (n === null || !isShareOfPeople(definition)) return { n, yes: null }
    const { numerator, value } = given!
    return { n, yes: numerator ?? (value === null ? null : value * n) }
  }

  #find(definition: IndicatorDefinition, place: GivenPlace): Found {
    const adds = this.#addsOf(definition)
    const found: Found = { used: [], flags: new Set() }
    for (const root of place.agency ? [place.agency] : this.#roots)
      this.#walk(definition, adds, root, place, found)
    return found
  }

  /** The given figures that a scope's figure is made of; null where nobody gave any of the indicator. */
  tell(definition: IndicatorDefinition, scope: CellScope): Told | null {
    if (!this.#series.has(definition.id)) return null
    const found = this.#find(definition, scope)
    return {
      figures: found.used.flatMap((part) => part.figures),
      flags: found.flags,
      coverage: this.#coverage(definition, scope, found),
    }
  }

  /** What the scope's agency gave itself, where facts come first. */
  #beside(definition: IndicatorDefinition, adds: Adds, scope: CellScope): Measure | null {
    const { agency, periodIndex } = scope
    if (!agency || !this.#facts.has(factKey(definition.id, agency.agencyId, periodIndex))) return null
    const { figures } = this.#ownFigures(definition.id, adds, agency, scope)
    return poolGiven(definition, adds, figures)
  }

  #choose(
    definition: IndicatorDefinition,
    adds: Adds,
    scope: CellScope,
    facts: Measure,
    given: Measure | null,
    flags: Set<Flag>,
  ): Measure {
    if (!given) return facts
    if (!definition.hasFacts(scope.cell)) {
      // Facts that were delivered and are none are a zero; that there can be none is no better word.
      return given.value === null && facts.value !== null ? facts : given
    }
    const sum = addGiven(definition, adds, facts, given)
    if (!sum) flags.add('values-left-out')
    return sum ?? facts
  }

  #addsOf(definition: IndicatorDefinition): Adds {
    const created = this.#directory.indicators.find(({ code }) => code === definition.id)
    return created?.adds ?? addsOf(definition)
  }

  /** Goes down to the agencies whose given figures count, each of which stands for everything below it. */
  #walk(
    definition: IndicatorDefinition,
    adds: Adds,
    agency: DirectoryAgency,
    scope: GivenPlace,
    found: Found,
  ): void {
    if (!this.#above.get(definition.id)!.has(agency.agencyId)) return
    const { figures, isPartial } = this.#ownFigures(definition.id, adds, agency, scope)
    if (figures.length > 0) {
      if (!this.#facts.has(factKey(definition.id, agency.agencyId, scope.periodIndex))) {
        found.used.push({ agency, figures })
        if (isPartial) found.flags.add('partial-period')
        return
      }
      found.flags.add('values-left-out')
    }
    for (const child of this.#children.get(agency.agencyId) ?? [])
      this.#walk(definition, adds, child, scope, found)
  }

  /** What an agency gave itself for a scope's service and period: for all services together, else for each. */
  #ownFigures(
    indicator: string,
    adds: Adds,
    agency: DirectoryAgency,
    { service, period }: GivenPlace,
  ): { figures: GivenFigure[]; isPartial: boolean } {
    const services = this.#series.get(indicator)?.get(agency.agencyId)
    const tile = (serviceId: number) => tilePeriod(services?.get(serviceId) ?? [], period, adds)
    const whole = tile(service?.serviceId ?? 0)
    if (service || whole.figures.length > 0) return whole
    const parts = [...(services?.keys() ?? [])].map(tile).filter(({ figures }) => figures.length > 0)
    return {
      figures: parts.flatMap(({ figures }) => figures),
      isPartial: parts.some((part) => part.isPartial),
    }
  }

  /** Leaf agencies that deliver facts or gave figures of this indicator, of those that did so in the year before. */
  #coverage(
    { id, dataset }: IndicatorDefinition,
    { agency, periodIndex }: CellScope,
    found: Found,
  ): Coverage {
    const period = this.#periods[periodIndex]!
    const from = period.grain === 'all' ? period.startsOn : aYearBefore(period.startsOn)
    const leaves = (of: readonly DirectoryAgency[]) => of.filter(({ isLeaf }) => isLeaf)
    const reporting = new Set(found.used.flatMap((part) => leaves(part.agency.members)))
    const members = agency?.members ?? this.#directory.agencies
    const expected = new Set<DirectoryAgency>(reporting)
    for (const member of members) {
      const rows = [...(this.#series.get(id)?.get(member.agencyId)?.values() ?? [])]
      const gave = rows.some((of) => of.some((row) => row.startsOn <= period.endsOn && row.endsOn >= from))
      if (gave) for (const leaf of leaves(member.members)) expected.add(leaf)
    }
    if (dataset !== 'values' && period.grain !== 'given') {
      for (const leaf of leaves(members)) {
        const state = this.#situations.ofLeaf(leaf, dataset, periodIndex)
        if (state.reports) reporting.add(leaf)
        if (state.isExpected) expected.add(leaf)
      }
    }
    return { reporting: reporting.size, expected: expected.size }
  }
}
