import type { DisclosureSum } from './disclosure.ts'

// A table in any number of directions with all its totals: cells in row-major order, each direction one longer than its
// parts, the last place being their total.

/** Sums of a table, along each direction and through every total of the others. `sizes`: parts of each direction. */
export function tableSums(sizes: readonly number[]): DisclosureSum[] {
  const lengths = sizes.map((size) => size + 1)
  const strides = lengths.map((_, d) => lengths.slice(d + 1).reduce((product, length) => product * length, 1))
  const count = lengths.reduce((product, length) => product * length, 1)
  const sums: DisclosureSum[] = []
  for (const [d, size] of sizes.entries()) {
    const stride = strides[d]!
    for (let cell = 0; cell < count; cell++) {
      const place = Math.floor(cell / stride) % lengths[d]!
      if (place !== size) continue
      sums.push({
        total: cell,
        parts: Array.from({ length: size }, (_, part) => cell - (size - part) * stride),
      })
    }
  }
  return sums
}

/** Counts with all their totals: `counts` in row-major order without them. */
export function withTotals(sizes: readonly number[], counts: readonly number[]): number[] {
  let [filled, at] = [[...counts], sizes.length]
  // From the last direction to the first: after each, its lines are one longer.
  let inner = 1
  while (at-- > 0) {
    const size = sizes[at]!
    const next: number[] = []
    for (let from = 0; from < filled.length; from += size * inner) {
      const block = filled.slice(from, from + size * inner)
      next.push(...block)
      for (let i = 0; i < inner; i++) {
        let sum = 0
        for (let part = 0; part < size; part++) sum += block[part * inner + i]!
        next.push(sum)
      }
    }
    filled = next
    inner *= size + 1
  }
  return filled
}
