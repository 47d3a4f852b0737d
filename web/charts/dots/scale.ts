import type { Reading } from '#shared/contract/reading.ts'
import type { Unit } from '#shared/measure/measure.ts'
import { niceTicks } from '../trend/series.ts'

/** Units whose figures lie between two ends. */
const ENDS: Partial<Record<Unit, readonly [number, number]>> = {
  ratio: [0, 1],
  index: [25, 100],
  score: [1, 4],
}

/** Both ends of the scale on which readings of one unit are compared. */
export function scaleOf(readings: readonly Reading[]): readonly [number, number] {
  const all = readings.flatMap(({ value, high }) => [value, high]).filter((one) => one !== null)
  const greatest = Math.max(0, ...all)
  const ends = ENDS[readings[0]?.unit ?? 'count']
  return ends && greatest <= ends[1] ? ends : [0, niceTicks(0, greatest, 1).at(-1)!]
}
