import type { Unit } from './measure.ts'

interface Reported {
  unit: Unit
  coverage: { reporting: number }
}

/** Whether two figures of one scope are of too different a set of units for their difference to tell of more than that.
 *  A count is, as soon as their numbers differ; a share, a time or a mean where they differ by more than one in ten, as
 *  for parts of periods (house rule). One unit alone is always itself. */
export function isOfOtherUnits(current: Reported, previous: Reported): boolean {
  const [now, then] = [current.coverage.reporting, previous.coverage.reporting]
  if (current.unit === 'count') return now !== then
  return areOtherUnits(now, then)
}

/** Whether so many units and so many are others: by more than one in ten. One alone is always itself. */
export function areOtherUnits(now: number, then: number): boolean {
  const most = Math.max(now, then)
  return most > 1 && Math.abs(now - then) * 10 > most
}
