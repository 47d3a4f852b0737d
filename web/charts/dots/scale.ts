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
  const all = readings.flatMap(({ value, low, high }) => [value, low, high]).filter((one) => one !== null)
  const [least, greatest] = [Math.min(0, ...all), Math.max(0, ...all)]
  const ends = ENDS[readings[0]?.unit ?? 'count']
  if (ends && least >= 0 && greatest <= ends[1]) return ends
  const span = greatest - least
  const ticks = niceTicks(least, greatest, span > 0 && span < 1 ? 0 : 1)
  return [ticks[0]!, ticks.at(-1)!]
}
