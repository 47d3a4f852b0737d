import { RELEASED_GRAINS, type ReleasedGrain, type ReleasedLine } from '#shared/contract/release.ts'
import type { IndicatorDefinition } from '#shared/indicators/define.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import type { Flag } from '#shared/measure/measure.ts'
import type { CellLine, GivenCell, PeopleCell } from '#shared/proof/cell-line.ts'
import { type CellPart, type ComplaintCounts, ELEMENTS, type SurveyMeasure } from '#shared/rollups/cell.ts'
import type { GivenFigure } from '#shared/rollups/given.ts'
import { type CellScope, collectScopes } from './collect-scopes.ts'
import type { Directory, DirectoryAgency } from './directory.ts'
import type { GivenFigures } from './given-figures.ts'
import { type HiddenCells, hiddenCells } from './hidden-cells.ts'
import { loadGiven, settlePeriods } from './load-given.ts'
import { type Plan, planReadings, type ReadingsQuery } from './query.ts'
import type { ReleaseSpan } from './release-lines.ts'
import { type Situations, situationsOf } from './situations.ts'
import type { World } from './world.ts'

// Cells that are published scope by scope: of people, where their figure is shown; of costs; of what agencies gave.

interface LinesOf {
  agency: DirectoryAgency | null
  lines: ReleasedLine[]
}

const PARTS: ReadonlySet<CellPart> = new Set(['survey', 'complaints', 'costs'])
const OF_SCOPES: readonly string[] = ['surveys', 'complaints', 'costs', 'values']

/** The sums behind each figure about people. */
const MEASURES: Record<string, readonly SurveyMeasure[]> = {
  'satisfaction-index': ['index'],
  'satisfaction-score': ['score'],
  respondents: ['index', 'score'],
}
const COMPLAINTS: Record<string, readonly (keyof ComplaintCounts & ('received' | 'due' | 'dueOnTime'))[]> = {
  'complaints-per-1000': ['received'],
  'complaint-on-time-rate': ['due', 'dueOnTime'],
}

type Kind = 'people' | 'costs' | 'given'
type Lines = Map<string, CellLine[]>

export class ScopeCells {
  readonly #world: World
  readonly #directory: Directory
  readonly #span: ReleaseSpan

  constructor(world: World, directory: Directory, span: ReleaseSpan) {
    this.#world = world
    this.#directory = directory
    this.#span = span
  }

  /** By code of the agency, '': everything together. The agencies are read at once, or everything together alone. */
  async read(of: readonly LinesOf[]): Promise<Lines> {
    const found: Lines = new Map()
    const isAnything = of.some(({ agency }) =>
      (agency?.members ?? this.#directory.agencies).some(({ agencyId }) => {
        const delivered = this.#directory.delivered.get(agencyId)
        return delivered && OF_SCOPES.some((dataset) => delivered.has(dataset))
      }),
    )
    if (!isAnything) return found
    const tooFew = findTooFew(of)
    const together = of.some(({ agency }) => agency === null)
    const agencies = together ? null : of.map(({ agency }) => agency!.code)
    const hidden = await hiddenCells(this.#world, this.#directory, INDICATORS)
    for (const grain of RELEASED_GRAINS) {
      for (const services of [null, '*'] as const) {
        await this.#readGrain({ agencies, services, grain }, tooFew, hidden, found)
      }
    }
    return found
  }

  async #readGrain(
    asked: { agencies: string[] | null; services: '*' | null; grain: ReleasedGrain },
    tooFew: TooFew,
    hidden: HiddenCells,
    into: Lines,
  ): Promise<void> {
    const [world, directory] = [this.#world, this.#directory]
    const created = directory.indicators.map(({ code }) => code)
    const query: ReadingsQuery = {
      ...asked,
      indicators: [...INDICATORS.map(({ id }) => id), ...created],
      channels: null,
      levels: null,
      from: this.#span.from,
      to: this.#span.to,
    }
    const planned = planReadings(directory, query, Number.POSITIVE_INFINITY)
    const plan: Plan = await settlePeriods(world, directory, planned, query)
    if (plan.periods.length === 0) return
    const situations = situationsOf(directory, plan.periods)
    const scopes = await collectScopes(world, directory, { ...plan, parts: PARTS }, query, situations)
    const given = await loadGiven(world, directory, plan, situations)
    const lines = new LineWriter(into, asked.grain)
    const aboutPeople = plan.definitions.filter(({ isAboutPeople }) => isAboutPeople)
    for (const scope of scopes) {
      const people = peopleOf(aboutPeople, scope, tooFew, hidden)
      if (people) lines.add('people', scope, people)
      const { costs } = scope.cell
      if (costs) lines.add('costs', scope, { period: scope.period.period, ...costs })
      if (!given) continue
      for (const definition of plan.definitions) {
        const told = givenOf(given, definition, scope, situations, tooFew)
        if (told) lines.add('given', scope, told)
      }
    }
  }
}

/** Puts cells into the lines of their scope and year; scopes come with their periods in order. */
class LineWriter {
  readonly #into: Lines
  readonly #grain: ReleasedGrain
  readonly #open = new Map<string, { cells: unknown[] }>()

  constructor(into: Lines, grain: ReleasedGrain) {
    this.#into = into
    this.#grain = grain
  }

  add(kind: Kind, { agency, service, period }: CellScope, cell: object): void {
    const year = this.#grain === 'all' || this.#grain === 'given' ? '' : period.period.slice(0, 4)
    const key = `${kind}|${agency?.agencyId}|${service?.serviceId}|${year}`
    const known = this.#open.get(key)
    if (known) {
      known.cells.push(cell)
      return
    }
    const scope = { agency: agency?.code ?? null, service: service?.code ?? null, grain: this.#grain, year }
    const line = { kind, ...scope, cells: [cell] }
    this.#open.set(key, line)
    const code = agency?.code ?? ''
    const lines = this.#into.get(code)
    if (lines) lines.push(line as unknown as CellLine)
    else this.#into.set(code, [line as unknown as CellLine])
  }
}

/** Which figures about people are released as too few: by agency and service, then by indicator, the periods. */
type TooFew = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

const placeOf = (agency: string | null, service: string | null): string => `${agency ?? ''}|${service ?? ''}`

function findTooFew(of: readonly LinesOf[]): TooFew {
  const ids = new Set(INDICATORS.filter(({ isAboutPeople }) => isAboutPeople).map(({ id }) => id))
  const found = new Map<string, Map<string, Set<string>>>()
  for (const { agency, lines } of of) {
    for (const { indicator, service, points } of lines) {
      if (!ids.has(indicator)) continue
      for (const [period, , , , , , , missing] of points) {
        if (missing !== 'too-few') continue
        const place = placeOf(agency?.code ?? null, service)
        const own = found.get(place) ?? new Map<string, Set<string>>()
        found.set(place, own)
        own.set(indicator, (own.get(indicator) ?? new Set()).add(period))
      }
    }
  }
  return found
}

const isTooFew = (tooFew: TooFew, indicator: string, { agency, service, period }: CellScope): boolean =>
  tooFew
    .get(placeOf(agency?.code ?? null, service?.code ?? null))
    ?.get(indicator)
    ?.has(period.period) ?? false

/** The sums behind the figures about people that are shown of a scope, and nothing else. */
function peopleOf(
  definitions: readonly IndicatorDefinition[],
  scope: CellScope,
  tooFew: TooFew,
  hidden: HiddenCells,
): PeopleCell | null {
  const { agency, service, period, cell } = scope
  if (!cell.survey && !cell.complaints) return null
  const found: PeopleCell = { period: period.period }
  const secret: string[] = []
  for (const definition of definitions) {
    const { id } = definition
    // `hasFacts` of these asks nothing but their own sums.
    if (!definition.hasFacts(cell)) continue
    if (isTooFew(tooFew, id, scope)) continue
    const isHidden =
      !hidden.isPublished(service?.serviceId ?? 0, period.period) ||
      hidden.isHidden(definition, agency?.agencyId ?? 0, service?.serviceId ?? 0, period.period)
    if (isHidden) secret.push(id)
    else addSums(found, id, cell)
  }
  // The index is made of its elements: with one of them hidden it is too. Its sums would tell as much.
  const index = found.measures?.index
  const isWhole = ELEMENTS.every((element) => !cell.survey?.measures[element]?.n || found.measures?.[element])
  if (index && !isWhole) {
    secret.push('satisfaction-index')
    found.measures!.index = { n: index.n }
  }
  if (secret.length > 0) found.hidden = secret
  return Object.keys(found).length > 1 ? found : null
}

function addSums(into: PeopleCell, id: string, { survey, complaints }: CellScope['cell']): void {
  if (id === 'response-rate') into.responses = survey!.responses
  const element = id.startsWith('element-') ? [id.slice('element-'.length) as SurveyMeasure] : []
  for (const measure of MEASURES[id] ?? element) {
    const sums = survey?.measures[measure]
    if (sums && sums.n > 0) into.measures = { ...into.measures, [measure]: sums }
  }
  for (const count of COMPLAINTS[id] ?? []) {
    const n = complaints?.[count] ?? 0
    if (n > 0) into.complaints = { ...into.complaints, [count]: n }
  }
}

/** What agencies gave of a figure, added up; null where it changes nothing, or is not shown. */
function givenOf(
  given: GivenFigures,
  definition: IndicatorDefinition,
  scope: CellScope,
  situations: Situations,
  tooFew: TooFew,
): GivenCell | null {
  const { agency, period, periodIndex } = scope
  const told = given.tell(definition, scope)
  if (!told) return null
  const { coverage } = situations.of(agency, definition.dataset)[periodIndex]!
  const isHidden = isTooFew(tooFew, definition.id, scope)
  // Of a figure that is not shown only who reported is.
  const { figures, flags } = isHidden ? { figures: [], flags: new Set<Flag>() } : told
  const isSame =
    coverage.reporting === told.coverage.reporting && coverage.expected === told.coverage.expected
  if (figures.length === 0 && flags.size === 0 && isSame) return null
  const known = figures.filter((figure) => figure.missing === null)
  const sum = (value: (figure: GivenFigure) => number | null): number | null =>
    known.some((figure) => value(figure) === null)
      ? null
      : known.reduce((total, figure) => total + value(figure)!, 0)
  return {
    period: period.period,
    indicator: definition.id,
    told: known.length,
    none: figures.length - known.length,
    value: sum(({ value }) => value),
    numerator: sum(({ numerator }) => numerator),
    denominator: sum(({ denominator }) => denominator),
    weight: sum(({ weight }) => weight),
    weighted: sum(({ value, weight }) => (value === null || weight === null ? null : value * weight)),
    isFlagged: known.some(({ isFlagged }) => isFlagged),
    isPartial: flags.has('partial-period'),
    isLeftOut: flags.has('values-left-out'),
    reporting: told.coverage.reporting,
    expected: told.coverage.expected,
  }
}
