// Change between two figures, and whether it is larger than chance. The interval of the difference is put together
// from the two figures' own intervals by square-and-add, which works for proportions, medians and indices alike.
// Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10.
// Limit: the two periods' cases are taken as independent.

interface Estimate {
  value: number | null
  low: number | null
  high: number | null
}

export interface Change {
  difference: number
  /** current / previous − 1; null when the previous figure is 0 */
  relative: number | null
  low: number | null
  high: number | null
  /** null when one of the two has no interval, so nothing can be said */
  isBeyondChance: boolean | null
}

export function changeBetween(current: Estimate, previous: Estimate): Change | null {
  if (current.value === null || previous.value === null) return null
  const difference = current.value - previous.value
  const relative = previous.value === 0 ? null : current.value / previous.value - 1
  if (current.low === null || current.high === null || previous.low === null || previous.high === null) {
    return { difference, relative, low: null, high: null, isBeyondChance: null }
  }
  const low = difference - Math.hypot(current.value - current.low, previous.high - previous.value)
  const high = difference + Math.hypot(current.high - current.value, previous.value - previous.low)
  return { difference, relative, low, high, isBeyondChance: low > 0 || high < 0 }
}
