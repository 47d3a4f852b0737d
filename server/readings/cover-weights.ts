import { AXES, type CellKey, EVERYTHING, isYearly, lastMonthOf, placeOf } from './people-keys.ts'

// What it costs to hide a count of people that covers another.

interface Counted {
  /** each count that a cell ever had, and the cell */
  n: readonly number[]
  keys: readonly CellKey[]
  /** numbers of all counts of a cell, in their order */
  versions: ReadonlyMap<CellKey, readonly number[]>
  /** number of the count that each cell has now */
  now: ReadonlyMap<CellKey, number>
  /** whether readers know the count of this number */
  isKnown(i: number): boolean
  /** last month of the release */
  last: number
}

/** How much is lost with a count of the last release that is hidden to cover another: what would be expected of the size of
 *  its agency, service and period, not the count itself. So one that covers in a month does in all months and in every
 *  total of them, and is covered there by the same ones: covers that differ from sum to sum need further ones without
 *  end. Of a total that readers know without its last months these alone are lost.
 *  @returns the weight of the count of a number, which has to be one of `now` */
export function coverWeights({ n, keys, versions, now, isKnown, last }: Counted): (i: number) => number {
  const sizes = {
    agency: new Map<number, number>(),
    service: new Map<number, number>(),
    time: new Map<number, number>(),
  }
  const add = (sizesOf: Map<number, number>, node: number, count: number) =>
    sizesOf.set(node, (sizesOf.get(node) ?? 0) + count)
  for (const [key, i] of now) {
    const { agency, service, time } = placeOf(key)
    if (service === 0 && time === EVERYTHING) add(sizes.agency, agency, n[i]!)
    if (service === 0 && agency === EVERYTHING) add(sizes.time, time, n[i]!)
    // In a coarse lattice of a release services are told apart in years only.
    if (agency === EVERYTHING && isYearly(time) && time !== EVERYTHING) add(sizes.service, service, n[i]!)
  }
  return (i) => {
    const key = keys[i]!
    const place = placeOf(key)
    const expected = AXES.reduce((weight, axis) => weight * (sizes[axis].get(place[axis]) ?? 1), 1)
    const ofCell = versions.get(key)!
    const before = ofCell[ofCell.indexOf(i) - 1]
    const changed = before !== undefined && isKnown(before) ? Math.abs(n[i]! - n[before]!) / n[i]! : 1
    // A total that is not over is hidden sooner than what stays: it changes with the next release anyway.
    return (expected * changed) / (lastMonthOf(place.time) > last ? 2 : 1)
  }
}
