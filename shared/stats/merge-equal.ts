import type { Equation } from './linear-bounds.ts'

// Unknowns that differ by a known number only are one: an agency with a single office, a quarter with a single month.
// Tables of counts with all their totals are full of them, and bounds cost the cube of the unknowns.

export interface Merged {
  /** of each unknown which of the fewer ones moves with it: their ranges are as wide */
  classOf: number[]
  unknowns: number
  equations: Equation[]
}

/** Merges the unknowns, all at least 0, of such equations; each of the fewer ones is at least 0 where all that it stands
 *  for are. */
export function mergeEqual(unknowns: number, equations: readonly Equation[]): Merged {
  /** unknown = value of its root + offset */
  const root = Array.from({ length: unknowns }, (_, i) => i)
  const offset = Array<number>(unknowns).fill(0)
  const members = root.map((i) => [i])

  /** In terms of roots, without those that cancel. */
  const reduce = ({ terms, sum }: Equation): Equation => {
    const reduced = new Map<number, number>()
    let left = sum
    for (const [i, coefficient] of terms) {
      left -= coefficient * offset[i]!
      reduced.set(root[i]!, (reduced.get(root[i]!) ?? 0) + coefficient)
    }
    return { terms: [...reduced].filter(([, coefficient]) => coefficient !== 0), sum: left }
  }
  let left: Equation[] = [...equations]
  for (let isSettled = false; !isSettled; ) {
    isSettled = true
    const next: Equation[] = []
    for (const equation of left) {
      const reduced = reduce(equation)
      const [a, b] = reduced.terms
      if (a && b && reduced.terms.length === 2 && a[1] === -b[1]) {
        // a = b + difference: the smaller class goes.
        const [from, into] = members[a[0]]!.length < members[b[0]]!.length ? [a, b] : [b, a]
        const difference = reduced.sum / from[1]
        for (const i of members[from[0]]!) {
          root[i] = into[0]
          offset[i]! += difference
          members[into[0]]!.push(i)
        }
        members[from[0]] = []
        isSettled = false
      } else if (reduced.terms.length > 0) next.push(reduced)
    }
    left = next
  }

  const roots = members.flatMap((same, i) => (same.length > 0 ? [i] : []))
  const numberOf = new Map(roots.map((i, number) => [i, number]))
  // What all of a class need to be at least 0.
  const least = new Map(roots.map((i) => [i, -Math.min(...members[i]!.map((member) => offset[member]!))]))
  const seen = new Map<string, Equation>()
  for (const { terms, sum } of left) {
    const shifted = terms.reduce((rest, [i, coefficient]) => rest - coefficient * least.get(i)!, sum)
    const renamed = terms
      .map(([i, coefficient]) => [numberOf.get(i)!, coefficient] as const)
      .sort(([a], [b]) => a - b)
    seen.set(String(renamed), { terms: renamed, sum: shifted })
  }
  return { classOf: root.map((i) => numberOf.get(i)!), unknowns: roots.length, equations: [...seen.values()] }
}
