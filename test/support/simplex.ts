// A simplex of the tests' own: what the product works out is not believed, and neither is this one, so that whoever asks
// puts the points it finds into the equations again.

const ZERO = 1e-9

export interface LinearSystem {
  variables: number
  /** Σ coefficient × variable = sum, every variable 0 at least */
  rows: { terms: readonly (readonly [variable: number, coefficient: number])[]; sum: number }[]
}

export interface Optimum {
  /** Infinity: there is no highest */
  value: number
  point: Float64Array
}

/** Opens a system whose optima are asked for one after the other, each from where the last one ended.
 *  @throws Error where nothing satisfies it */
export function openSimplex({ variables: n, rows: given }: LinearSystem) {
  const width = n + given.length + 1
  const rows = given.map(({ terms, sum }, i) => {
    const row = new Float64Array(width)
    const sign = sum < 0 ? -1 : 1
    for (const [j, coefficient] of terms) row[j]! += sign * coefficient
    row[n + i] = 1
    row[width - 1] = sign * sum
    return row
  })
  const basis = given.map((_, i) => n + i)
  const last = width - 1

  const pivot = (at: number, column: number, costs: Float64Array) => {
    const chosen = rows[at]!
    const scale = 1 / chosen[column]!
    for (let j = 0; j < width; j++) chosen[j]! *= scale
    for (const row of [...rows, costs]) {
      const factor = row[column]!
      if (row === chosen || factor === 0) continue
      for (let j = 0; j < width; j++) row[j]! -= factor * chosen[j]!
      row[column] = 0
    }
    basis[at] = column
  }

  /** Raises costs · x as far as it goes. @returns false where it goes on for ever */
  const climb = (costs: Float64Array, columns: number): boolean => {
    for (let [idle, before] = [0, Number.NaN]; ; ) {
      idle = costs[last] === before ? idle + 1 : 0
      before = costs[last]!
      let entering = -1
      for (let j = 0; j < columns; j++) {
        if (costs[j]! <= 1e-7) continue
        if (entering < 0 || (idle < 20 && costs[j]! > costs[entering]!)) entering = j
        if (idle >= 20) break
      }
      if (entering < 0) return true
      let [leaving, least] = [-1, Number.POSITIVE_INFINITY]
      for (const [i, row] of rows.entries()) {
        if (row[entering]! <= ZERO) continue
        const ratio = row[last]! / row[entering]!
        const isTie = leaving >= 0 && Math.abs(ratio - least) < ZERO
        if (isTie ? basis[i]! < basis[leaving]! : ratio < least) [leaving, least] = [i, ratio]
      }
      if (leaving < 0) return false
      pivot(leaving, entering, costs)
    }
  }

  const first = new Float64Array(width)
  for (const row of rows) for (let j = 0; j < width; j++) if (j < n || j === last) first[j]! += row[j]!
  climb(first, n)
  if (Math.abs(first[last]!) > 1e-6) throw new Error('Nothing satisfies the equations')
  for (let i = rows.length - 1; i >= 0; i--) {
    if (basis[i]! < n) continue
    const column = rows[i]!.findIndex((value, j) => j < n && Math.abs(value) > 1e-7)
    if (column >= 0) pivot(i, column, first)
    else {
      rows.splice(i, 1)
      basis.splice(i, 1)
    }
  }

  return {
    /** The highest that Σ coefficient × variable can be. */
    highest(terms: readonly (readonly [variable: number, coefficient: number])[]): Optimum {
      const costs = new Float64Array(width)
      for (const [j, coefficient] of terms) costs[j]! += coefficient
      for (const [i, row] of rows.entries()) {
        const cost = costs[basis[i]!]!
        if (cost !== 0) for (let j = 0; j < width; j++) costs[j]! -= cost * row[j]!
      }
      const isBounded = climb(costs, n)
      const point = new Float64Array(n)
      for (const [i, column] of basis.entries()) point[column] = rows[i]![last]!
      const value = terms.reduce((sum, [j, coefficient]) => sum + coefficient * point[j]!, 0)
      return { value: isBounded ? value : Number.POSITIVE_INFINITY, point }
    },
  }
}
