import { isDeepStrictEqual } from 'node:util'
import { MAX_READINGS, type ReadingsQuery } from '#server/readings/query.ts'
import { readReadings } from '#server/readings/read-readings.ts'
import type { World } from '#server/readings/world.ts'
import type { Reading } from '#shared/contract/reading.ts'
import { INDICATORS } from '#shared/indicators/registry.ts'
import { Refusal } from '#shared/refusal.ts'
import { listPeriods } from '#shared/time/period.ts'

/** Sums of fractions depend on the order of rows, which each engine chooses. */
const PRECISION = 1e-9

export interface ComparedReadings {
  indicators: number
  readings: number
  /** indicators whose figures are not the same */
  different: string[]
}

/** Works every indicator out on both sides by the one path of readings: of everything together by the month, of each
 *  agency by the year. */
export async function compareReadings(
  here: World,
  there: World,
  onIndicator: (indicator: string) => void,
): Promise<ComparedReadings> {
  const directory = await here.directory()
  const span = spanOf(directory.delivered)
  const compared: ComparedReadings = { indicators: 0, readings: 0, different: [] }
  if (!span) return compared
  const codes = directory.agencies.map(({ code }) => code)
  const atOnce = Math.max(1, Math.floor(MAX_READINGS / listPeriods(span.from, span.to, 'year').length))
  const questions: Pick<ReadingsQuery, 'agencies' | 'grain'>[] = [{ agencies: null, grain: 'month' }]
  for (let first = 0; first < codes.length; first += atOnce)
    questions.push({ agencies: codes.slice(first, first + atOnce), grain: 'year' })
  for (const indicator of [
    ...INDICATORS.map(({ id }) => id),
    ...directory.indicators.map(({ code }) => code),
  ]) {
    onIndicator(indicator)
    compared.indicators++
    for (const question of questions) {
      const query = { indicators: [indicator], services: null, channels: null, levels: null, ...span }
      const [ours, theirs] = await Promise.all([
        readingsOf(here, { ...query, ...question }),
        readingsOf(there, { ...query, ...question }),
      ])
      compared.readings += ours.length
      const isSame = ours.length === theirs.length && ours.every((one, i) => isAlike(one, theirs[i]))
      if (!isSame && compared.different.at(-1) !== indicator) compared.different.push(indicator)
    }
  }
  return compared
}

type Delivered = Awaited<ReturnType<World['directory']>>['delivered']

/** First and last day that anything was delivered of. */
function spanOf(delivered: Delivered): { from: string; to: string } | null {
  const spans = [...delivered.values()].flatMap((sets) => [...sets.values()].flatMap(({ spans }) => spans))
  if (spans.length === 0) return null
  return {
    from: spans.reduce((first, { from }) => (from < first ? from : first), spans[0]!.from),
    to: spans.reduce((last, { to }) => (to > last ? to : last), spans[0]!.to),
  }
}

/** None of an indicator that cannot be asked so. */
const readingsOf = (world: World, query: ReadingsQuery): Promise<Reading[]> =>
  readReadings(world, query, { isAnonymous: false }).then(
    ({ readings }) => readings,
    (error: unknown) => {
      if (error instanceof Refusal && error.code === 'invalid') return []
      throw error
    },
  )

/** The same, but for the last digits of fractions. */
export function isAlike(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number')
    return Math.abs(one - other) <= PRECISION * Math.max(1, Math.abs(one), Math.abs(other))
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object')
    return isDeepStrictEqual(one, other)
  const [ours, theirs] = [Object.entries(one), Object.entries(other)]
  return (
    ours.length === theirs.length &&
    ours.every(([name, value]) => isAlike(value, (other as Record<string, unknown>)[name]))
  )
}
