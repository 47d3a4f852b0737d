import { findDetermined } from './determined.ts'
import { type Equation, findBounds } from './linear-bounds.ts'

// Disclosure control: which counts of people to hide, so that small groups cannot be made out from what is shown.
// Primary: a count of at least one below the threshold. Complementary: the next smallest counts of the same sums, until
// no hidden count can be worked out from the shown ones, in every direction in which totals are shown: the lowest and
// the highest value that fit all published sums lie at least the threshold apart (a determined count has them equal).
// Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4. Thresholds are settings.
// Choice: a count of 0 is shown, nobody is in it; it is never hidden to protect another. Choice: bounds as a reader has
// them who knows that counts are not negative. Choice: of more than four hundred hidden counts that hang together, no bounds
// are worked out but those of each sum by itself: none is determined, and together those of a sum are the threshold.
// Limit: a reader who knows more, one of the persons say, knows more.

/** Bounds of so many hidden counts at once are worked out; their cost is cubic. */
const MAX_BOUNDED = 400

export interface DisclosureCell {
  n: number
  /** `hidden`: hidden for another reason, and not to be worked out. `published`: known from an earlier release, cannot be hidden any more. `derived`: never shown itself (a difference
   *  between releases), and not to be worked out where it is small. */
  state?: 'hidden' | 'published' | 'derived'
}

/** A shown total and its parts, as indices of cells. */
export interface DisclosureSum {
  total: number
  parts: readonly number[]
}

export type Disclosure = 'shown' | 'primary' | 'complementary'

export interface DisclosureResult {
  cells: Disclosure[]
  /** small counts that can be worked out whatever is hidden now, from what was published before */
  exposed: number[]
}

export function controlDisclosure(
  cells: readonly DisclosureCell[],
  sums: readonly DisclosureSum[],
  threshold: number,
): DisclosureResult {
  const isSmall = (cell: DisclosureCell) => cell.n > 0 && cell.n < threshold
  const states = cells.map((cell): Disclosure => {
    if (cell.state === 'published') return 'shown'
    return cell.state !== undefined || isSmall(cell) ? 'primary' : 'shown'
  })
  const isUnknown = (i: number) => states[i] !== 'shown' && cells[i]!.n > 0
  /** A large difference between releases gives nobody away. */
  const needsCover = (i: number) => isUnknown(i) && (cells[i]!.state !== 'derived' || isSmall(cells[i]!))
  const sumsOf = cells.map((): number[] => [])
  for (const [at, { total, parts }] of sums.entries()) {
    for (const i of [total, ...parts]) sumsOf[i]!.push(at)
  }
  const membersOf = ({ total, parts }: DisclosureSum) => [...parts, total]
  /** sums to look at, again after one more of their counts was hidden */
  const uncovered = new Set(sums.keys())
  /** counts whose group was found safe since it last grew */
  const isSettled = new Uint8Array(cells.length)
  /** Hides the next smallest count of some sums. @returns false where nothing is left to hide */
  const hideNext = (among: readonly number[]): boolean => {
    let next = -1
    for (const at of among) {
      for (const i of membersOf(sums[at]!)) {
        const isFree = states[i] === 'shown' && cells[i]!.state === undefined && cells[i]!.n > 0
        if (isFree && (next < 0 || cells[i]!.n < cells[next]!.n)) next = i
      }
    }
    if (next < 0) return false
    states[next] = 'complementary'
    for (const at of sumsOf[next]!) uncovered.add(at)
    return true
  }

  const exposed = new Set<number>()
  for (let isSafe = false; !isSafe; ) {
    coverEachSum()
    isSafe = true
    for (const group of [...connected(cells.length, sumsOf, sums, isUnknown)]) {
      if (group.members.every((i) => isSettled[i])) continue
      let isGroupSafe = true
      if (group.members.length > MAX_BOUNDED) {
        for (const unknown of findDetermined(group.members.length, equationsOf(group))) {
          const i = group.members[unknown]!
          if (!needsCover(i) || exposed.has(i)) continue
          isGroupSafe = false
          // One more in each of its sums: every round costs a look at all of them.
          const further = sumsOf[i]!.filter((at) => hideNext([at]))
          if (further.length === 0 && !hideNext(group.sums)) exposed.add(i)
        }
      } else {
        const bounds = findBounds(group.members.length, equationsOf(group))
        for (const [unknown, i] of group.members.entries()) {
          if (!needsCover(i) || exposed.has(i)) continue
          const [low, high] = bounds.range(unknown, threshold)
          if (high - low >= threshold * (1 - 1e-9)) continue
          isGroupSafe = false
          // The sums that it is in first; then any that touch what it hangs together with.
          if (!hideNext(sumsOf[i]!) && !hideNext(group.sums)) exposed.add(i)
          break
        }
      }
      if (isGroupSafe) for (const i of group.members) isSettled[i] = 1
      else isSafe = false
    }
  }
  return { cells: states, exposed: [...exposed].sort((a, b) => a - b) }

  /** In each sum by itself, which is quick and most of it: not one hidden alone, and together the threshold at least. */
  function coverEachSum(): void {
    for (const at of uncovered) {
      uncovered.delete(at)
      for (;;) {
        let [count, size, isAnyInNeed] = [0, 0, false]
        for (const i of membersOf(sums[at]!)) {
          if (!isUnknown(i)) continue
          count++
          size += cells[i]!.n
          isAnyInNeed ||= needsCover(i)
        }
        const isTotalShown = !isUnknown(sums[at]!.total)
        const isCovered = count !== 1 && !(isTotalShown && size < threshold)
        if (isCovered || !isAnyInNeed || !hideNext([at])) break
      }
    }
  }

  function equationsOf({ members, sums: among }: Group): Equation[] {
    const unknownOf = new Map(members.map((i, unknown) => [i, unknown]))
    return among.map((at) => {
      const { total, parts } = sums[at]!
      const terms: [number, number][] = []
      let sum = 0
      for (const [i, sign] of [...parts.map((part) => [part, 1] as const), [total, -1] as const]) {
        const unknown = unknownOf.get(i)
        if (unknown === undefined) sum -= sign * cells[i]!.n
        else terms.push([unknown, sign])
      }
      return { terms, sum }
    })
  }
}

interface Group {
  members: number[]
  sums: number[]
}

/** Hidden counts that hang together through sums; what is worked out of one tells about the others. */
function* connected(
  count: number,
  sumsOf: readonly (readonly number[])[],
  sums: readonly DisclosureSum[],
  isUnknown: (i: number) => boolean,
): Generator<Group> {
  const isSeen = new Uint8Array(count)
  const isAmong = new Uint8Array(sums.length)
  for (let start = 0; start < count; start++) {
    if (isSeen[start] || !isUnknown(start)) continue
    isSeen[start] = 1
    const members = [start]
    const among: number[] = []
    const reach = (i: number) => {
      if (isSeen[i] || !isUnknown(i)) return
      isSeen[i] = 1
      members.push(i)
    }
    for (const i of members) {
      for (const at of sumsOf[i]!) {
        if (isAmong[at]) continue
        isAmong[at] = 1
        among.push(at)
        sums[at]!.parts.forEach(reach)
        reach(sums[at]!.total)
      }
    }
    yield { members, sums: among }
  }
}
