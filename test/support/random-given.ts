import type { Directory, DirectoryAgency } from '#server/readings/directory.ts'
import type { GivenRow } from '#server/readings/fetch-given.ts'
import { findHidden, type PeopleTables } from '#server/readings/find-hidden.ts'
import { factKey, GivenFigures, seriesOf } from '#server/readings/given-figures.ts'
import { countFigures, givenTexts, periodsOf } from '#server/readings/given-people.ts'
import { cellKey, timeOf } from '#server/readings/people-keys.ts'
import type { PeopleCount } from '#server/readings/people-lattice.ts'
import { givenPart, packSecret, type ReleaseSecret } from '#server/readings/release-secret.ts'
import { Situations } from '#server/readings/situations.ts'
import { RELEASED_GRAINS } from '#shared/contract/release.ts'
import { complaintOnTimeRate } from '#shared/indicators/complaint-on-time-rate.ts'
import { respondents } from '#shared/indicators/respondents.ts'
import { type Grain, parsePeriod, periodOf } from '#shared/time/period.ts'
import {
  attackReleases,
  type Cut,
  type Finding,
  type SeenRelease,
  UNTOLD,
  withSaid,
} from './attack-releases.ts'
import type { Dice } from './dice.ts'

// Releases of invented figures that offices counted themselves: some by service and month, some the whole office only,
// some quarters or years beside, spans of their own, some nothing; some of those above give totals of what is below. All
// of them tell the truth. Some offices have answers, which come first. From one release to the next counts are corrected
// and a month is added. What each release shows is what the product says.

const THRESHOLD = 10
const ALL_MONTHS = ['2025-01', '2025-02', '2025-04', '2025-11', '2026-01']

interface Sizes {
  /** how often offices of a country give spans of their own */
  spans: number
  offices: number
  services: number
  months: number
}

/** What an office tells: of single services or of all together, in which grains. */
interface Habit {
  isByService: boolean
  isWhole: boolean
  grains: Grain[]
  /** a span of its own */
  span: string | null
}

interface State {
  truth: Map<string, number>
  /** how many of them said yes, such as that they were answered in time; null: nobody was asked */
  yes: Map<string, number> | null
  facts: Map<string, number>
  months: string[]
}

interface Country extends Sizes {
  parents: Map<number, number>
  habits: Map<number, Habit>
  withFacts: Set<number>
}

const drawCount = (dice: Dice) =>
  dice.chance(0.5) ? dice.int(1, 12) : dice.int(10, dice.pick([20, 60, 200]))

function drawHabit(dice: Dice, isInner: boolean, hasSpans: boolean): Habit | null {
  if (dice.chance(isInner ? 0.5 : 0.1)) return null
  const isByService = dice.chance(0.6)
  const grains: Grain[] = dice.chance(0.8) ? ['month'] : ['quarter']
  // Of years and spans that cut across them nobody knows that they come to the same.
  if (hasSpans && dice.chance(0.25)) grains.push('quarter')
  if (!hasSpans && dice.chance(0.25)) grains.push(dice.pick(['quarter', 'semester', 'year']))
  if (!hasSpans && dice.chance(0.05)) grains.splice(0, 2, 'year')
  return {
    isByService,
    isWhole: !isByService || dice.chance(0.3),
    grains,
    span:
      hasSpans && dice.chance(0.5)
        ? dice.pick(['2025-01/2025-03', '2025-04/2026-03', '2025-01/2026-03'])
        : null,
  }
}

function drawCountry(dice: Dice, sizes: Sizes): Country {
  const cities = Array.from({ length: dice.int(1, 2) }, (_, i) => 101 + i)
  const offices = Array.from({ length: sizes.offices }, (_, i) => i + 1)
  const parents = new Map<number, number>([
    ...cities.map((city) => [city, 0] as const),
    ...offices.map((office) => [office, dice.chance(0.15) ? 0 : dice.pick(cities)] as const),
  ])
  const habits = new Map<number, Habit>()
  const hasSpans = dice.chance(sizes.spans)
  for (const agency of parents.keys()) {
    const habit = drawHabit(dice, agency > 100, hasSpans)
    if (habit) habits.set(agency, habit)
  }
  return { ...sizes, parents, habits, withFacts: new Set(offices.filter(() => dice.chance(0.15))) }
}

function drawStates(
  dice: Dice,
  { services, months, parents, withFacts }: Country,
  releases: number,
): State[] {
  const all = [...new Set(Array.from({ length: months }, () => dice.pick(ALL_MONTHS)))].sort()
  const states: State[] = []
  for (let r = 0; r < releases; r++) {
    const before = states.at(-1)
    const upTo = Math.max(1, all.length - (releases - 1 - r))
    const state: State = {
      truth: new Map(before?.truth),
      yes: null,
      facts: new Map(before?.facts),
      months: all.slice(0, upTo),
    }
    const rate = dice.pick([0, 0.05, 0.3])
    for (const counts of [state.truth, state.facts])
      for (const [atom, n] of counts)
        if (dice.chance(rate)) counts.set(atom, Math.max(1, n + dice.pick([1, 2, -1, dice.int(-15, 40)])))
    for (const month of state.months.slice(before?.months.length ?? 0))
      for (const agency of parents.keys())
        for (let s = 1; s <= services; s++) {
          if (agency > 100) continue
          state.truth.set(`${agency}|${s}|${month}`, drawCount(dice))
          if (withFacts.has(agency) && dice.chance(0.8))
            state.facts.set(`${agency}|${s}|${month}`, drawCount(dice))
        }
    states.push(state)
  }
  return states
}

/** Has the people of each office say yes as often as they do there, most of them everywhere or nowhere. */
function askEach(dice: Dice, { parents }: Country, states: readonly State[]): void {
  const rates = new Map(
    Array.from(parents.keys(), (agency) => [agency, dice.pick([1, 1, 0.95, 0.8, 0.5, 0])]),
  )
  for (const [r, state] of states.entries()) {
    const before = states[r - 1]
    state.yes = new Map()
    for (const [atom, n] of state.truth) {
      const isSame = before?.truth.get(atom) === n && dice.chance(0.9)
      const rate = rates.get(Number(atom.split('|')[0]))!
      const draw = () => Array.from({ length: n }, () => dice.chance(rate)).filter(Boolean).length
      state.yes.set(atom, isSame ? before.yes!.get(atom)! : draw())
    }
  }
}

const isIn = (month: string, period: string): boolean => {
  const { startsOn, endsOn } = parsePeriod(period)!
  return `${month}-01` >= startsOn && `${month}-01` <= endsOn
}

/** Names of the counts of one place: an agency with what is below it, a service or all. */
function atomsOf({ parents }: Country, { truth }: State, agency: number, service: number, period: string) {
  return [...truth.keys()].filter((atom) => {
    const [office, s, month] = atom.split('|') as [string, string, string]
    const isHis = agency === 0 || Number(office) === agency || parents.get(Number(office)) === agency
    return isHis && (service === 0 || Number(s) === service) && isIn(month, period)
  })
}

function rowsOf(country: Country, state: State): GivenRow[] {
  const rows: GivenRow[] = []
  for (const [agencyId, { isByService, isWhole, grains, span }] of country.habits) {
    const periods = new Set(
      grains.flatMap((grain) => state.months.map((month) => periodOf(`${month}-01`, grain))),
    )
    if (span) periods.add(span)
    const services = [...(isWhole ? [0] : []), ...(isByService ? [1, 2, 3, 4, 5, 6] : [])]
    for (const period of periods) {
      for (const serviceId of services) {
        const atoms = atomsOf(country, state, agencyId, serviceId, period)
        if (atoms.length === 0) continue
        const sumOf = (counts: ReadonlyMap<string, number>) =>
          atoms.reduce((sum, atom) => sum + counts.get(atom)!, 0)
        const none = { weight: null, missing: null, isFlagged: false }
        const figure = state.yes
          ? { value: null, numerator: sumOf(state.yes), denominator: sumOf(state.truth) }
          : { value: sumOf(state.truth), numerator: null, denominator: null }
        const indicator = definitionOf(state).id
        rows.push({ agencyId, serviceId, indicator, ...figure, ...none, ...parsePeriod(period)! })
      }
    }
  }
  return rows
}

function directoryOf({ parents, services }: Country): Directory {
  const agencies = Array.from(parents, ([agencyId, parentId]): DirectoryAgency => {
    const agency = { agencyId, code: String(agencyId), parentId: parentId || null, isLeaf: agencyId < 100 }
    return { ...agency, members: [] as DirectoryAgency[] } as unknown as DirectoryAgency
  })
  const agencyById = new Map(agencies.map((agency) => [agency.agencyId, agency]))
  for (const agency of agencies) {
    agency.members.push(agency)
    agencyById.get(agency.parentId ?? 0)?.members.push(agency)
  }
  const all = Array.from({ length: services }, (_, i) => ({ serviceId: i + 1, code: `s${i + 1}` }))
  return {
    agencies,
    agencyById,
    services: all,
    serviceById: new Map(all.map((service) => [service.serviceId, service])),
    indicators: [],
    delivered: new Map(),
    present: null,
  } as unknown as Directory
}

/** Of what they were asked the office tells a share, of how many there are a count. */
const definitionOf = ({ yes }: State) => (yes ? complaintOnTimeRate : respondents)

const hasFacts = ({ parents }: Country, { facts }: State, agency: number, period: string): boolean =>
  [...facts.keys()].some((atom) => {
    const [office, , month] = atom.split('|') as [string, string, string]
    return (Number(office) === agency || parents.get(Number(office)) === agency) && isIn(month, period)
  })

/** Counts of what was given as the product tells them. */
function countRows(country: Country, state: State, rows: readonly GivenRow[]): PeopleCount[] {
  const directory = directoryOf(country)
  const counts = new Map<string, PeopleCount[]>()
  for (const grain of RELEASED_GRAINS) {
    const periods = periodsOf(rows, grain)
    if (periods.length === 0) continue
    const definition = definitionOf(state)
    const plan = { definitions: [definition], periods, grain }
    const facts = new Set<string>()
    for (const agency of country.parents.keys())
      for (const [i, { period }] of periods.entries())
        if (grain !== 'given' && hasFacts(country, state, agency, period))
          facts.add(factKey(definition.id, agency, i))
    const situations = new Situations(directory, periods)
    const figures = new GivenFigures(directory, plan as never, seriesOf(rows), facts, situations)
    countFigures(directory, plan, figures, rows, counts)
  }
  return counts.get(definitionOf(state).id) ?? []
}

/** The counts that a figure of what was given is made of, by the rules of the house: what an agency gave itself, the very
 *  period first, stands for all below it; where there are answers it does not count. */
function madeOf(
  country: Country,
  state: State,
  rows: readonly GivenRow[],
  { agencyId, serviceId, month: period }: PeopleCount,
): string[] {
  const { startsOn, endsOn } = parsePeriod(period)!
  const isSpan = period.includes('/')
  const own = (agency: number, service: number): string[] => {
    const his = rows.filter((row) => row.agencyId === agency && row.serviceId === service)
    const exact = his.filter((row) => row.period === period)
    const within = his.filter(
      (row) => !isSpan && row.grain !== 'given' && row.startsOn >= startsOn && row.endsOn <= endsOn,
    )
    const used = exact.length > 0 ? exact : within
    return [...new Set(used.flatMap((row) => atomsOf(country, state, agency, service, row.period)))]
  }
  const walk = (agency: number): string[] => {
    const children = Array.from(country.parents).flatMap(([child, parent]) =>
      parent === agency ? [child] : [],
    )
    if (agency > 0 && (isSpan || !hasFacts(country, state, agency, period))) {
      const whole = own(agency, serviceId)
      const parts =
        whole.length > 0 || serviceId > 0 ? whole : [1, 2, 3, 4, 5, 6].flatMap((s) => own(agency, s))
      if (parts.length > 0) return parts
    }
    return children.flatMap(walk)
  }
  return walk(agencyId)
}

/** `ignores`: nothing given is looked at; `isDeaf`: as if nobody had been asked. */
interface Rules {
  ignores?: boolean
  isDeaf?: boolean
}

/** What releases show of what was given, one after the other. */
function release(
  country: Country,
  states: readonly State[],
  { ignores = false, isDeaf = false }: Rules = {},
): SeenRelease[] {
  const secrets: ReleaseSecret[] = []
  const places: PeopleTables['places'] = {
    agencies: directoryOf(country).agencies.map(({ agencyId, parentId, isLeaf }) => ({
      agencyId,
      parentId,
      isLeaf,
    })),
    services: Array.from({ length: country.services }, (_, i) => ({ serviceId: i + 1 })),
  }
  const seen = states.map((state) => {
    const rows = rowsOf(country, state)
    const counted = countRows(country, state, rows)
    const heard = isDeaf ? counted.map(({ yes: _, ...row }) => row) : counted
    const texts = givenTexts(new Map([[definitionOf(state).id, heard]]))
    const facts = Array.from(state.facts, ([atom, n]) => `${atom.replaceAll('|', ',')}-01,${n}`)
    const tables: PeopleTables = {
      places,
      months: [...new Set([...state.facts.keys()].map((atom) => `${atom.split('|')[2]}-01`))].sort(),
      isCoarse: false,
      isReleased: true,
      rules: { threshold: THRESHOLD },
      counts: {
        [state.yes ? 'complaints-due' : 'index']: facts.join(';'),
        ...(!ignores && texts),
      },
      earlier: [...secrets],
    }
    const parts = new Map(findHidden(tables))
    secrets.push(JSON.parse(JSON.stringify(packSecret(tables, [...parts]))))
    const part = state.yes ? 'complaints' : 'surveys'
    const [ofFacts, ofGiven] = [part, givenPart(part)].map((of) => new Set(parts.get(of)))
    const cuts = counted.map((count): Cut => {
      const { agencyId, serviceId, month, n } = count
      const key = cellKey({ agency: 2 * agencyId, service: serviceId, time: timeOf(month)! })
      const isSecret = n < THRESHOLD || ofGiven!.has(key)
      return {
        // What is hidden since answers beside it are few may be worked out: it tells nothing of them.
        name: `${isSecret ? '' : 'free '}${agencyId}|${serviceId}|${month}`,
        atoms: madeOf(country, state, rows, count),
        seen: isSecret || ofFacts!.has(key) ? null : n,
      }
    })
    return { truth: state.truth, yes: state.yes, cuts }
  })
  // What a release tells nowhere by itself, nobody knows there is, nor whether it is what it was before: what came since in
  // a year that an office tells without its months may be a correction.
  return seen.map(({ truth, yes, cuts }): SeenRelease => {
    const single = new Set(cuts.flatMap(({ atoms }) => (atoms.length === 1 ? atoms : [])))
    const nameOf = (atom: string) => (single.has(atom) ? atom : `${UNTOLD}${atom}`)
    const named = (counts: ReadonlyMap<string, number>) =>
      new Map(Array.from(counts, ([atom, n]) => [nameOf(atom), n]))
    const cutsNamed = cuts.map((cut) => ({ ...cut, atoms: cut.atoms.map(nameOf) }))
    return yes ? withSaid(named(truth), named(yes), cutsNamed) : { truth: named(truth), cuts: cutsNamed }
  })
}

/** Attacks what random offices gave, `most` of them and of their services; `isAsked`: a share of their people, such as
 *  those that were answered in time. `exposed`: the small ones of what is pinned. */
export function attackRandomGiven(
  dice: Dice,
  tables: number,
  {
    most,
    releases,
    spans = 0,
    isAsked = false,
  }: { most: number; releases: number; spans?: number; isAsked?: boolean },
  rules: Rules = {},
) {
  const found = {
    cells: 0,
    hidden: 0,
    small: 0,
    pinned: [] as string[],
    exposed: [] as string[],
    narrow: [] as string[],
  }
  for (let table = 0; table < tables; table++) {
    const sizes = { spans, offices: dice.int(2, most), services: dice.int(1, most), months: dice.int(1, 2) }
    const country = drawCountry(dice, sizes)
    const states = drawStates(dice, country, releases)
    if (isAsked) askEach(dice, country, states)
    const seen = release(country, states, rules)
    const isNarrow = ({ low, high }: Finding) => high - low < THRESHOLD - 1e-5
    const isPinned = (one: Finding) => one.high - one.low < 1e-5
    const attack = (knowsChance: boolean) =>
      attackReleases(seen, THRESHOLD, knowsChance).filter(({ name }) => !name.startsWith('free '))
    let learned = attack(true)
    if (learned.some(isNarrow)) learned = attack(false)
    const describe = ({ release: r, name, truth, low, high }: Finding) =>
      `table ${table}, release ${r}, ${name}: ${truth} in ${low} … ${high}`
    found.pinned.push(...learned.filter(isPinned).map(describe))
    found.exposed.push(...learned.filter((one) => isPinned(one) && one.truth < THRESHOLD).map(describe))
    found.narrow.push(...learned.filter((one) => isNarrow(one) && !isPinned(one)).map(describe))
    found.hidden += learned.length
    found.cells += seen.flatMap(({ cuts }) => cuts).length
    found.small += learned.filter(({ truth }) => truth < THRESHOLD).length
  }
  return found
}
