import { controlDisclosure, type DisclosureSum } from '#shared/stats/disclosure.ts'
import { type Grain, spanOf } from '#shared/time/period.ts'
import type { DirectoryAgency, DirectoryService } from './directory.ts'

// Counts of people with every total that can be asked for: agency tree with everything together, services with all
// together, month to all time; and which of them to hide.

const GRAINS: readonly Grain[] = ['month', 'quarter', 'semester', 'year', 'all']
const YEARLY: readonly string[] = ['year', 'all']

export interface PeopleCount {
  agencyId: number
  /** 0: all services together */
  serviceId: number
  /** first day of the month; a year alone counts in years only, and there for a single service only */
  month: string
  n: number
}

/** The part of the directory that the lattice is made of. */
export interface PeoplePlaces {
  agencies: readonly Pick<DirectoryAgency, 'agencyId' | 'parentId' | 'isLeaf'>[]
  services: readonly Pick<DirectoryService, 'serviceId'>[]
}

type Nodes = readonly [agency: number, service: number, time: number]
export type CellKey = number

export class PeopleLattice {
  /** node 0 is everything, or all services; parents[0] is −1 */
  readonly #agencies = new Map<number, number>()
  /** what an inner agency was told itself, which is never shown */
  readonly #owns = new Map<number, number>()
  readonly #services: ReadonlyMap<number, number>
  readonly #periods = new Map<string, number>()
  readonly #parents: readonly [number[], number[], number[]]
  /** nodes of time at which services are told apart */
  readonly #serviceTimes = new Set<number>()
  /** services are told apart by the year only: else a large lattice is beyond working out */
  readonly isCoarse: boolean

  constructor(directory: PeoplePlaces, months: Iterable<string>, isCoarse: boolean) {
    this.isCoarse = isCoarse
    for (const [i, { agencyId }] of directory.agencies.entries()) this.#agencies.set(agencyId, i + 1)
    const agencies = [-1, ...directory.agencies.map(({ parentId }) => this.#agencies.get(parentId ?? 0) ?? 0)]
    for (const { agencyId, isLeaf } of directory.agencies) {
      if (isLeaf) continue
      this.#owns.set(agencyId, agencies.length)
      agencies.push(this.#agencies.get(agencyId)!)
    }
    this.#services = new Map(directory.services.map(({ serviceId }, i) => [serviceId, i + 1]))
    this.#parents = [agencies, [-1, ...directory.services.map(() => 0)], []]
    for (const month of new Set(months)) this.#addPeriod(month, 0)
  }

  #addPeriod(month: string, level: number): number {
    if (level >= GRAINS.length) return -1
    const { period } = spanOf(month, GRAINS[level]!)
    const known = this.#periods.get(period)
    if (known !== undefined) return known
    const node = this.#parents[2].length
    this.#periods.set(period, node)
    if (!this.isCoarse || YEARLY.includes(GRAINS[level]!)) this.#serviceTimes.add(node)
    this.#parents[2].push(-1)
    this.#parents[2][node] = this.#addPeriod(month, level + 1)
    return node
  }

  #key([agency, service, time]: Nodes): CellKey {
    return (agency * this.#parents[1].length + service) * this.#parents[2].length + time
  }

  /** Key of a cell by what it is called; null for a period that is none of the lattice's. */
  keyOf(agencyId: number, serviceId: number, period: string): CellKey | null {
    const time = this.#periods.get(period)
    if (time === undefined) return null
    return this.#key([this.#agencies.get(agencyId) ?? 0, this.#services.get(serviceId) ?? 0, time])
  }

  /** Keys of the cells to hide in one table of counts, with those that are hidden for another reason. */
  hide(counts: readonly PeopleCount[], threshold: number, before: ReadonlySet<CellKey>): Set<CellKey> {
    const { cells, keys, indexOf } = this.#addUp(counts)
    const sums = this.#sumsOf(cells, indexOf)
    const unshown = new Set(this.#owns.values())
    const states = cells.map(({ n, nodes }, i) => ({
      n,
      ...(unshown.has(nodes[0])
        ? { state: 'derived' as const }
        : before.has(keys[i]!)
          ? { state: 'hidden' as const }
          : {}),
    }))
    const found = controlDisclosure(states, sums, threshold)
    const hidden = new Set(before)
    for (const [i, state] of found.cells.entries()) if (state !== 'shown') hidden.add(keys[i]!)
    return hidden
  }

  /** Keys of the cells with few people, whatever can be worked out. */
  small(counts: readonly PeopleCount[], threshold: number): CellKey[] {
    const { cells, keys } = this.#addUp(counts)
    return keys.filter((_, i) => cells[i]!.n < threshold)
  }

  #addUp(counts: readonly PeopleCount[]) {
    const cells: { n: number; nodes: Nodes }[] = []
    const keys: CellKey[] = []
    const indexOf = new Map<CellKey, number>()
    for (const { agencyId, serviceId, month, n } of counts) {
      if (n <= 0) continue
      const own = this.#owns.get(agencyId) ?? this.#agencies.get(agencyId)!
      const service = this.#services.get(serviceId) ?? 0
      const isYear = month.length === 4
      const time = this.#periods.get(isYear ? month : month.slice(0, 7))!
      for (let a = own; a >= 0; a = this.#parents[0][a]!) {
        for (let s = service; s >= (isYear ? 1 : 0); s = this.#parents[1][s]!) {
          for (let t = time; t >= 0; t = this.#parents[2][t]!) {
            if (s > 0 && !this.#serviceTimes.has(t)) continue
            const key = this.#key([a, s, t])
            const index = indexOf.get(key)
            if (index !== undefined) cells[index]!.n += n
            else {
              indexOf.set(key, cells.length)
              keys.push(key)
              cells.push({ n, nodes: [a, s, t] })
            }
          }
        }
      }
    }
    return { cells, keys, indexOf }
  }

  /** Whether a cut is answered to those who may not see everything. */
  isPublished(serviceId: number, period: string): boolean {
    if (serviceId === 0 || !this.isCoarse) return true
    const time = this.#periods.get(period)
    return time === undefined ? /^(\d{4}|all)$/.test(period) : this.#serviceTimes.has(time)
  }

  /** Every total with its parts, in each direction. */
  #sumsOf(cells: readonly { nodes: Nodes }[], indexOf: ReadonlyMap<CellKey, number>): DisclosureSum[] {
    const partsOf = new Map<number, { total: number; parts: number[] }>()
    for (const [i, { nodes }] of cells.entries()) {
      for (const axis of [0, 1, 2] as const) {
        const parent = this.#parents[axis][nodes[axis]]!
        if (parent < 0) continue
        const total = indexOf.get(this.#key(moved(nodes, axis, parent)))!
        const sum = partsOf.get(3 * total + axis)
        if (sum) sum.parts.push(i)
        else partsOf.set(3 * total + axis, { total, parts: [i] })
      }
    }
    return [...partsOf.values()]
  }
}

/** The same place but for one direction. */
const moved = ([a, b, c]: Nodes, axis: number, node: number): Nodes =>
  axis === 0 ? [node, b, c] : axis === 1 ? [a, node, c] : [a, b, node]
