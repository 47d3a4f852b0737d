import { findHidden, type PeopleTables } from '#server/readings/find-hidden.ts'
import type { HistoryRules } from '#server/readings/people-history.ts'
import { cellKey, timeOf } from '#server/readings/people-keys.ts'
import { packSecret, type ReleaseSecret } from '#server/readings/release-secret.ts'
import { type Grain, periodOf } from '#shared/time/period.ts'
import { attackReleases, type Cut, type Finding, type SeenRelease, withSaid } from './attack-releases.ts'
import type { Dice } from './dice.ts'

// Releases of invented counts of people: offices in a tree, services, months; from one release to the next some
// answers come late, some counts are corrected, a month is added, an office moves or is new. What each release shows is
// what the product says.

const THRESHOLD = 10
const GRAINS: readonly Grain[] = ['month', 'quarter', 'semester', 'year', 'all']
const MONTHS = ['2025-01-01', '2025-02-01', '2025-04-01', '2025-11-01', '2025-12-01', '2026-01-01']

export interface Sizes {
  offices: number
  services: number
  months: number
  releases: number
}

interface State {
  /** agency of each office; 0: of none */
  parents: Map<number, number>
  counts: Map<string, number>
  /** how many of them said yes; null: nobody was asked */
  yes: Map<string, number> | null
  months: string[]
}

/** Agencies 101 … have offices 1 …; what they are told themselves is 'own'. */
const atomOf = (agency: number, service: number, month: string) =>
  `${agency > 100 ? `own${agency}` : agency},${service},${month}`

const drawCount = (dice: Dice) =>
  dice.chance(0.2) ? 0 : dice.chance(0.5) ? dice.int(1, 12) : dice.int(10, dice.pick([20, 60, 200]))

function randomStates(dice: Dice, sizes: Sizes): State[] {
  const agencies = Array.from({ length: dice.int(1, 3) }, (_, i) => 101 + i)
  const parentOf = () => (dice.chance(0.2) ? 0 : dice.pick(agencies))
  const months = new Set<string>()
  const wanted = sizes.months
  while (months.size < wanted) months.add(dice.pick(MONTHS))
  const all = [...months].sort()
  const isNewMonth = wanted > 1 && dice.chance(0.6)
  const offices = Array.from({ length: sizes.offices }, (_, i) => i + 1)
  const isOwn = dice.chance(0.3)
  const fill = (counts: Map<string, number>, agency: number, month: string) => {
    for (let s = 1; s <= sizes.services; s++) counts.set(atomOf(agency, s, month), drawCount(dice))
  }
  const states: State[] = []
  for (let r = 0; r < sizes.releases; r++) {
    const before = states.at(-1)
    const upTo = isNewMonth ? Math.max(1, wanted - (sizes.releases - 1 - r)) : wanted
    const state: State = {
      parents: new Map(before?.parents ?? offices.map((office) => [office, parentOf()])),
      counts: new Map(before?.counts),
      yes: null,
      months: all.slice(0, upTo),
    }
    if (before) {
      if (dice.chance(0.2)) state.parents.set(dice.pick(offices), parentOf())
      if (dice.chance(0.2)) {
        const office = offices.length + r
        state.parents.set(office, parentOf())
        for (const month of state.months) fill(state.counts, office, month)
      }
      const rate = dice.pick([0, 0.03, 0.1, 0.4])
      for (const [atom, n] of state.counts) {
        if (!dice.chance(rate)) continue
        const change = dice.pick([1, 1, 2, -1, dice.int(-15, 15), dice.int(0, 80)])
        state.counts.set(atom, Math.max(0, n + change))
      }
    }
    for (const month of state.months.slice(before?.months.length ?? 0)) {
      for (const office of state.parents.keys()) fill(state.counts, office, month)
      if (isOwn) fill(state.counts, dice.pick(agencies), month)
    }
    states.push(state)
  }
  return states
}

/** Has the people of each office say yes as often as they do there, most of them everywhere or nowhere. */
function askEach(dice: Dice, states: readonly State[]): void {
  const rates = new Map<string, number>()
  const rateOf = (office: string) =>
    rates.get(office) ?? rates.set(office, dice.pick([1, 1, 0.95, 0.8, 0.5, 0])).get(office)!
  for (const [r, state] of states.entries()) {
    const before = states[r - 1]
    state.yes = new Map()
    for (const [atom, n] of state.counts) {
      const isSame = before?.counts.get(atom) === n && dice.chance(0.9)
      const rate = rateOf(atom.split(',')[0]!)
      const yes = isSame
        ? before.yes!.get(atom)!
        : Array.from({ length: n }, () => dice.chance(rate)).filter(Boolean).length
      state.yes.set(atom, yes)
    }
  }
}

type ReleaseRules = Partial<HistoryRules> & { forgets?: boolean; isDeaf?: boolean }

/** What the releases show one after the other, each hidden with what is known of those before. `forgets`: as if each
 *  were the first. `isDeaf`: as if nobody had been asked. */
function release(
  states: readonly State[],
  { forgets = false, isDeaf = false, ...rules }: ReleaseRules = {},
): SeenRelease[] {
  const secrets: ReleaseSecret[] = []
  return states.map((state) => {
    const textOf = (counts: ReadonlyMap<string, number>) =>
      Array.from(counts)
        .filter(([, n]) => n > 0)
        .map(([atom, n]) => `${atom.replace('own', '')},${n}`)
        .join(';')
    const tables: PeopleTables = {
      places: placesOf(state),
      months: state.months,
      isCoarse: false,
      isReleased: true,
      rules: { threshold: THRESHOLD, ...rules },
      counts: state.yes
        ? {
            'complaints-due': textOf(state.counts),
            ...(!isDeaf && { 'complaints-on-time': textOf(state.yes) }),
          }
        : { responses: textOf(state.counts) },
      earlier: forgets ? [] : [...secrets],
    }
    const parts = [...findHidden(tables)]
    // By way of text, as it is kept.
    secrets.push(JSON.parse(JSON.stringify(packSecret(tables, parts))))
    const hidden = new Set(new Map(parts).get(state.yes ? 'complaints' : 'surveys'))
    const cuts = cutsOf(state, hidden)
    return state.yes ? withSaid(state.counts, state.yes, cuts) : { truth: state.counts, cuts }
  })
}

function placesOf({ parents }: State): PeopleTables['places'] {
  const inner = [...new Set([101, 102, 103, ...parents.values()])].filter((agency) => agency > 0)
  return {
    agencies: [
      ...inner.map((agencyId) => ({ agencyId, parentId: null, isLeaf: false })),
      ...Array.from(parents, ([agencyId, parent]) => ({ agencyId, parentId: parent || null, isLeaf: true })),
    ],
    services: Array.from({ length: 6 }, (_, i) => ({ serviceId: i + 1 })),
  }
}

/** Every figure that can be asked for, as everybody sees it. */
function cutsOf({ parents, counts, months }: State, hidden: ReadonlySet<number>): Cut[] {
  const cuts = new Map<string, { key: number; atoms: string[]; n: number }>()
  for (const [atom, n] of counts) {
    const [place, service, month] = atom.split(',') as [string, string, string]
    if (!months.includes(month)) throw new Error(`${atom} lies outside`)
    const isOwn = place.startsWith('own')
    const agency = Number(place.replace('own', ''))
    const around = isOwn ? [agency, 0] : [agency, parents.get(agency)!, 0]
    for (const one of new Set(around)) {
      for (const s of [Number(service), 0]) {
        for (const grain of GRAINS) {
          const period = periodOf(month, grain)
          const name = `${one}|${s}|${period}`
          let cut = cuts.get(name)
          if (!cut) {
            const key = cellKey({ agency: 2 * one, service: s, time: timeOf(period)! })
            cut = { key, atoms: [], n: 0 }
            cuts.set(name, cut)
          }
          cut.atoms.push(atom)
          cut.n += n
        }
      }
    }
  }
  return Array.from(cuts, ([name, { key, atoms, n }]) => ({
    name,
    atoms,
    seen: n > 0 && hidden.has(key) ? null : n,
  }))
}

interface Attacked {
  tables: number
  cells: number
  hidden: number
  /** cells of the last release hidden, and that would be hidden if it were the first */
  hiddenLast: number
  hiddenAlone: number
  /** hidden counts that only one value fits, and that only values closer than the threshold fit */
  pinned: string[]
  narrow: string[]
  /** tables in which even who knows only the single counts that changed had to be reckoned with: see PeopleHistory */
  byChance: number
}

/** Attacks the releases of random states, `most` offices and services each. */
export function attackRandomReleases(
  dice: Dice,
  tables: number,
  { most, releases, isAsked = false }: { most: number; releases: number; isAsked?: boolean },
  rules: ReleaseRules = {},
): Attacked {
  const found: Attacked = {
    tables,
    cells: 0,
    hidden: 0,
    hiddenLast: 0,
    hiddenAlone: 0,
    pinned: [],
    narrow: [],
    byChance: 0,
  }
  for (let table = 0; table < tables; table++) {
    const months = dice.int(1, Math.min(releases, 2))
    const states = randomStates(dice, {
      offices: dice.int(2, most),
      services: dice.int(1, most),
      months,
      releases,
    })
    if (isAsked) askEach(dice, states)
    const seen = release(states, rules)
    const isNarrow = ({ low, high }: Finding) => high - low < THRESHOLD - 1e-5
    const isPinned = (one: Finding) => one.high - one.low < 1e-5 || !one.isOpenInIntegers
    let learned = attackReleases(seen, THRESHOLD)
    // Totals that are by chance what they were: nobody knows that they are, and sometimes nothing could be hidden from
    // whoever did.
    if (learned.some((one) => isPinned(one) || isNarrow(one)) && Object.keys(rules).length === 0) {
      found.byChance++
      learned = attackReleases(seen, THRESHOLD, false)
    }
    const describe = ({ release: r, name, truth, low, high }: Finding) =>
      `table ${table}, release ${r}, ${name}: ${truth} in ${low} … ${high}`
    found.pinned.push(...learned.filter(isPinned).map(describe))
    found.narrow.push(...learned.filter((one) => isNarrow(one) && !isPinned(one)).map(describe))
    found.hidden += learned.length
    const last = seen.at(-1)!
    found.cells += last.cuts.filter(({ seen: shown }) => shown !== 0).length
    const hiddenIn = ({ cuts }: SeenRelease) => cuts.filter(({ seen: shown }) => shown === null).length
    found.hiddenLast += hiddenIn(last)
    found.hiddenAlone += hiddenIn(release(states.slice(-1))[0]!)
  }
  return found
}
