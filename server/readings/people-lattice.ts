import type { DirectoryAgency, DirectoryService } from './directory.ts'
import {
  AXES,
  type Axis,
  allWithin,
  type CellKey,
  type CellPlace,
  cellKey,
  EVERYTHING,
  isSpan,
  isYearly,
  lastMonthOf,
  placeOf,
  timeAround,
  timeOf,
  timeOfYear,
  timesWithin,
  yearOf,
} from './people-keys.ts'

// Counts of people with every total that can be asked for: agency tree with everything together, services with all
// together, month to all time.

export interface PeopleCount {
  agencyId: number
  /** 0: all services together */
  serviceId: number
  /** first day of the month; a year alone counts in years only, and there for a single service only. Of what agencies
   *  counted themselves the name of the period */
  month: string
  n: number
  /** how many of them said yes to what is told of them with their number; absent where nothing is */
  yes?: number | undefined
}

/** The part of the directory that the lattice is made of. */
export interface PeoplePlaces {
  agencies: readonly Pick<DirectoryAgency, 'agencyId' | 'parentId' | 'isLeaf'>[]
  services: readonly Pick<DirectoryService, 'serviceId'>[]
}

export interface LatticeRules {
  /** services are told apart by the year only: else a large lattice is beyond working out */
  isCoarse: boolean
  /** Of a release. In a coarse one services are told apart in years that are over only: of a year that is not, and of all
   *  time, the difference of two releases would be the months that are not told. */
  isReleased?: boolean
  /** agencies that have parts in another release, by their ids */
  inner?: ReadonlySet<number>
  /** Of what agencies counted themselves: each count is a cell already, of whatever period and place, and adds to no
   *  other; a total may be more than its parts. */
  isGiven?: boolean
  /** names of periods that have counts besides the months */
  periods?: Iterable<string>
}

export class PeopleLattice {
  readonly isCoarse: boolean
  readonly isGiven: boolean
  /** what cells and totals there are of the same counts; equal for lattices of the same ones */
  readonly shape: string
  /** number of the last month; −1 without any */
  readonly last: number
  readonly #isReleased: boolean
  readonly #times = new Set<number>()
  readonly #years: readonly number[]
  /** of agencies: the node around each, and the nodes within */
  readonly #around = new Map<number, number>([[EVERYTHING, -1]])
  readonly #within = new Map<number, number[]>()
  readonly #services: readonly number[]
  /** spans that a period is one of the parts of */
  readonly #spansAround = new Map<number, number[]>()

  constructor(places: PeoplePlaces, months: Iterable<string>, rules: LatticeRules) {
    this.isCoarse = rules.isCoarse
    this.isGiven = rules.isGiven ?? false
    this.#isReleased = rules.isReleased ?? false
    const times = Array.from(new Set(months), (month) => timeOf(month.slice(0, 7))!)
    this.last = Math.max(-1, ...times)
    for (const period of rules.periods ?? []) times.push(timeOf(period) ?? EVERYTHING)
    this.#years = [...new Set(times.filter((time) => time > 0 && !isSpan(time)).map(yearOf))]
    for (const first of times) for (let t = first; t >= 0; t = timeAround(t)) this.#times.add(t)
    for (const span of [...this.#times].filter(isSpan)) {
      for (const part of timesWithin(span, this.#years)) {
        const around = this.#spansAround.get(part)
        if (around) around.push(span)
        else this.#spansAround.set(part, [span])
      }
    }
    this.#services = places.services.map(({ serviceId }) => serviceId)
    for (const { agencyId, parentId, isLeaf } of places.agencies) {
      const node = 2 * agencyId
      this.#put(node, 2 * (parentId ?? 0))
      // What an inner agency was told itself, which is never shown.
      if (!isLeaf || rules.inner?.has(agencyId)) this.#put(node + 1, node)
    }
    const told = this.#years.filter((year) => this.#tellsServices(timeOfYear(year)))
    this.shape = JSON.stringify([[...this.#around], this.#services, this.isCoarse, this.isCoarse && told])
  }

  #put(node: number, around: number): void {
    this.#around.set(node, around)
    const within = this.#within.get(around)
    if (within) within.push(node)
    else this.#within.set(around, [node])
  }

  /** Key of a cell by what it is called; null for a period that is none of the lattice's. */
  keyOf(agencyId: number, serviceId: number, period: string): CellKey | null {
    const time = timeOf(period)
    if (time === null || !this.#times.has(time)) return null
    return cellKey({ agency: 2 * agencyId, service: serviceId, time })
  }

  /** Whether a cut is answered to those who may not see everything. */
  isPublished(serviceId: number, period: string): boolean {
    if (serviceId === 0 || !this.isCoarse) return true
    const time = timeOf(period)
    return time !== null && this.#tellsServices(time)
  }

  #tellsServices(time: number): boolean {
    if (!this.isCoarse) return true
    return isYearly(time) && (!this.#isReleased || lastMonthOf(time) <= this.last)
  }

  /** Every cell that somebody of a count is in. */
  *around({ agencyId, serviceId, month }: Omit<PeopleCount, 'n'>): Generator<CellKey> {
    if (this.isGiven) {
      const time = timeOf(month)
      if (time !== null) yield cellKey({ agency: 2 * agencyId, service: serviceId, time })
      return
    }
    const own = this.#around.has(2 * agencyId + 1) ? 2 * agencyId + 1 : 2 * agencyId
    const isYear = month.length === 4
    const first = timeOf(isYear ? month : month.slice(0, 7))!
    for (let agency = own; agency >= 0; agency = this.#around.get(agency)!) {
      for (let time = first; time >= 0; time = timeAround(time)) {
        if (serviceId > 0 && this.#tellsServices(time)) yield cellKey({ agency, service: serviceId, time })
        if (serviceId === 0 || !isYear) yield cellKey({ agency, service: 0, time })
      }
    }
  }

  /** The cells that one is a part of in a direction: one, but for the spans that it lies in; none at the top. */
  totalsOf(place: CellPlace, axis: Axis): CellKey[] {
    const around =
      axis === 'agency'
        ? [this.#around.get(place.agency)!]
        : axis === 'service'
          ? [place.service > 0 ? 0 : -1]
          : [timeAround(place.time), ...(this.#spansAround.get(place.time) ?? [])]
    return around.filter((node) => node >= 0).map((node) => cellKey({ ...place, [axis]: node }))
  }

  /** The cells that one is a part of in any direction. */
  everyTotalOf(key: CellKey): CellKey[] {
    const place = placeOf(key)
    return AXES.flatMap((axis) => this.totalsOf(place, axis))
  }

  /** Keys of all cells of shorter periods in that of a cell. */
  *within(key: CellKey): Generator<CellKey> {
    const place = placeOf(key)
    for (const time of allWithin(place.time, this.#years))
      if (time !== place.time) yield cellKey({ ...place, time })
  }

  /** Keys of the cells that make one up in a direction, of which some may hold nobody. */
  partsOf(total: CellKey, axis: Axis): CellKey[] {
    const place = placeOf(total)
    const within =
      axis === 'agency'
        ? (this.#within.get(place.agency) ?? [])
        : axis === 'service'
          ? place.service === 0
            ? this.#services
            : []
          : timesWithin(place.time, this.#years)
    return within.map((node) => cellKey({ ...place, [axis]: node }))
  }
}
