import type { Equation } from './linear-bounds.ts'

// Which of many unknowns are determined by equations among them: those that no vector of the null space moves. One
// random vector, brought into the null space, tells all at once: what it leaves where it is, is determined (with
// probability 1). The rank test of disclosure control for tables too large to eliminate.
// Source: CGLS, Hestenes & Stiefel (1952), as in Björck, Numerical Methods for Least Squares Problems (1996) 7.4.
// Limit: says nothing about bounds. One in some ten thousand that are free stays where it is by chance, so a second
// vector has to agree; never is one that is determined taken for free. Linear in the terms for each of some hundred
// steps.

const MAX_STEPS = 2000
const CONVERGED = 1e-7
/** A component of a random vector this small was left where it is. */
const STILL = 1e-4

/** @returns indices of the determined unknowns */
export function findDetermined(unknowns: number, equations: readonly Equation[]): number[] {
  const matrix = pack(equations)
  const still = leftStill(unknowns, matrix, unknowns)
  if (still.length === 0) return still
  const stillAgain = new Set(leftStill(unknowns, matrix, unknowns + 1))
  return still.filter((i) => stillAgain.has(i))
}

/** Unknowns that one random vector leaves where they are when it is brought into the null space. */
function leftStill(unknowns: number, matrix: Matrix, seed: number): number[] {
  const random = generator(seed)
  const residual = Float64Array.from({ length: unknowns }, () => (random() < 0.5 ? -1 : 1) * (0.5 + random()))
  // Least squares of the random vector by combinations of equations: what is left over lies in the null space.
  const gradient = new Float64Array(matrix.starts.length - 1)
  const image = new Float64Array(unknowns)
  multiply(matrix, residual, gradient)
  const direction = Float64Array.from(gradient)
  let size = dot(gradient, gradient)
  const enough = size * CONVERGED * CONVERGED
  for (let step = 0; step < MAX_STEPS && size > enough; step++) {
    multiplyTransposed(matrix, direction, image)
    const length = size / dot(image, image)
    for (let i = 0; i < unknowns; i++) residual[i]! -= length * image[i]!
    multiply(matrix, residual, gradient)
    const next = dot(gradient, gradient)
    for (let i = 0; i < direction.length; i++) direction[i] = gradient[i]! + (next / size) * direction[i]!
    size = next
  }
  return Array.from(residual.keys()).filter((i) => Math.abs(residual[i]!) < STILL)
}

/** Terms of all equations one after the other, each scaled to length 1, which converges sooner. */
interface Matrix {
  starts: Int32Array
  columns: Int32Array
  factors: Float64Array
}

function pack(equations: readonly Equation[]): Matrix {
  const size = equations.reduce((sum, { terms }) => sum + terms.length, 0)
  const matrix = {
    starts: new Int32Array(equations.length + 1),
    columns: new Int32Array(size),
    factors: new Float64Array(size),
  }
  let at = 0
  for (const [row, { terms }] of equations.entries()) {
    const length = Math.hypot(...terms.map(([, factor]) => factor)) || 1
    for (const [column, factor] of terms) {
      matrix.columns[at] = column
      matrix.factors[at++] = factor / length
    }
    matrix.starts[row + 1] = at
  }
  return matrix
}

function multiply({ starts, columns, factors }: Matrix, vector: Float64Array, into: Float64Array): void {
  for (let row = 0; row < into.length; row++) {
    let sum = 0
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += factors[at]! * vector[columns[at]!]!
    into[row] = sum
  }
}

function multiplyTransposed(
  { starts, columns, factors }: Matrix,
  vector: Float64Array,
  into: Float64Array,
): void {
  into.fill(0)
  for (let row = 0; row < vector.length; row++) {
    const value = vector[row]!
    for (let at = starts[row]!; at < starts[row + 1]!; at++) into[columns[at]!]! += factors[at]! * value
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** The same vector for the same question, so that what is hidden does not change from one answer to the next. */
function generator(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 4294967296
  }
}
