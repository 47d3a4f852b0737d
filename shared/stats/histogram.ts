import type { Digest } from '#shared/rollups/digest.ts'

// How values spread: counts in classes of one width, the last one open. Widths are those that people count in.
// Limit: over a digest that is not exact a value within 1 % of a class's edge may stand in the neighbouring class.

export interface Class {
  /** inclusive */
  from: number
  /** exclusive; null: open */
  to: number | null
  count: number
}

const MAX_CLASSES = 16
/** The open class begins where at most this share is left, so that a long tail does not flatten the rest. */
const TAIL = 0.05

/** `widths`: rising. @returns no classes for an empty digest. */
export function histogram(digest: Digest, widths: readonly number[]): Class[] {
  const bulk = shareValue(digest, 1 - TAIL)
  if (bulk === null) return []
  const width = widths.find((candidate) => Math.floor(bulk / candidate) < MAX_CLASSES) ?? widths.at(-1)!
  const last = Math.min(Math.floor(bulk / width) + 1, 4 * MAX_CLASSES)
  const classes: Class[] = Array.from({ length: last + 1 }, (_, i) => ({
    from: i * width,
    to: i === last ? null : (i + 1) * width,
    count: 0,
  }))
  for (let i = 0; i < digest.values.length; i++) {
    classes[Math.min(last, Math.floor(digest.values[i]! / width))]!.count += digest.counts[i]!
  }
  if (classes[last]!.count === 0) classes.pop()
  return classes
}

/** The smallest value that at least a share of all does not exceed: what can be promised to that share. */
export function shareValue(digest: Digest, share: number): number | null {
  let n = 0
  for (let i = 0; i < digest.counts.length; i++) n += digest.counts[i]!
  let seen = 0
  for (let i = 0; i < digest.values.length; i++) {
    seen += digest.counts[i]!
    if (seen >= share * n) return digest.values[i]!
  }
  return null
}
