import { controlDisclosure, type DisclosureCell, type DisclosureSum } from '#shared/stats/disclosure.ts'
import { coverWeights } from './cover-weights.ts'
import { AXES, type Axis, type CellKey, isSpan, placeOf, yearOf } from './people-keys.ts'
import type { PeopleCount, PeopleLattice } from './people-lattice.ts'

// Counts of people over releases, and which of them to hide in the last one. A reader has every release: what a cell
// counts in several of them is one unknown (we take it that he knows which counts did not change), and the totals of all
// releases are equations among the same unknowns. What any release shows he knows for good, so hiding it again protects
// nothing: only what changed can cover. What a release hid has to be safe with the equations of all later ones too.
// Where nothing is left to cover with, everything that hangs together with it is hidden, whatever it is.
// What agencies counted themselves need not add up: where a total is more than its parts, the rest is unknown, perhaps
// nobody; where it is less, nothing follows of it.

export interface HistoryRules {
  threshold: number
  /** these three are switched off only to show that they are needed */
  keepsHidden?: boolean
  knowsShown?: boolean
  remembersHidden?: boolean
}

/** What a count of a cell is to the reader: never shown; never shown, for what another table tells; hidden whenever he saw
 *  it; or known. */
const [OPEN, FREE, HIDDEN, KNOWN] = [0, 1, 2, 3]

/** Keys of what a total counts beside its parts, and of those in a cell who said yes, or no. */
const [REST, SAID] = [-1, -2] as const
const NOTHING: ReadonlySet<CellKey> = new Set()

export class PeopleHistory {
  /** one for each time that somebody in a cell changed: its count then */
  readonly #n: number[] = []
  /** the first with the same count of the same cell */
  readonly #same: number[] = []
  readonly #keys: CellKey[] = []
  readonly #known: number[] = []
  readonly #sums: DisclosureSum[] = []
  /** earlier counts of a cell */
  readonly #versions = new Map<CellKey, number[]>()
  /** by axis and total, in their order; null: none */
  readonly #rests = new Map<string, (number | null)[]>()
  /** of each count that is told with what they said: those who said yes and those who said no */
  readonly #said = new Map<number, readonly [yes: number, no: number]>()
  /** the count that somebody who said something is in */
  readonly #countOf = new Map<number, number>()
  readonly #rows = new Map<string, PeopleCount>()
  #counts = new Map<CellKey, number>()
  #yes = new Map<CellKey, number>()
  /** the count that each cell has now */
  #now = new Map<CellKey, number>()
  #lattice: PeopleLattice | null = null
  /** last year in which a release told services apart by the month, while this one does not */
  #fineUntil = Number.NEGATIVE_INFINITY
  /** counts that could be worked out whatever is hidden now */
  exposed = 0

  /** What changed since the last release, from all counts there are. */
  changesTo(rows: readonly PeopleCount[]): PeopleCount[] {
    const left = new Map(this.#rows)
    for (const row of rows) left.delete(rowName(row))
    return [...rows, ...Array.from(left.values(), (row) => ({ ...row, n: 0, yes: row.yes && 0 }))]
  }

  /** The next release: what changed since the last. `hidden`: what it hid; null for the one that is to be hidden. `free`:
   *  what it hid for what other counts tell, which may be worked out. */
  add(
    lattice: PeopleLattice,
    changes: readonly PeopleCount[],
    hidden: ReadonlySet<CellKey> | null,
    free = NOTHING,
  ): void {
    const isOther = this.#lattice?.shape !== lattice.shape
    const { touched, changed } = this.#count(lattice, changes, isOther)
    this.#lattice = lattice
    for (const key of touched) this.#number(key, changed.has(key))
    this.#addSums(isOther ? this.#now.keys() : touched)
    if (hidden === null) return
    for (const [key, i] of this.#now) {
      if (isOwn(key)) continue
      const seen = hidden.has(key) ? HIDDEN : free.has(key) ? FREE : KNOWN
      this.#known[i] = Math.max(this.#known[i]!, seen)
    }
    if (!lattice.isCoarse) this.#fineUntil = Math.max(this.#fineUntil, yearOf(lattice.last))
  }

  /** Applies changes of rows. @returns keys of cells to look at, and of those in which somebody changed */
  #count(lattice: PeopleLattice, changes: readonly PeopleCount[], isOther: boolean) {
    const [touched, changed] = [new Set<CellKey>(), new Set<CellKey>()]
    const add = (row: PeopleCount, n: number, yes: number | undefined) => {
      for (const key of lattice.around(row)) {
        touched.add(key)
        this.#counts.set(key, (this.#counts.get(key) ?? 0) + n)
        if (yes !== undefined) this.#yes.set(key, (this.#yes.get(key) ?? 0) + yes)
      }
    }
    const before = this.#counts
    if (isOther) [this.#counts, this.#yes] = [new Map(), new Map()]
    for (const row of changes) {
      const name = rowName(row)
      const last = this.#rows.get(name)
      const more = row.n - (last?.n ?? 0)
      if (more === 0 && row.yes === last?.yes) continue
      if (!isOther) add(row, more, row.yes === undefined ? undefined : row.yes - (last?.yes ?? 0))
      for (const key of lattice.around(row)) changed.add(key)
      if (row.n > 0) this.#rows.set(name, row)
      else this.#rows.delete(name)
    }
    if (isOther) {
      for (const row of this.#rows.values()) add(row, row.n, row.yes)
      for (const key of before.keys()) touched.add(key)
    }
    for (const key of touched) if (!this.#counts.get(key)) this.#counts.delete(key)
    // Of what was given each total is told by itself: one that comes to the same by chance holds others now.
    if (lattice.isGiven)
      for (const key of changed) {
        touched.add(key)
        for (const total of lattice.everyTotalOf(key)) changed.add(total)
      }
    return { touched, changed }
  }

  /** Adds the count that a cell has now; where only the places changed, finds it among those that it had. */
  #number(key: CellKey, isChanged: boolean): void {
    const n = this.#counts.get(key)
    if (n === undefined) {
      this.#now.delete(key)
      return
    }
    const versions = this.#versions.get(key) ?? []
    const same = versions.find((version) => this.#n[version] === n)
    const last = this.#now.get(key)
    const isSame = (i: number) => this.#n[i] === n && this.#yesIn(i) === this.#yes.get(key)
    let i = !isChanged && last !== undefined && isSame(last) ? last : undefined
    if (i === undefined) {
      i = this.#push(key, n, same)
      this.#say(i, this.#yes.get(key), versions)
      if (versions.push(i) === 1) this.#versions.set(key, versions)
    }
    this.#now.set(key, i)
  }

  /** A new number, or one that is the same as an earlier one. */
  #push(key: CellKey, n: number, same = this.#n.length): number {
    this.#same.push(same)
    this.#keys.push(key)
    this.#known.push(OPEN)
    return this.#n.push(n) - 1
  }

  #yesIn(count: number): number | undefined {
    const said = this.#said.get(count)
    return said && this.#n[said[0]]
  }

  /** Adds what those in a count said: where as many said so before of as many, the same. */
  #say(total: number, yes: number | undefined, versions: readonly number[]): void {
    if (yes === undefined) return
    const n = this.#n[total]!
    const same = this.#said.get(
      versions.find((version) => this.#n[version] === n && this.#yesIn(version) === yes) ?? -1,
    )
    const parts = [this.#push(SAID, yes, same?.[0]), this.#push(SAID, n - yes, same?.[1])] as const
    for (const part of parts) this.#countOf.set(part, total)
    this.#said.set(total, parts)
    this.#sums.push({ total, parts })
  }

  /** Every total that one of these cells is, or is a part of. */
  #addSums(keys: Iterable<CellKey>): void {
    const lattice = this.#lattice!
    const totals: Record<Axis, Set<CellKey>> = { agency: new Set(), service: new Set(), time: new Set() }
    for (const key of keys) {
      const place = placeOf(key)
      for (const axis of AXES) {
        totals[axis].add(key)
        for (const total of lattice.totalsOf(place, axis)) totals[axis].add(total)
      }
    }
    for (const axis of AXES) {
      for (const key of totals[axis]) {
        const total = this.#now.get(key)
        if (total === undefined) continue
        const parts = lattice.partsOf(key, axis).flatMap((part) => this.#now.get(part) ?? [])
        if (parts.length === 0) continue
        const left = lattice.isGiven
          ? parts.reduce((rest, part) => rest - this.#n[part]!, this.#n[total]!)
          : 0
        if (left < 0) continue
        const rest = lattice.isGiven
          ? this.#restOf(`${axis} ${key}`, left, this.#yesLeft(total, parts))
          : null
        if (rest !== null) parts.push(rest)
        this.#sums.push({ total, parts })
        const said = [total, ...parts].flatMap((i) => this.#said.get(i) ?? [])
        if (said.length !== 2 * (parts.length + 1)) continue
        if (rest === null && this.#yesLeft(total, parts) !== 0) continue
        for (const answer of [0, 1])
          this.#sums.push({
            total: said[answer]!,
            parts: parts.map((_, i) => said[2 * (i + 1) + answer]!),
          })
      }
    }
  }

  /** How many of those that a total counts beside its parts said yes; undefined where that is not told of all. */
  #yesLeft(total: number, parts: readonly number[]): number | undefined {
    return parts.reduce<number | undefined>((rest, part) => {
      const yes = this.#yesIn(part)
      return rest === undefined || yes === undefined ? undefined : rest - yes
    }, this.#yesIn(total))
  }

  /** What a total counts beside its parts: one unknown while it counts the same, and as many of it said yes. That it comes
   *  to an earlier number again, after others in between, is chance. null: nothing */
  #restOf(total: string, n: number, yes: number | undefined): number | null {
    const rests = this.#rests.get(total) ?? []
    this.#rests.set(total, rests)
    // Where more said so than there are, what agencies tell does not fit together, and nothing follows.
    const said = yes !== undefined && yes >= 0 && yes <= n ? yes : undefined
    const last = rests.at(-1)
    const isSame =
      last === null ? n === 0 : last !== undefined && this.#n[last] === n && this.#yesIn(last) === said
    if (!isSame) {
      const versions = rests.filter((i) => i !== null)
      const same = versions.find((i) => this.#n[i] === n)
      rests.push(n === 0 ? null : this.#push(REST, n, same))
      const rest = rests.at(-1)
      if (rest != null) this.#say(rest, said, versions)
    }
    return rests.at(-1)!
  }

  /** Keys of the last release's spans in which something is hidden, or told of another period: which of the counts within
   *  changed from one release to the next, and what cuts across, is in no equation. */
  spansOver(hidden: ReadonlySet<CellKey>): CellKey[] {
    const lattice = this.#lattice!
    if (!lattice.isGiven) return []
    return Array.from(this.#now.keys()).filter((key) => {
      const { time } = placeOf(key)
      const isTold = (part: CellKey) => placeOf(part).time !== time && this.#now.has(part)
      return isSpan(time) && [...lattice.within(key)].some((part) => hidden.has(part) || isTold(part))
    })
  }

  /** Keys of the cells of the last release with few people, and of those that stay hidden: their count is not the
   *  threshold away from one that was hidden, so that whoever takes it that little changed would know that one. Totals
   *  need not: they change with every month, and what they tell of earlier ones is in the equations. */
  staying({ threshold, keepsHidden = true }: HistoryRules): CellKey[] {
    const known = this.#classes()
    const totals = new Set(this.#sums.map(({ total }) => total))
    const isNear = (key: CellKey, i: number) =>
      this.#versions
        .get(key)!
        .some(
          (version) =>
            this.#known[version] === HIDDEN && Math.abs(this.#n[version]! - this.#n[i]!) < threshold,
        )
    const isMixed = (key: CellKey) => {
      const { service, time } = placeOf(key)
      return service > 0 && this.#lattice!.isCoarse && yearOf(time) <= this.#fineUntil
    }
    const stays = (key: CellKey, i: number) =>
      known[i] !== KNOWN && (isMixed(key) || (keepsHidden && !totals.has(i) && isNear(key, i)))
    return Array.from(this.#now).flatMap(([key, i]) =>
      this.#n[i]! < threshold || stays(key, i) ? [key] : [],
    )
  }

  /** What a reader makes of a count who knows it from any release that showed the same. */
  #classes(): number[] {
    const known = [...this.#known]
    for (const [i, same] of this.#same.entries()) known[same] = Math.max(known[same]!, known[i]!)
    return known.map((_, i) => known[this.#same[i]!]!)
  }

  /** Keys of the cells to hide in the last release, with those that are hidden for another reason. `free`: those that are
   *  hidden anyway, and may be worked out. */
  hide(before: ReadonlySet<CellKey>, rules: HistoryRules, free = NOTHING): Set<CellKey> {
    const [hidden, exposed] = this.#hideFrom(before, rules, this.#same, free)
    this.exposed = 0
    if (exposed === 0) return hidden
    // Somebody who knew even which totals are by chance what they were would learn something whatever is hidden now: at
    // least nobody does who knows which single counts changed.
    const [further, left] = this.#hideFrom(before, rules, [...this.#n.keys()], free)
    this.exposed = left
    return further
  }

  #hideFrom(
    before: ReadonlySet<CellKey>,
    { threshold, keepsHidden = true, knowsShown = true, remembersHidden = true }: HistoryRules,
    numbers: readonly number[],
    free: ReadonlySet<CellKey>,
  ): [hidden: Set<CellKey>, exposed: number] {
    const known = numbers === this.#same ? this.#classes() : this.#known
    const isNow = new Uint8Array(this.#n.length)
    for (const i of this.#now.values()) isNow[numbers[i]!] = 1
    const weightOf = coverWeights({
      n: this.#n,
      keys: this.#keys,
      versions: this.#versions,
      now: this.#now,
      isKnown: (i) => known[i] === KNOWN,
      last: this.#lattice!.last,
    })
    const cells = this.#n.map((n, i): DisclosureCell => {
      if (numbers[i] !== i) return { n: 0 }
      const key = this.#keys[i]!
      const of = this.#countOf.get(i)
      if (of !== undefined) return { n, of: numbers[of]! }
      if (key === REST) return { n, state: 'rest' }
      if (isOwn(key)) return { n, state: 'derived' }
      if (known[i] === KNOWN && knowsShown) return { n, state: 'published' }
      if (known[i] === HIDDEN && keepsHidden) return { n, state: 'hidden' }
      if (!isNow[i]) return { n, state: known[i] === FREE ? 'free' : 'hidden' }
      if (before.has(key)) return { n, state: 'hidden' }
      if (free.has(key)) return { n, state: 'free' }
      return { n, weight: weightOf(i) }
    })
    const sums: DisclosureSum[] = []
    for (const { total, parts } of this.#sums) {
      const sum = { total: numbers[total]!, parts: parts.map((part) => numbers[part]!) }
      const members = [sum.total, ...sum.parts]
      // Of what is known altogether nothing follows.
      if (members.every((i) => cells[cells[i]!.of ?? i]!.state === 'published')) continue
      if (remembersHidden || members.every((i) => isNow[i])) sums.push(sum)
    }
    const found = controlDisclosure(cells, sums, threshold)
    const hidden = new Set(before)
    for (const [key, i] of this.#now) {
      const isHidden = found.cells[numbers[i]!] !== 'shown' && cells[numbers[i]!]!.state !== 'free'
      if (!isOwn(key) && isHidden) hidden.add(key)
    }
    return [hidden, found.exposed.length]
  }
}

const rowName = ({ agencyId, serviceId, month }: PeopleCount): string => `${agencyId},${serviceId},${month}`

/** What an inner agency was told itself. */
const isOwn = (key: CellKey): boolean => placeOf(key).agency % 2 === 1
