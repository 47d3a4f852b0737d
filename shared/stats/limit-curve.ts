// The limits of a funnel between the sizes at which they were worked out. Between two of them they follow 1/√n, so a
// straight line would lie. Limit: drawn, not to judge by; an agency is held against the limits at its own size.

/** Pieces in which a limit is drawn from one size to the next. */
const STEPS = 8

/** `given`: sizes above zero, rising, with the limit at each. */
export function limitCurve(
  given: readonly (readonly [n: number, limit: number])[],
): (readonly [n: number, limit: number])[] {
  return given.flatMap(([n, limit], i) => {
    const next = given[i + 1]
    if (!next) return [[n, limit] as const]
    return Array.from({ length: STEPS }, (_, step) => {
      const at = n + ((next[0] - n) * step) / STEPS
      const share = (n ** -0.5 - at ** -0.5) / (n ** -0.5 - next[0] ** -0.5)
      return [at, limit + (next[1] - limit) * share] as const
    })
  })
}
