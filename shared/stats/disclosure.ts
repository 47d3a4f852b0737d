import { findDetermined } from './determined.ts'
import { type Equation, findBounds } from './linear-bounds.ts'
import { mergeEqual } from './merge-equal.ts'

// Disclosure control: which counts of people to hide, so that small groups cannot be made out from what is shown.
// Primary: a count of at least one below the threshold. Complementary: the lightest counts of the same sums, until
// no hidden count can be worked out from the shown ones, in every direction in which totals are shown: the lowest and
// the highest value that fit all published sums lie at least the threshold apart (a determined count has them equal).
// Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4. Thresholds are settings.
// What need not be hidden in the end is shown again.
// Choice: a count of 0 is shown, nobody is in it; it is never hidden to protect another. Choice: bounds as a reader has
// them who knows that what is hidden counts one at least. Choice: of more than four hundred hidden counts that hang
// together (those that differ by a known number are one), no bounds are worked out but those of each sum by itself: none
// is determined, and together those of a sum are the threshold.
// Limit: a reader who knows more, one of the persons say, knows more.

/** Bounds of so many hidden counts at once are worked out; their cost is cubic. */
const MAX_BOUNDED = 400

/** So often it is looked whether fewer would do. */
const MAX_TRIES = 60

/** Of more than these nobody looks whether fewer would do: they would not be few enough. */
const MAX_MERGED = 10 * MAX_BOUNDED

export interface DisclosureCell {
  n: number
  /** `hidden`: hidden for another reason, and not to be worked out. `published`: known from an earlier release, cannot be hidden any more. `derived`: never shown itself (a difference
   *  between releases), and not to be worked out where it is small. `free`: hidden for another reason, but may be worked
   *  out. `rest`: what a total counts beside its parts, never shown; may be worked out, and may be nobody. */
  state?: 'hidden' | 'published' | 'derived' | 'free' | 'rest'
  /** to hide for others, the lightest first; the count itself unless told */
  weight?: number
  /** What some of those said whom another cell counts, by its index: shown with it, hidden with it. May be worked out, and
   *  may be nobody. */
  of?: number
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
    if (cell.state === 'published' || cell.of !== undefined) return 'shown'
    return cell.state !== undefined || isSmall(cell) ? 'primary' : 'shown'
  })
  const isUnknown = (i: number): boolean => {
    const { n, of } = cells[i]!
    return of === undefined ? states[i] !== 'shown' && n > 0 : isUnknown(of)
  }
  /** A large difference between releases gives nobody away. */
  const needsCover = (i: number) => {
    const { state, of } = cells[i]!
    if (!isUnknown(i) || state === 'free' || state === 'rest' || of !== undefined) return false
    return state !== 'derived' || isSmall(cells[i]!)
  }
  const sumsOf = cells.map((): number[] => [])
  for (const [at, { total, parts }] of sums.entries()) {
    for (const i of [total, ...parts]) sumsOf[i]!.push(at)
  }
  const membersOf = ({ total, parts }: DisclosureSum) => [...parts, total]
  /** sums to look at, again after one more of their counts was hidden */
  const uncovered = new Set(sums.keys())
  /** counts that follow from what is known anyway */
  const isGiven = new Uint8Array(cells.length)
  /** counts whose group was found safe since it last grew */
  const isSettled = new Uint8Array(cells.length)
  /** Hides the next smallest count of some sums. @returns false where nothing is left to hide */
  const hideNext = (among: readonly number[]): boolean => {
    let next = -1
    for (const at of among) {
      for (const i of membersOf(sums[at]!)) {
        const { n, state, of } = cells[i]!
        const isFree =
          states[i] === 'shown' && state === undefined && of === undefined && n > 0 && !isGiven[i]
        if (isFree && (next < 0 || weightOf(cells[i]!) < weightOf(cells[next]!))) next = i
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
      const equations = equationsOf(group)
      const merged =
        group.members.length > MAX_MERGED
          ? { classOf: null, unknowns: group.members.length, equations }
          : mergeEqual(group.members.length, equations)
      if (merged.unknowns > MAX_BOUNDED) {
        const determined = new Set(findDetermined(merged.unknowns, merged.equations))
        for (const [unknown, i] of group.members.entries()) {
          if (!determined.has(merged.classOf?.[unknown] ?? unknown)) continue
          if (!needsCover(i) || exposed.has(i)) continue
          isGroupSafe = false
          // One more in each of its sums: every round costs a look at all of them.
          const further = sumsOf[i]!.filter((at) => hideNext([at]))
          if (further.length === 0 && !hideNext(group.sums)) giveUp(i, true)
        }
      } else {
        const bounds = findBounds(merged.unknowns, merged.equations)
        const isAsked = new Set<number>()
        for (const [unknown, i] of group.members.entries()) {
          const one = merged.classOf?.[unknown] ?? unknown
          if (!needsCover(i) || exposed.has(i) || isAsked.has(one)) continue
          isAsked.add(one)
          const [low, high] = bounds.range(one, threshold)
          if (isWide([low, high])) continue
          isGroupSafe = false
          // The sums that it is in first; then any that touch what it hangs together with.
          if (!hideNext(sumsOf[i]!) && !hideNext(group.sums)) giveUp(i, high - low < 1e-6)
          break
        }
      }
      if (isGroupSafe) for (const i of group.members) isSettled[i] = 1
      else isSafe = false
    }
  }
  for (const group of [...connected(cells.length, sumsOf, sums, isUnknown)]) showAgain(group)
  return { cells: states, exposed: [...exposed].sort((a, b) => a - b) }

  /** Shows what need not be hidden, the largest first: one cover after the other may hide more than all of them take. What
   *  differs by a known number only is shown together. */
  function showAgain(group: Group): void {
    if (group.members.length > MAX_MERGED) return
    const { classOf } = mergeEqual(group.members.length, equationsOf(group))
    const classes = Map.groupBy(group.members, (_, unknown) => classOf[unknown]!)
    const largest = (same: readonly number[]) => Math.max(...same.map((i) => cells[i]!.n))
    const mark = (same: readonly number[], state: Disclosure) => {
      for (const i of same) states[i] = state
    }
    let tries = 0
    const show = (some: readonly number[][]): void => {
      if (tries === MAX_TRIES) return
      const shown = some.filter((same) => {
        mark(same, 'shown')
        const isFine = same.every((i) => sumsOf[i]!.every(isCovered))
        if (!isFine) mark(same, 'complementary')
        return isFine
      })
      if (shown.length === 0) return
      tries++
      if (isSafe(group)) return
      for (const same of shown) mark(same, 'complementary')
      if (shown.length === 1) return
      const half = Math.ceil(shown.length / 2)
      show(shown.slice(0, half))
      show(shown.slice(half))
    }
    show(
      [...classes.values()]
        .map((same) => same.filter((i) => cells[i]!.of === undefined))
        .filter((same) => same.length > 0 && same.every((i) => states[i] === 'complementary'))
        .sort((a, b) => largest(b) - largest(a)),
    )
  }

  /** Whether nothing can be worked out of what is hidden in a group. */
  function isSafe({ members }: Group): boolean {
    const isAmong = new Set(members)
    for (const group of connected(cells.length, sumsOf, sums, (i) => isAmong.has(i) && isUnknown(i))) {
      const { unknowns, equations, classOf } = mergeEqual(group.members.length, equationsOf(group))
      const inNeed = new Set(
        group.members.flatMap((i, unknown) => (needsCover(i) && !exposed.has(i) ? [classOf[unknown]!] : [])),
      )
      if (findDetermined(unknowns, equations).some((one) => inNeed.has(one))) return false
      if (unknowns > MAX_BOUNDED) continue
      const bounds = findBounds(unknowns, equations)
      for (const one of inNeed) if (!isWide(bounds.range(one, threshold))) return false
    }
    return true
  }

  function isWide([low, high]: readonly [low: number, high: number]): boolean {
    return high - low >= threshold * (1 - 1e-9)
  }

  /** Nothing is left to protect a count with. Where it follows from what is known anyway and was hidden for others only,
   *  it may as well be shown. */
  function giveUp(i: number, isDetermined: boolean): void {
    if (isDetermined && states[i] === 'complementary') {
      states[i] = 'shown'
      isGiven[i] = 1
    } else exposed.add(i)
  }

  /** In each sum by itself, which is quick and most of it: not one hidden alone, and together the threshold at least. */
  function coverEachSum(): void {
    for (const at of uncovered) {
      uncovered.delete(at)
      while (!isCovered(at) && hideNext([at]));
    }
  }

  function isCovered(at: number): boolean {
    let [count, size, isAnyInNeed] = [0, 0, false]
    for (const i of membersOf(sums[at]!)) {
      if (!isUnknown(i)) continue
      count++
      size += cells[i]!.n - leastOf(cells[i]!)
      isAnyInNeed ||= needsCover(i)
    }
    const isTotalShown = !isUnknown(sums[at]!.total)
    return !isAnyInNeed || (count !== 1 && !(isTotalShown && size < threshold))
  }

  /** Equations of how much more each counts than the least it can. */
  function equationsOf({ members, sums: among }: Group): Equation[] {
    const unknownOf = new Map(members.map((i, unknown) => [i, unknown]))
    const equations = among.map((at) => {
      const { total, parts } = sums[at]!
      const terms: [number, number][] = []
      let sum = 0
      for (const [i, sign] of [...parts.map((part) => [part, 1] as const), [total, -1] as const]) {
        const unknown = unknownOf.get(i)
        if (unknown === undefined) sum -= sign * cells[i]!.n
        else {
          terms.push([unknown, sign])
          sum -= sign * leastOf(cells[i]!)
        }
      }
      return { terms, sum }
    })
    return withoutNobody(equations, (unknown) => cells[members[unknown]!]!.of !== undefined)
  }
}

/** Without those who are nobody, where a sum of such is: that nobody of a total said something tells that nobody of any of
 *  its parts did. */
function withoutNobody(
  equations: readonly Equation[],
  mayBeNobody: (unknown: number) => boolean,
): Equation[] {
  const nobody = new Set<number>()
  let left = [...equations]
  for (let before = -1; before < nobody.size; ) {
    before = nobody.size
    for (const { terms, sum } of left)
      if (
        Math.abs(sum) < 1e-9 &&
        terms.every(([unknown, sign]) => sign === terms[0]![1] && mayBeNobody(unknown))
      )
        for (const [unknown] of terms) nobody.add(unknown)
    if (nobody.size > before)
      left = left.map(({ terms, sum }) => ({ terms: terms.filter(([unknown]) => !nobody.has(unknown)), sum }))
  }
  return left.filter(({ terms }) => terms.length > 0)
}

/** What a reader knows of a hidden count: it is not 0, else it would be shown. Less than one is the weight of somebody. */
const leastOf = ({ n, state, of }: DisclosureCell): number =>
  state === 'derived' || state === 'rest' || of !== undefined || n < 1 ? 0 : 1

const weightOf = ({ n, weight = n }: DisclosureCell): number => weight

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
