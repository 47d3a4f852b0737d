// Within which bounds each of several unknown counts lies, when sums of them are known and none is negative: what
// anyone can work out from a table with hidden cells and shown totals.
// Source: Dantzig's simplex method with Bland's rule (1977), which ends always; phase 1 once, then each bound from
// where the last one ended. Limit: dense: a thousand unknowns that hang together take half a second, four thousand
// fifteen. Counts are taken as real numbers, so that
// whole numbers may lie a little closer.

const ZERO = 1e-9

/** Σ coefficient × unknown = sum. */
export interface Equation {
  terms: readonly (readonly [unknown: number, coefficient: number])[]
  sum: number
}

export interface BoundsFinder {
  /** lowest and highest value of an unknown; looking higher ends at `enough` above the lowest */
  range(unknown: number, enough?: number): readonly [low: number, high: number]
}

/** @throws Error when no counts satisfy the equations */
export function findBounds(unknowns: number, equations: readonly Equation[]): BoundsFinder {
  // Rows of the tableau: coefficients of the unknowns, and the sum in the last column.
  const rows = equations.map(({ terms, sum }) => {
    const row = Array<number>(unknowns + 1).fill(0)
    for (const [unknown, coefficient] of terms) row[unknown]! += coefficient
    row[unknowns] = sum
    return sum < 0 ? row.map((value) => -value) : row
  })
  /** Unknown that each row is solved for; null while it is an artificial one. */
  const basis: (number | null)[] = rows.map(() => null)

  const pivot = (row: number, column: number) => {
    const pivotRow = rows[row]!
    const scale = pivotRow[column]!
    for (let j = 0; j <= unknowns; j++) pivotRow[j]! /= scale
    for (const [i, other] of rows.entries()) {
      const factor = other[column]!
      if (i === row || factor === 0) continue
      for (let j = 0; j <= unknowns; j++) other[j]! -= factor * pivotRow[j]!
    }
    basis[row] = column
  }
  /** The row that first reaches 0 when an unknown grows; by Bland's rule the lowest unknown among equals. */
  const leaving = (column: number): number => {
    let best = -1
    let least = Infinity
    for (const [i, row] of rows.entries()) {
      if (row[column]! <= ZERO) continue
      const ratio = row[unknowns]! / row[column]!
      const isTie = best >= 0 && Math.abs(ratio - least) <= ZERO * Math.max(1, least)
      if (isTie ? (basis[i] ?? -1) < (basis[best] ?? -1) : ratio < least) {
        best = i
        least = ratio
      }
    }
    return best
  }

  // Phase 1: bring the artificial unknowns, one a row, to 0.
  for (;;) {
    const artificial = rows.flatMap((row, i) => (basis[i] === null ? [row] : []))
    const gain = (j: number) => artificial.reduce((sum, row) => sum + row[j]!, 0)
    if (artificial.length === 0 || gain(unknowns) <= ZERO) break
    const entering = Array.from({ length: unknowns }, (_, j) => j).find((j) => gain(j) > ZERO)
    if (entering === undefined) throw new Error('No counts satisfy the published sums')
    pivot(leaving(entering), entering)
  }
  for (let i = rows.length - 1; i >= 0; i--) {
    if (basis[i] !== null) continue
    const column = rows[i]!.findIndex((value, j) => j < unknowns && Math.abs(value) > ZERO)
    if (column >= 0) pivot(i, column)
    else {
      rows.splice(i, 1)
      basis.splice(i, 1)
    }
  }

  /** Moves an unknown that a row is solved for down (1) or up (−1) until it can go no further. */
  const push = (unknown: number, side: 1 | -1, until: number): number => {
    for (;;) {
      const row = basis.indexOf(unknown)
      if (row < 0) return 0
      const value = rows[row]![unknowns]!
      if (side < 0 ? value >= until : value <= ZERO) return value
      const entering = rows[row]!.findIndex(
        (coefficient, j) => j < unknowns && j !== unknown && side * coefficient > ZERO,
      )
      if (entering < 0) return value
      const out = leaving(entering)
      if (out < 0) return Infinity
      pivot(out, entering)
    }
  }

  return {
    range(unknown, enough = Infinity) {
      const low = push(unknown, 1, 0)
      if (!basis.includes(unknown)) {
        const out = leaving(unknown)
        if (out < 0) return [low, Infinity]
        pivot(out, unknown)
      }
      return [low, push(unknown, -1, low + enough)]
    },
  }
}
