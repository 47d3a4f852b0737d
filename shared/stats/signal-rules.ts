import { type ChartedSegment, type Limits, type Mark, SAME } from './control-chart.ts'

// Which points of a segment are more than chance, and by which rule. In this order, the first that applies decides:
// outside-limit: strictly beyond a limit; trend: seven points with six strictly rising or falling steps; two-of-three:
// in the outer third, with another such point in a window of three that lie on one side of the centre; shift: seven
// points strictly on one side. The whole run is marked.
// Source: NHS England, Making Data Count; NHSRplotthedots.
// Choice: a tie neither counts as a step nor breaks a trend; equal points at the ends of a trend are not part of it.
// Choice: a figure that more than half of the points have is the usual one and lies on no side in a shift: 100% in most
// months and less in a few is above its mean seven times in a row by itself. Choice: a missing point breaks every run. Choice: the side of a trend is where it goes, of the others where they lie.
// Limit: in steady noise one point in twenty is marked all the same (simulated in test/long), since whole runs are; the
// rules say "look here", not "why".

const RUN = 7
const STEPS = RUN - 1

/** One mark, or null, for each value. Values, limits and positions have one length. */
export function markSignals(
  values: readonly (number | null)[],
  { limits, positions }: ChartedSegment,
): (Mark | null)[] {
  const marks: (Mark | null)[] = values.map(() => null)
  const mark = (rule: Mark['rule'], side: Mark['side'], from: number, to: number, only?: number[]) => {
    for (let i = from; i <= to; i++) {
      if (!only || only.includes(i)) marks[i] ??= { rule, side, from, to }
    }
  }
  const sides = values.map((value, i) => sideOf(value, limits[i], 'centre', 'centre'))
  const outside = values.map((value, i) => sideOf(value, limits[i], 'lower', 'upper'))
  const outer = values.map((value, i) =>
    outside[i] === 0 ? sideOf(value, limits[i], 'innerLower', 'innerUpper') : 0,
  )

  for (const [i, side] of outside.entries()) if (side) mark('outside-limit', nameOf(side), i, i)
  for (const { side, from, to } of trends(positions, limits)) mark('trend', nameOf(side), from, to)
  for (let i = 0; i + 3 <= values.length; i++) {
    const side = sides[i]!
    if (side === 0 || sides[i + 1] !== side || sides[i + 2] !== side) continue
    const extreme = [i, i + 1, i + 2].filter((at) => outer[at] !== 0)
    if (extreme.length >= 2) mark('two-of-three', nameOf(side), extreme[0]!, extreme.at(-1)!, extreme)
  }
  for (const { side, from, to } of runsOnOneSide(shiftSides(values, limits))) {
    if (to - from + 1 >= RUN) mark('shift', nameOf(side), from, to)
  }
  return marks
}

/** On which side of the centre each point lies for a shift. */
export function shiftSides(values: readonly (number | null)[], limits: readonly (Limits | null)[]): number[] {
  const usual = usualOf(values)
  return values.map((value, i) => (value === usual ? 0 : sideOf(value, limits[i], 'centre', 'centre')))
}

/** The figure that more than half of the points have; undefined where none is so frequent. */
function usualOf(values: readonly (number | null)[]): number | undefined {
  const present = values.filter((value) => value !== null).sort((a, b) => a - b)
  // What more than half have lies in the middle.
  const middle = present[Math.floor(present.length / 2)]
  return present.filter((value) => value === middle).length * 2 > present.length ? middle : undefined
}

/** Stretches of points strictly on one side of the centre: 1 above, −1 below. */
export function* runsOnOneSide(
  sides: readonly number[],
): Generator<{ side: number; from: number; to: number }> {
  for (let from = 0; from < sides.length; ) {
    const side = sides[from]!
    let to = from
    while (to + 1 < sides.length && sides[to + 1] === side) to++
    if (side !== 0) yield { side, from, to }
    from = to + 1
  }
}

/** 1 strictly above the upper edge, −1 strictly below the lower one, else 0; 0 where the point or its limits are missing. */
export function sideOf(
  value: number | null,
  limits: Limits | null | undefined,
  lower: keyof Limits,
  upper: keyof Limits,
): number {
  if (value === null || !limits) return 0
  if (isBeyond(value, limits[upper])) return 1
  return isBeyond(limits[lower], value) ? -1 : 0
}

const isBeyond = (value: number, edge: number): boolean =>
  value - edge > SAME * Math.max(Math.abs(value), Math.abs(edge))

/** Runs of at least six strict steps in one direction, from the start of the first to the end of the last. */
function* trends(
  positions: readonly (number | null)[],
  limits: readonly (Limits | null)[],
): Generator<{ side: number; from: number; to: number }> {
  const size = Math.max(0, ...positions.map((position) => Math.abs(position ?? 0)))
  const step = (i: number): number | null => {
    const [before, now] = [positions[i - 1], positions[i]]
    if (before == null || now == null || !limits[i]) return null
    return Math.abs(now - before) <= SAME * size ? 0 : Math.sign(now - before)
  }
  let run = { side: 0, from: 0, to: 0, steps: 0 }
  for (let i = 1; i <= positions.length; i++) {
    const direction = i < positions.length ? step(i) : null
    if (direction === 0) continue
    if (direction !== null && direction === run.side) {
      run = { ...run, to: i, steps: run.steps + 1 }
      continue
    }
    if (run.steps >= STEPS) yield run
    run = { side: direction ?? 0, from: i - 1, to: i, steps: direction === null ? 0 : 1 }
  }
}

const nameOf = (side: number): Mark['side'] => (side > 0 ? 'high' : 'low')
